package dev.landfall.cloudformation.check;

import dev.landfall.spi.FileReason;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import dev.landfall.spi.Source;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A template as it lies in a component's repository. Immutable.
///
/// @param body its text
/// @param parameters those it declares, with their places, by name
/// @param outputs the names of those it declares
/// @param resources the types of its resources, by logical id
public record TemplateFile(
    String body,
    Map<String, Parameter> parameters,
    Set<String> outputs,
    Map<String, String> resources) {
  /// The largest text that is sent with a call (CloudFormation User Guide, Quotas); a larger
  /// template is read from a bucket.
  public static final int MAX_BODY = 51_200;

  /// The largest template (CloudFormation User Guide, Quotas).
  public static final int MAX_BYTES = 1_000_000;

  private static final int MOST_ALIASES = 50;

  /// A parameter that a template declares.
  ///
  /// @param hasDefault whether a value may be left out
  /// @param where it is declared
  public record Parameter(boolean hasDefault, Location where) {}

  /// What came of reading one.
  public sealed interface Reading {
    /// It can be read.
    record Read(TemplateFile file) implements Reading {}

    /// It cannot.
    record Broken(Problem problem) implements Reading {}
  }

  /// Reads a template.
  ///
  /// @param path relative to the source's root
  public static Reading read(Source source, String path) {
    var shown = source.show(path);
    try {
      var root = source.root().toRealPath();
      var file = root.resolve(path).normalize();
      if (!file.startsWith(root) || (Files.exists(file) && !file.toRealPath().startsWith(root))) {
        return broken(
            Location.ofSetting("template"),
            "file outside of the repository",
            "\"" + path + "\" leads out of the component's repository. Move the file into it.");
      }
      var bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        return broken(
            Location.of(shown),
            "template too large",
            "It has " + bytes + " bytes; a template may have " + MAX_BYTES + ".");
      }
      return parse(Files.readString(file), shown);
    } catch (MalformedInputException e) {
      return broken(Location.of(shown), "not UTF-8", "Save the file as UTF-8.");
    } catch (IOException e) {
      return broken(
          Location.ofSetting("template"),
          "template cannot be read",
          "\"" + path + "\": " + FileReason.of(e) + ".");
    }
  }

  private static Reading parse(String body, String shown) {
    var settings =
        LoadSettings.builder()
            .setLabel(shown)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setCodePointLimit(2 * MAX_BYTES)
            .build();
    Optional<Node> root;
    try {
      root = new Compose(settings).composeString(body);
    } catch (MarkedYamlEngineException e) {
      var mark = e.getProblemMark();
      var where =
          mark.map(m -> new Location(shown, m.getLine() + 1, m.getColumn() + 1))
              .orElse(Location.of(shown));
      return broken(where, "not YAML", sentence(String.valueOf(e.getProblem())));
    } catch (YamlEngineException e) {
      return broken(Location.of(shown), "not YAML", sentence(String.valueOf(e.getMessage())));
    }
    if (root.isEmpty() || !(root.get() instanceof MappingNode top)) {
      return broken(
          Location.of(shown),
          "not a template",
          "A template is a mapping with at least `Resources`.");
    }
    var duplicate = duplicate(top, shown);
    if (duplicate.isPresent()) {
      return new Reading.Broken(duplicate.get());
    }
    var sections = entries(top);
    var resources = new LinkedHashMap<String, String>();
    children(sections, "Resources")
        .forEach((name, node) -> resources.put(name, text(entries(node), "Type").orElse("")));
    if (resources.isEmpty()) {
      return broken(
          place(shown, sections.getOrDefault("Resources", top)),
          "no resources",
          "A template declares at least one resource under `Resources`.");
    }
    var parameters = new LinkedHashMap<String, Parameter>();
    children(sections, "Parameters")
        .forEach((name, node) ->
            parameters.put(
                name, new Parameter(entries(node).containsKey("Default"), place(shown, node))));
    return new Reading.Read(
        new TemplateFile(
            body,
            Map.copyOf(parameters),
            Set.copyOf(children(sections, "Outputs").keySet()),
            Map.copyOf(resources)));
  }

  /// The first key that stands twice in its mapping: one of both would be lost without a word.
  private static Optional<Problem> duplicate(Node node, String shown) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream()
          .flatMap(item -> duplicate(item, shown).stream())
          .findFirst();
    }
    if (node instanceof MappingNode mapping) {
      var seen = new HashSet<String>();
      for (var tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key && !seen.add(key.getValue())) {
          return Optional.of(
              Problem.error(
                  place(shown, key),
                  "duplicate key \"" + key.getValue() + "\"",
                  "It stands twice in the same mapping. Take one of them out."));
        }
        var inside = duplicate(tuple.getValueNode(), shown);
        if (inside.isPresent()) {
          return inside;
        }
      }
    }
    return Optional.empty();
  }

  private static String sentence(String text) {
    var line = text.strip().lines().findFirst().orElse("");
    return line.isEmpty()
        ? ""
        : Character.toUpperCase(line.charAt(0))
            + line.substring(1)
            + (line.endsWith(".") ? "" : ".");
  }

  private static Map<String, Node> children(Map<String, Node> sections, String section) {
    return Optional.ofNullable(sections.get(section)).map(TemplateFile::entries).orElse(Map.of());
  }

  private static Map<String, Node> entries(Node node) {
    var entries = new LinkedHashMap<String, Node>();
    if (node instanceof MappingNode mapping) {
      for (var tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          entries.put(key.getValue(), tuple.getValueNode());
        }
      }
    }
    return entries;
  }

  private static Optional<String> text(Map<String, Node> entries, String key) {
    return entries.get(key) instanceof ScalarNode scalar
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  private static Location place(String shown, Node node) {
    return node.getStartMark()
        .map(mark -> new Location(shown, mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(Location.of(shown));
  }

  private static Reading broken(Location where, String summary, String detail) {
    return new Reading.Broken(Problem.error(where, summary, detail));
  }

  /// Whether its text may not be part of a call.
  public boolean isTooLargeToSend() {
    return body.getBytes(StandardCharsets.UTF_8).length > MAX_BODY;
  }

  /// What is wrong with the values that a component gives to its parameters.
  ///
  /// @param given the names of the parameters that the component gives
  public List<Problem> problems(Set<String> given) {
    var problems = new ArrayList<Problem>();
    for (var name : given) {
      if (!parameters.containsKey(name)) {
        problems.add(
            Problem.error(
                Location.ofSetting("parameters." + name),
                "unknown parameter \"" + name + "\"",
                "The template declares "
                    + (parameters.isEmpty()
                        ? "no parameters"
                        : String.join(", ", new TreeSet<>(parameters.keySet())))
                    + "."));
      }
    }
    parameters.forEach((name, parameter) -> {
      if (!parameter.hasDefault() && !given.contains(name)) {
        problems.add(
            Problem.error(
                parameter.where(),
                "parameter without a value",
                name
                    + " has no default, and the component gives it no value. Write it under"
                    + " `with.parameters`."));
      }
    });
    return problems;
  }
}
