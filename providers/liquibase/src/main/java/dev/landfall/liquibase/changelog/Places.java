package dev.landfall.liquibase.changelog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Where the changesets of one file begin.
final class Places {
  static final Places NONE = new Places(List.of());

  // As Liquibase's own AbstractFormattedChangeLogParser.CHANGE_SET_REGEX.
  private static final Pattern SQL =
      Pattern.compile(
          "^\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^:]+):\\s*(\"[^\"]+\"|\\S+).*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern XML =
      Pattern.compile("<(?:\\w+:)?changeSet\\b([^>]*)>", Pattern.DOTALL);
  private static final Pattern XML_ID = Pattern.compile("\\bid\\s*=\\s*([\"'])(.*?)\\1");
  private static final Pattern XML_AUTHOR = Pattern.compile("\\bauthor\\s*=\\s*([\"'])(.*?)\\1");

  /// One changeset's place.
  ///
  /// @param line where it begins
  /// @param end the line behind its last one
  record Place(String id, String author, int line, int end) {}

  private final List<Place> all;
  private final Map<String, Integer> used = new HashMap<>();

  private Places(List<Place> all) {
    this.all = all;
  }

  /// Looks through a file.
  ///
  /// @throws Refusal when the file must not be given to a parser
  static Places of(String path, String shown, String text) {
    var name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json")) {
      var root = Bombs.checkYaml(shown, text);
      return root == null ? NONE : new Places(yaml(root));
    }
    if (name.endsWith(".xml")) {
      Bombs.checkXml(shown, text);
      return new Places(xml(text));
    }
    return name.endsWith(".sql") ? new Places(sql(text)) : NONE;
  }

  /// All of them, in the file's order.
  List<Place> all() {
    return all;
  }

  /// The next place of a changeset, should there be several with the same name; the last one again
  /// when there are no more; line 0 when there is none.
  Place next(String id, String author) {
    var found = all.stream().filter(p -> p.id().equals(id) && p.author().equals(author)).toList();
    if (found.isEmpty()) {
      return new Place(id, author, 0, 0);
    }
    var index = used.merge(id + "\0" + author, 1, Integer::sum) - 1;
    return found.get(Math.min(index, found.size() - 1));
  }

  private static List<Place> sql(String text) {
    var places = new ArrayList<Place>();
    var line = 0;
    for (var content : text.lines().toList()) {
      line++;
      if (!content.contains("--")) {
        continue;
      }
      var matcher = SQL.matcher(content);
      if (matcher.matches()) {
        close(places, line);
        places.add(
            new Place(
                unquoted(matcher.group(2)), unquoted(matcher.group(1)), line, Integer.MAX_VALUE));
      }
    }
    return places;
  }

  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  private static List<Place> xml(String text) {
    var places = new ArrayList<Place>();
    var lines = Lines.of(text);
    var matcher = XML.matcher(text);
    while (matcher.find()) {
      var line = lines.line(matcher.start());
      close(places, line);
      places.add(
          new Place(
              attribute(XML_ID, matcher.group(1)),
              attribute(XML_AUTHOR, matcher.group(1)),
              line,
              Integer.MAX_VALUE));
    }
    return places;
  }

  private static String attribute(Pattern pattern, String tag) {
    var matcher = pattern.matcher(tag);
    return matcher.find()
        ? matcher
            .group(2)
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&apos;", "'")
            .replace("&amp;", "&")
        : "";
  }

  private static void close(List<Place> places, int line) {
    if (!places.isEmpty()) {
      var last = places.removeLast();
      places.add(new Place(last.id(), last.author(), last.line(), line));
    }
  }

  private static List<Place> yaml(Node root) {
    var places = new ArrayList<Place>();
    if (child(root, "databaseChangeLog") instanceof SequenceNode entries) {
      for (var entry : entries.getValue()) {
        if (child(entry, "changeSet") instanceof MappingNode changeSet) {
          places.add(
              new Place(
                  scalar(changeSet, "id"),
                  scalar(changeSet, "author"),
                  entry.getStartMark().getLine() + 1,
                  entry.getEndMark().getLine() + 1));
        }
      }
    }
    return places;
  }

  private static @Nullable Node child(Node node, String key) {
    if (node instanceof MappingNode mapping) {
      for (var tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
          return tuple.getValueNode();
        }
      }
    }
    return null;
  }

  private static String scalar(MappingNode node, String key) {
    return child(node, key) instanceof ScalarNode value ? value.getValue() : "";
  }
}
