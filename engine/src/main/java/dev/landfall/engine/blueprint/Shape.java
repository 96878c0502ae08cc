package dev.landfall.engine.blueprint;

import dev.landfall.spi.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads mappings of known keys, and says what is unknown, missing or of another kind.
///
/// @param problems where what is wrong is added
record Shape(List<Problem> problems) {

  /// A text and where it stands.
  record Placed(String text, Problem.Location where) {}

  /// A mapping whose keys are among some.
  ///
  /// @param what it is, for messages
  Optional<Node.Mapping> mapping(Node node, String what, Set<String> keys) {
    if (!(node instanceof Node.Mapping mapping)) {
      problems.add(
          Problem.error(
              node.where(),
              "not a mapping",
              "Here stands "
                  + what
                  + ": `key: value` pairs with "
                  + String.join(", ", new TreeSet<>(keys))
                  + "."));
      return Optional.empty();
    }
    mapping
        .keys()
        .forEach((key, where) -> {
          if (!keys.contains(key) && !isAnchorHolder(key)) {
            problems.add(unknownKey(key, where, what, keys));
          }
        });
    return Optional.of(mapping);
  }

  static Problem unknownKey(String key, Problem.Location where, String what, Set<String> keys) {
    return Problem.error(
        where,
        "unknown key \"" + key + "\"",
        Character.toUpperCase(what.charAt(0))
            + what.substring(1)
            + " has no such key."
            + Suggestion.sentence(key, new TreeSet<>(keys)));
  }

  /// Keys that begin with `x-` hold what anchors are made of.
  private static boolean isAnchorHolder(String key) {
    return key.startsWith("x-");
  }

  /// The entries of a mapping under a key; none when it is left out.
  Map<String, Node> children(Node.Mapping parent, String key) {
    var node = parent.entries().get(key);
    if (node == null) {
      return Map.of();
    }
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries();
    }
    problems.add(
        Problem.error(node.where(), "not a mapping", "`" + key + "` holds entries by name."));
    return Map.of();
  }

  /// Where the name of a child stands.
  Problem.Location where(Node.Mapping parent, String key, String child) {
    return parent.entries().get(key) instanceof Node.Mapping mapping
        ? mapping.keys().getOrDefault(child, mapping.where())
        : parent.where();
  }

  /// Where the value of a key stands.
  Problem.Location place(Node.Mapping mapping, String key) {
    var node = mapping.entries().get(key);
    return node == null ? mapping.where() : node.where();
  }

  /// Where a key stands, or the mapping that lacks it.
  Problem.Location placeOr(Node.Mapping mapping, String key) {
    return mapping.keys().getOrDefault(key, mapping.where());
  }

  /// A text that may be left out.
  Optional<String> text(Node.Mapping mapping, String key) {
    var node = mapping.entries().get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof Node.Scalar(String text, var where) && !text.isBlank()) {
      return Optional.of(text);
    }
    if (node instanceof Node.Scalar(Long number, var where)) {
      return Optional.of(number.toString());
    }
    problems.add(Problem.error(node.where(), "not a text", "`" + key + "` is a text."));
    return Optional.empty();
  }

  /// A text that must be there.
  Optional<String> required(Node.Mapping mapping, String key, String what) {
    if (!mapping.entries().containsKey(key)) {
      problems.add(
          Problem.error(
              mapping.where(),
              "missing key \"" + key + "\"",
              Character.toUpperCase(what.charAt(0)) + what.substring(1) + " must have it."));
      return Optional.empty();
    }
    return text(mapping, key);
  }

  /// A name that must be there.
  Optional<String> requiredName(Node.Mapping mapping, String key, String what) {
    var name = required(mapping, key, what);
    name.ifPresent(text -> checkName(text, place(mapping, key), key));
    return name;
  }

  /// Names are used in file names, URLs and tables.
  void checkName(String name, Problem.Location where, String what) {
    if (!BlueprintParser.isName(name)) {
      problems.add(
          Problem.error(
              where,
              "bad name \"" + name + "\"",
              "The name of a "
                  + what
                  + " begins with a small letter and goes on with small letters, digits and hyphens, at"
                  + " most 63 of them."));
    }
  }

  /// A list of texts, or a single one, under a key.
  List<Placed> texts(Node.Mapping mapping, String key) {
    var node = mapping.entries().get(key);
    return node == null ? List.of() : texts(node);
  }

  /// A list of texts, or a single one.
  List<Placed> texts(Node node) {
    var texts = new ArrayList<Placed>();
    switch (node) {
      case Node.Sequence sequence ->
          sequence
              .items()
              .forEach(item -> {
                if (item instanceof Node.Scalar(String text, var where)) {
                  texts.add(new Placed(text, where));
                } else {
                  problems.add(
                      Problem.error(item.where(), "not a text", "This is a list of names."));
                }
              });
      case Node.Scalar(String text, var where) -> texts.add(new Placed(text, where));
      default ->
          problems.add(
              Problem.error(node.where(), "not a list", "This is a list of names: `[a, b]`."));
    }
    return texts;
  }
}
