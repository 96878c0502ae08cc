package dev.landfall.sandbox.aws.sns;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Parameters;
import dev.landfall.sandbox.aws.protocol.Xml;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Answers in the Query protocol.
final class SnsAnswers {
  private static final int PAGE = 100;

  private SnsAnswers() {}

  static void map(Xml xml, String name, Map<String, String> all) {
    xml.element(
        name,
        list ->
            new TreeMap<>(all)
                .forEach((key, value) ->
                    list.element("entry", one -> one.text("key", key).text("value", value))));
  }

  static void tags(Xml xml, Map<String, String> tags) {
    xml.element(
        "Tags",
        list ->
            new TreeMap<>(tags)
                .forEach((key, value) ->
                    list.element("member", one -> one.text("Key", key).text("Value", value))));
  }

  static void subscription(Xml xml, Subscription one) {
    xml.text("SubscriptionArn", one.confirmed() ? one.arn() : Subscription.PENDING)
        .text("Owner", one.owner())
        .text("Protocol", one.protocol())
        .text("Endpoint", one.endpoint())
        .text("TopicArn", one.topicArn());
  }

  /// A page; the tokens are positions.
  record Page<T>(String name, List<T> part, String next) {
    void write(Xml xml, BiConsumer<Xml, T> each) {
      xml.element(
          name,
          list -> part.forEach(one -> list.element("member", item -> each.accept(item, one))));
      if (!next.isEmpty()) {
        xml.text("NextToken", next);
      }
    }
  }

  static <T> Page<T> page(Parameters given, String name, List<T> all) throws AwsError {
    var token = given.text("NextToken").orElse("");
    if (!token.matches("[0-9]{0,9}")) {
      throw SnsErrors.invalid("NextToken");
    }
    int from = token.isEmpty() ? 0 : Math.min(Integer.parseInt(token), all.size());
    int to = Math.min(from + PAGE, all.size());
    return new Page<>(name, all.subList(from, to), to < all.size() ? Integer.toString(to) : "");
  }
}
