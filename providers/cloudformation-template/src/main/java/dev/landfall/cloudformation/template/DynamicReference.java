package dev.landfall.cloudformation.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import tools.jackson.databind.JsonNode;

/// A value that another service keeps and that a template names: `{{resolve:SERVICE:KEY}}`.
///
/// Source: "Get values stored in other services using dynamic references" in the CloudFormation
/// User Guide.
public sealed interface DynamicReference {
  /// As it is written.
  String text();

  /// A parameter of Systems Manager.
  ///
  /// @param secure whether it is a `SecureString`
  /// @param version the latest when empty
  record Parameter(String text, boolean secure, String name, Optional<String> version)
      implements DynamicReference {
    /// The name, with the version when there is one.
    public String selector() {
      return version.map(number -> name + ":" + number).orElse(name);
    }
  }

  /// A secret of Secrets Manager, or the member of one that is JSON.
  ///
  /// @param id its name or ARN
  record Secret(
      String text,
      String id,
      Optional<String> member,
      Optional<String> stage,
      Optional<String> version)
      implements DynamicReference {}

  /// What is no reference although it begins like one.
  ///
  /// @param refusal in CloudFormation's words
  /// @param advice what to write instead
  record Malformed(String text, String refusal, String advice) implements DynamicReference {}

  /// What every reference begins with.
  String BEGIN = "{{resolve:";

  /// Gives the value of a reference.
  @FunctionalInterface
  interface Values {
    String of(DynamicReference reference) throws CloudFormationException;
  }

  /// The references in a text, in their order.
  static List<DynamicReference> in(String text) {
    var found = new ArrayList<DynamicReference>();
    if (text.contains(BEGIN)) {
      var matcher = DynamicReferenceParser.ANY.matcher(text);
      while (matcher.find()) {
        found.add(DynamicReferenceParser.of(matcher.group(), matcher.group(1)));
      }
    }
    return found;
  }

  /// The references in a value, in their order.
  static List<DynamicReference> in(JsonNode value) {
    if (value.isString()) {
      return in(value.asString());
    }
    var found = new ArrayList<DynamicReference>();
    value.forEach(part -> found.addAll(in(part)));
    return found;
  }

  /// The references in what a template says, also in the text of `Fn::Sub`, whose variables may
  /// stand for anything.
  static List<DynamicReference> inTemplate(JsonNode expression) {
    if (expression.isString()) {
      return in(expression.asString().replaceAll("\\$\\{[^}]*}", "x"));
    }
    var found = new ArrayList<DynamicReference>();
    expression.forEach(part -> found.addAll(inTemplate(part)));
    return found;
  }

  /// A value with other texts in the place of its references.
  static JsonNode replaced(JsonNode value, Values values) throws CloudFormationException {
    if (value.isString()) {
      return value.asString().contains(BEGIN) ? Json.text(text(value.asString(), values)) : value;
    }
    if (value.isObject()) {
      var object = Json.object();
      for (var member : value.properties()) {
        object.set(member.getKey(), replaced(member.getValue(), values));
      }
      return object;
    }
    if (value.isArray()) {
      var list = Json.list();
      for (var item : value) {
        list.add(replaced(item, values));
      }
      return list;
    }
    return value;
  }

  private static String text(String text, Values values) throws CloudFormationException {
    var matcher = DynamicReferenceParser.ANY.matcher(text);
    var result = new StringBuilder();
    while (matcher.find()) {
      var value = values.of(DynamicReferenceParser.of(matcher.group(), matcher.group(1)));
      matcher.appendReplacement(result, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(result).toString();
  }
}
