package dev.landfall.engine.blueprint;

import dev.landfall.spi.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads YAML 1.2 with its core schema into [Node]s that know their place. Anchors, aliases and
/// merge keys work; what several aliases name is one node, so a small file stays small.
final class YamlReader {
  /// How deep a blueprint may be nested: far more than any needs, far less than a stack holds.
  private static final int MAX_DEPTH = 64;

  /// How many nodes a file may have when its aliases are written out.
  private static final long MAX_NODES = 200_000;

  private final String file;
  private final List<Problem> problems;
  private final IdentityHashMap<org.snakeyaml.engine.v2.nodes.Node, Node> converted =
      new IdentityHashMap<>();
  private final IdentityHashMap<org.snakeyaml.engine.v2.nodes.Node, Long> sizes =
      new IdentityHashMap<>();

  private YamlReader(String file, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /// Reads one document.
  ///
  /// @param file as messages name it
  /// @param problems what is wrong is added here
  /// @return nothing when nothing of it can be used
  static Optional<Node> read(String file, String text, List<Problem> problems) {
    var settings =
        LoadSettings.builder()
            .setLabel(file)
            .setUseMarks(true)
            .setSchema(new CoreSchema())
            .setCodePointLimit(BlueprintParser.MAX_BYTES)
            // What aliases stand for is counted here: any number of regions may share their values.
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();
    var reader = new YamlReader(file, problems);
    try {
      if (!reader.isBounded(settings, text)) {
        return Optional.empty();
      }
      var root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.add(
            Problem.error(
                Problem.Location.of(file),
                "empty file",
                "A blueprint begins with `platform: NAME`."));
        return Optional.empty();
      }
      if (reader.size(root.get()) > MAX_NODES) {
        problems.add(
            Problem.error(
                Problem.Location.of(file),
                "too large when its aliases are written out",
                "Aliases that name aliases multiply: this file stands for more than "
                    + MAX_NODES
                    + " values. Write out what is needed."));
        return Optional.empty();
      }
      return Optional.of(reader.convert(root.get()));
    } catch (MarkedYamlEngineException e) {
      problems.add(reader.syntax(e));
      return Optional.empty();
    } catch (YamlEngineException e) {
      problems.add(
          Problem.error(
              Problem.Location.of(file), "not YAML", sentence(String.valueOf(e.getMessage()))));
      return Optional.empty();
    }
  }

  /// Looks at the events first: the parser keeps its own stack, whatever builds a tree recurses.
  private boolean isBounded(LoadSettings settings, String text) {
    var depth = 0;
    var documents = 0;
    for (var event : new Parse(settings).parseString(text)) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        case DocumentStart -> documents++;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        problems.add(
            Problem.error(
                at(event),
                "nested too deeply",
                "A blueprint may be nested " + MAX_DEPTH + " levels deep."));
        return false;
      }
      if (documents > 1) {
        problems.add(
            Problem.error(
                at(event),
                "several documents",
                "A blueprint is one YAML document. Take out the line `---` and what follows it."));
        return false;
      }
    }
    return true;
  }

  private Problem.Location at(Event event) {
    return event.getStartMark().map(this::at).orElseGet(() -> Problem.Location.of(file));
  }

  private Problem.Location at(Mark mark) {
    return new Problem.Location(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Problem.Location at(org.snakeyaml.engine.v2.nodes.Node node) {
    return node.getStartMark().map(this::at).orElseGet(() -> Problem.Location.of(file));
  }

  private Problem syntax(MarkedYamlEngineException e) {
    var place = e.getProblemMark().or(e::getContextMark).map(this::at);
    var context = e.getContext() == null ? "" : e.getContext() + ": ";
    var begun =
        e.getProblemMark().isEmpty()
            ? ""
            : e.getContextMark()
                .filter(mark -> mark.getLine() != e.getProblemMark().get().getLine())
                .map(mark -> " It begins in line " + (mark.getLine() + 1) + ".")
                .orElse("");
    return Problem.error(
        place.orElseGet(() -> Problem.Location.of(file)),
        "not YAML",
        sentence(context + e.getProblem()) + begun);
  }

  private static String sentence(String text) {
    var line = text.lines().findFirst().orElse("").strip();
    if (line.isEmpty()) {
      return "";
    }
    return Character.toUpperCase(line.charAt(0))
        + line.substring(1)
        + (line.endsWith(".") ? "" : ".");
  }

  /// How many nodes there are when every alias is written out; a node that holds itself is endless.
  private long size(org.snakeyaml.engine.v2.nodes.Node node) {
    var known = sizes.get(node);
    if (known != null) {
      return known;
    }
    sizes.put(node, MAX_NODES + 1);
    var size = 1L;
    switch (node) {
      case SequenceNode sequence -> {
        for (var item : sequence.getValue()) {
          size = Math.min(MAX_NODES + 1, size + size(item));
        }
      }
      case MappingNode mapping -> {
        for (var tuple : mapping.getValue()) {
          size =
              Math.min(MAX_NODES + 1, size + size(tuple.getKeyNode()) + size(tuple.getValueNode()));
        }
      }
      default -> {}
    }
    sizes.put(node, size);
    return size;
  }

  private Node convert(org.snakeyaml.engine.v2.nodes.Node node) {
    var known = converted.get(node);
    if (known != null) {
      return known;
    }
    var result =
        switch (node) {
          case ScalarNode scalar -> scalar(scalar);
          case SequenceNode sequence ->
              new Node.Sequence(sequence.getValue().stream().map(this::convert).toList(), at(node));
          case MappingNode mapping -> mapping(mapping);
          default -> new Node.Scalar(Node.Null.NULL, at(node));
        };
    converted.put(node, result);
    return result;
  }

  private Node.Mapping mapping(MappingNode mapping) {
    var entries = new LinkedHashMap<String, Node>();
    var keys = new LinkedHashMap<String, Problem.Location>();
    var merged = new ArrayList<NodeTuple>();
    for (var tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(
            Problem.error(
                at(tuple.getKeyNode()), "a key that is no word", "Keys are single words."));
        continue;
      }
      if (key.getValue().equals("<<") && key.getScalarStyle() == ScalarStyle.PLAIN) {
        merged.add(tuple);
        continue;
      }
      var first = keys.putIfAbsent(key.getValue(), at(key));
      if (first != null) {
        problems.add(
            Problem.error(
                at(key),
                "duplicate key \"" + key.getValue() + "\"",
                "It is already given in line " + first.line() + ". Keep one of them."));
        continue;
      }
      entries.put(key.getValue(), convert(tuple.getValueNode()));
    }
    merged.forEach(tuple -> merge(tuple, entries, keys));
    return new Node.Mapping(entries, keys, at(mapping));
  }

  /// A merge key brings in what the mapping does not say itself; of several mappings the first
  /// wins.
  private void merge(
      NodeTuple tuple, Map<String, Node> entries, Map<String, Problem.Location> keys) {
    var value = tuple.getValueNode();
    var sources = value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
    for (var source : sources) {
      if (!(source instanceof MappingNode) || !(convert(source) instanceof Node.Mapping from)) {
        problems.add(
            Problem.error(
                at(source),
                "cannot be merged",
                "A merge key `<<` takes an alias of a mapping, or a list of such."));
        continue;
      }
      from.entries()
          .forEach((key, node) -> {
            if (entries.putIfAbsent(key, node) == null) {
              keys.put(key, from.keys().getOrDefault(key, from.where()));
            }
          });
    }
  }

  private Node.Scalar scalar(ScalarNode scalar) {
    var text = scalar.getValue();
    var tag = scalar.getTag();
    Object value;
    if (tag.equals(Tag.NULL)) {
      value = Node.Null.NULL;
    } else if (tag.equals(Tag.BOOL)) {
      value = text.equalsIgnoreCase("true");
    } else if (tag.equals(Tag.INT)) {
      value = integer(text);
    } else if (tag.equals(Tag.FLOAT)) {
      value = decimal(scalar, text);
    } else {
      value = text;
    }
    return new Node.Scalar(value, textPlace(scalar));
  }

  /// Where a scalar's text begins: behind the quotation mark, so that a column inside it can be
  /// counted.
  private Problem.Location textPlace(ScalarNode scalar) {
    var place = at(scalar);
    var quoted =
        scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
            || scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED;
    return quoted ? new Problem.Location(place.file(), place.line(), place.column() + 1) : place;
  }

  private static Object integer(String text) {
    var negative = text.startsWith("-");
    var digits = text.replaceFirst("^[-+]", "");
    var radix = digits.startsWith("0x") ? 16 : digits.startsWith("0o") ? 8 : 10;
    var magnitude = new BigInteger(radix == 10 ? digits : digits.substring(2), radix);
    var number = negative ? magnitude.negate() : magnitude;
    if (number.bitLength() < Long.SIZE) {
      return number.longValue();
    }
    return new BigDecimal(number);
  }

  private Object decimal(ScalarNode scalar, String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      problems.add(
          Problem.error(
              at(scalar),
              "not a number that can be used",
              "\""
                  + text
                  + "\" is a YAML number without a finite value. Put it in quotes if it is text."));
      return text;
    }
  }
}
