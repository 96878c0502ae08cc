package dev.landfall.engine.blueprint;

import dev.landfall.spi.Problem;
import dev.landfall.spi.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A valid `landfall.yaml`: what there is to roll out, and where to. Immutable; maps keep the order
/// of the file.
public record Blueprint(
    String platform,
    Map<String, Repository> repositories,
    Map<String, Component> components,
    Map<String, Environment> environments,
    Map<String, Region> regions) {

  /// Copies the maps.
  public Blueprint {
    repositories = ordered(repositories);
    components = ordered(components);
    environments = ordered(environments);
    regions = ordered(regions);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /// Where components' files come from.
  ///
  /// @param location a path relative to the blueprint's folder, an absolute path, or a URL
  /// @param branch the branch to take when the environment names none
  /// @param commit the one commit to take, whatever the branches say
  public record Repository(
      String name,
      String location,
      Optional<String> branch,
      Optional<String> commit,
      Problem.Location where) {}

  /// One deployable part.
  ///
  /// @param uses the kind of its provider
  /// @param from the repository its files lie in; the blueprint's own folder when empty
  /// @param with its settings, expressions not yet resolved
  /// @param needs every component it comes after: those it names, and those whose outputs it reads
  /// @param where its name stands
  public record Component(
      String name,
      String uses,
      Optional<String> from,
      Node.Mapping with,
      List<String> needs,
      Problem.Location where) {
    /// Copies the list.
    public Component {
      needs = List.copyOf(needs);
    }
  }

  /// A stage.
  ///
  /// @param branch the branch whose head is deployed; the files as they lie there when empty
  /// @param approvals how many people must approve a plan
  /// @param waves regions that are rolled out together, one wave after the other; no region twice
  public record Environment(
      String name,
      Optional<String> branch,
      int approvals,
      List<List<String>> waves,
      Problem.Location where) {
    /// Copies the lists.
    public Environment {
      waves = waves.stream().map(List::copyOf).toList();
    }

    /// Every region of the environment, in the order of its waves.
    public List<String> regions() {
      return waves.stream().flatMap(List::stream).toList();
    }
  }

  /// A place.
  ///
  /// @param values what `${region.…}` reads: String, Boolean, Long, BigDecimal, List or Map
  public record Region(String name, Map<String, Object> values, Problem.Location where) {
    /// Copies the map.
    public Region {
      values = ordered(values);
    }
  }

  /// A component.
  ///
  /// @throws IllegalArgumentException when there is no such component
  public Component component(String name) {
    return Optional.ofNullable(components.get(name))
        .orElseThrow(() -> new IllegalArgumentException("no component " + name));
  }

  /// All targets of an environment, wave by wave.
  ///
  /// @throws IllegalArgumentException when there is no such environment
  public List<List<Target>> targets(String environment) {
    var found = environments.get(environment);
    if (found == null) {
      throw new IllegalArgumentException("no environment " + environment);
    }
    return found.waves().stream()
        .map(wave -> wave.stream().map(region -> new Target(environment, region)).toList())
        .toList();
  }

  /// The components so that each comes after those it needs; otherwise in the order of the file.
  public List<Component> inOrder() {
    var sorted = new LinkedHashMap<String, Component>();
    components.values().forEach(component -> visit(component, sorted));
    return new ArrayList<>(sorted.values());
  }

  private void visit(Component component, Map<String, Component> sorted) {
    if (sorted.containsKey(component.name())) {
      return;
    }
    for (var need : component.needs()) {
      var needed = components.get(need);
      if (needed != null) {
        visit(needed, sorted);
      }
    }
    sorted.put(component.name(), component);
  }
}
