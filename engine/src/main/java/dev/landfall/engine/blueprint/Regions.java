package dev.landfall.engine.blueprint;

import dev.landfall.spi.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Blueprints with regions that are not in the file, or with other values in them.
public final class Regions {
  private static final Problem.Location COMMAND_LINE = Problem.Location.of("command line");

  private Regions() {}

  /// A changed blueprint, or why it cannot be changed so.
  public record Adjusted(Optional<Blueprint> blueprint, List<Problem> problems) {}

  /// With a new region in an environment that starts from another region's values.
  public static Adjusted withRegion(
      Blueprint blueprint, String environment, String name, String like) {
    var problems = new ArrayList<Problem>();
    if (!BlueprintParser.isName(name)) {
      problems.add(
          Problem.error(
              COMMAND_LINE,
              "bad name \"" + name + "\"",
              "The name of a region begins with a small letter and goes on with small letters, digits and"
                  + " hyphens."));
    }
    var model = blueprint.regions().get(like);
    if (model == null) {
      problems.add(
          Problem.error(
              COMMAND_LINE,
              "unknown region \"" + like + "\"",
              "--like names a region of the blueprint."
                  + Suggestion.sentence(like, new TreeSet<>(blueprint.regions().keySet()))));
    }
    var joined = blueprint.environments().get(environment);
    if (joined == null) {
      problems.add(
          Problem.error(
              COMMAND_LINE,
              "unknown environment \"" + environment + "\"",
              "The blueprint does not have it."
                  + Suggestion.sentence(
                      environment, new TreeSet<>(blueprint.environments().keySet()))));
    }
    if (blueprint.regions().containsKey(name)) {
      problems.add(
          Problem.error(
              COMMAND_LINE,
              "region \"" + name + "\" exists",
              "--like starts a new region; this one is in the blueprint. Leave --like out."));
    }
    if (!problems.isEmpty() || model == null || joined == null) {
      return new Adjusted(Optional.empty(), problems);
    }
    var regions = new LinkedHashMap<>(blueprint.regions());
    regions.put(name, new Blueprint.Region(name, model.values(), model.where()));
    var waves = new ArrayList<>(joined.waves());
    waves.add(List.of(name));
    var environments = new LinkedHashMap<>(blueprint.environments());
    environments.put(
        environment,
        new Blueprint.Environment(
            environment, joined.branch(), joined.approvals(), waves, joined.where()));
    return adjusted(blueprint, environments, regions);
  }

  /// With other values in a region. A value that no region has and no expression reads is refused:
  /// its name is misspelt.
  ///
  /// @param values by dotted path; a value is read as YAML would read it, `5` as a number
  public static Adjusted withValues(Blueprint blueprint, String name, Map<String, String> values) {
    var region = blueprint.regions().get(name);
    if (region == null) {
      return new Adjusted(
          Optional.empty(),
          List.of(
              Problem.error(
                  COMMAND_LINE,
                  "unknown region \"" + name + "\"",
                  "The blueprint does not have it."
                      + Suggestion.sentence(name, new TreeSet<>(blueprint.regions().keySet())))));
    }
    var unknown = unknown(blueprint, values.keySet());
    if (!unknown.isEmpty()) {
      return new Adjusted(Optional.empty(), unknown);
    }
    var changed = copy(region.values());
    values.forEach((path, value) -> set(changed, List.of(path.split("\\.")), typed(value)));
    var regions = new LinkedHashMap<>(blueprint.regions());
    regions.put(name, new Blueprint.Region(name, changed, region.where()));
    return adjusted(blueprint, blueprint.environments(), regions);
  }

  private static List<Problem> unknown(Blueprint blueprint, Set<String> paths) {
    var read = References.regionPaths(blueprint);
    var known = new TreeSet<>(read);
    blueprint.regions().values().forEach(region -> known.addAll(RegionValues.paths(region)));
    return paths.stream()
        .filter(path -> !known.contains(path))
        .filter(path -> read.stream().noneMatch(whole -> path.startsWith(whole + ".")))
        .map(path ->
            Problem.error(
                COMMAND_LINE,
                "unknown value \"" + path + "\"",
                "No region has it, and nothing in the blueprint reads it."
                    + Suggestion.sentence(path, known)))
        .toList();
  }

  private static Adjusted adjusted(
      Blueprint blueprint,
      Map<String, Blueprint.Environment> environments,
      Map<String, Blueprint.Region> regions) {
    return new Adjusted(
        Optional.of(
            new Blueprint(
                blueprint.platform(),
                blueprint.repositories(),
                blueprint.components(),
                environments,
                regions)),
        List.of());
  }

  private static Map<String, Object> copy(Map<?, ?> values) {
    var copy = new LinkedHashMap<String, Object>();
    values.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  private static void set(Map<String, Object> values, List<String> path, Object value) {
    var key = path.getFirst();
    if (path.size() == 1) {
      values.put(key, value);
      return;
    }
    var nested =
        values.get(key) instanceof Map<?, ?> map ? copy(map) : new LinkedHashMap<String, Object>();
    set(nested, path.subList(1, path.size()), value);
    values.put(key, nested);
  }

  private static Object typed(String value) {
    if (value.equals("true") || value.equals("false")) {
      return Boolean.valueOf(value);
    }
    return value.matches("-?(0|[1-9][0-9]{0,17})") ? Long.valueOf(value) : value;
  }
}
