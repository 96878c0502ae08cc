package dev.landfall.sandbox.aws.ec2;

import dev.landfall.sandbox.aws.protocol.Xml;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Something as EC2 describes it. Immutable.
///
/// @param fields by which it can be chosen, in the words of filters
/// @param xml writes what is in its `item`
record Described(
    String id, Map<String, List<String>> fields, Map<String, String> tags, Consumer<Xml> xml) {
  private static final String TAG = "tag:";

  /// Tags as properties have them, and those of a stack.
  static Map<String, String> tags(JsonNode properties, Map<String, String> more) {
    var tags = new TreeMap<>(more);
    properties
        .path("Tags")
        .forEach(tag -> tags.put(tag.path("Key").asString(""), tag.path("Value").asString("")));
    return tags;
  }

  static void write(Xml xml, Map<String, String> tags) {
    xml.element(
        "tagSet",
        list ->
            new TreeMap<>(tags)
                .forEach((key, value) ->
                    list.element("item", one -> one.text("key", key).text("value", value))));
  }

  /// Whether one of the values is meant, in which `*` and `?` stand for others.
  boolean has(String filter, List<String> wanted) {
    var values =
        filter.startsWith(TAG)
            ? tags.entrySet().stream()
                .filter(tag -> tag.getKey().equals(filter.substring(TAG.length())))
                .map(Map.Entry::getValue)
                .toList()
            : filter.equals("tag-key")
                ? List.copyOf(tags.keySet())
                : fields.getOrDefault(filter, List.of());
    return values.stream().anyMatch(value -> wanted.stream().anyMatch(one -> like(one, value)));
  }

  /// Whether there is such a filter.
  boolean knows(String filter) {
    return filter.startsWith(TAG) || filter.equals("tag-key") || fields.containsKey(filter);
  }

  private static boolean like(String wanted, String value) {
    var pattern = new StringBuilder();
    wanted
        .chars()
        .forEach(letter ->
            pattern.append(
                switch (letter) {
                  case '*' -> ".*";
                  case '?' -> ".";
                  default -> Pattern.quote(Character.toString(letter));
                }));
    return Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(value).matches();
  }
}
