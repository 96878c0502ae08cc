package dev.landfall.liquibase.changelog;

import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import java.io.StringReader;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Refuses files that are small to store and huge to read: nested YAML aliases, XML entities.
final class Bombs {
  private static final int MOST_NODES = 2_000_000;

  private Bombs() {}

  /// @throws Refusal when the file must not be given to a parser
  static void checkXml(String shown, String text) {
    var at = text.indexOf("<!DOCTYPE");
    if (at >= 0) {
      throw new Refusal(
          Problem.error(
              Lines.of(text).location(shown, at),
              "document type in a changelog",
              "A DOCTYPE can define entities that read other files, so it is not allowed. Remove"
                  + " it; a changelog's format is named by its xsi:schemaLocation."));
    }
  }

  /// Parses YAML or JSON as far as its nodes.
  ///
  /// @throws Refusal when the file must not be given to a parser
  static @Nullable Node checkYaml(String shown, String text) {
    var options = new LoaderOptions();
    options.setCodePointLimit(Enclosure.LARGEST_FILE);
    try {
      var node = new Yaml(options).compose(new StringReader(text));
      if (node != null && size(node, new IdentityHashMap<>()) > MOST_NODES) {
        throw new Refusal(
            Problem.error(
                Location.of(shown),
                "changelog grows too large",
                "Its aliases stand for more than "
                    + MOST_NODES
                    + " values. Write it without"
                    + " aliases that refer to aliases."));
      }
      return node;
    } catch (MarkedYAMLException e) {
      throw new Refusal(syntax(shown, e));
    } catch (YAMLException e) {
      throw new Refusal(
          Problem.error(Location.of(shown), "syntax error", ProblemText.sentence(e.getMessage())));
    }
  }

  static Problem syntax(String shown, MarkedYAMLException e) {
    var mark = e.getProblemMark();
    var location =
        mark == null
            ? Location.of(shown)
            : new Location(shown, mark.getLine() + 1, mark.getColumn() + 1);
    return Problem.error(
        location,
        "syntax error",
        ProblemText.sentence(e.getProblem() == null ? e.getMessage() : e.getProblem()));
  }

  /// How many nodes there are when every alias is written out; saturates.
  private static long size(Node node, IdentityHashMap<Node, Long> known) {
    var before = known.get(node);
    if (before != null) {
      return before;
    }
    known.put(node, (long) MOST_NODES + 1); // an alias to itself never ends
    var sum = 1L;
    switch (node) {
      case SequenceNode sequence -> {
        for (var value : sequence.getValue()) {
          sum += size(value, known);
        }
      }
      case MappingNode mapping -> {
        for (var tuple : mapping.getValue()) {
          sum += size(tuple.getKeyNode(), known) + size(tuple.getValueNode(), known);
        }
      }
      default -> {}
    }
    sum = Math.min(sum, MOST_NODES + 1L);
    known.put(node, sum);
    return sum;
  }
}
