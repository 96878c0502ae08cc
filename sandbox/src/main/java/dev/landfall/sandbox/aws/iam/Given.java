package dev.landfall.sandbox.aws.iam;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Parameters;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Xml;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A call to IAM with what it gives.
record Given(Call call, Parameters parameters) {
  private static final int PAGE = 100;
  private static final int MOST = 1000;

  static Given of(Call call) {
    return new Given(call, call.parameters());
  }

  Scope scope() {
    return new Scope(call.account(), call.region());
  }

  Optional<String> text(String name) {
    return parameters.text(name);
  }

  String required(String name) throws AwsError {
    var value = text(name);
    if (value.isEmpty()) {
      throw IamErrors.validation(member(name), "null", "Member must not be null");
    }
    return value.get();
  }

  /// The name of something new.
  String name(String parameter, int longest) throws AwsError {
    var name = required(parameter);
    if (!name.matches("[\\w+=,.@-]+")) {
      throw new AwsError(
          "ValidationError",
          400,
          "The specified value for "
              + member(parameter)
              + " is invalid. It must contain only alphanumeric characters and/or the following:"
              + " +=,.@_-");
    }
    if (name.length() > longest) {
      throw IamErrors.validation(
          member(parameter), name, "Member must have length less than or equal to " + longest);
    }
    return name;
  }

  /// A path for something new.
  Optional<String> path() throws AwsError {
    var path = text("Path");
    if (path.isPresent() && !path.get().matches("/|/[\\x21-\\x7E]{1,510}/")) {
      throw new AwsError(
          "ValidationError",
          400,
          "The specified value for path is invalid. It must begin and end with / and contain only"
              + " alphanumeric characters and/or / characters.");
    }
    return path;
  }

  private static String member(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  boolean under(String path) {
    return path.startsWith(text("PathPrefix").orElse("/"));
  }

  Reply done() {
    return Reply.done(call);
  }

  Reply result(Consumer<Xml> content) {
    return Reply.result(call, content);
  }

  /// A part of a list of structures, with a mark for the next.
  <T> Reply page(String name, List<T> all, BiConsumer<Xml, T> writer) throws AwsError {
    return members(
        name, all, (list, item) -> list.element("member", one -> writer.accept(one, item)));
  }

  /// The same of texts.
  Reply page(String name, List<String> all) throws AwsError {
    return members(name, all, (list, item) -> list.text("member", item));
  }

  private <T> Reply members(String name, List<T> all, BiConsumer<Xml, T> writer) throws AwsError {
    var size = text("MaxItems").orElse(Integer.toString(PAGE));
    if (!size.matches("[1-9][0-9]{0,3}") || Integer.parseInt(size) > MOST) {
      throw IamErrors.validation("maxItems", size, "Member must have value between 1 and " + MOST);
    }
    var marker = text("Marker").orElse("0");
    if (!marker.matches("[0-9]{1,9}")) {
      throw IamErrors.invalidInput("Invalid Marker.");
    }
    int from = Math.min(Integer.parseInt(marker), all.size());
    int to = Math.min(from + Integer.parseInt(size), all.size());
    return result(xml -> {
      xml.text("IsTruncated", to < all.size());
      if (to < all.size()) {
        xml.text("Marker", to);
      }
      xml.element(name, list -> all.subList(from, to).forEach(item -> writer.accept(list, item)));
    });
  }
}
