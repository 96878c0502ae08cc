package dev.landfall.engine.plan;

import dev.landfall.engine.blueprint.Blueprint;
import dev.landfall.engine.release.Release;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Source;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is to be rolled out: a blueprint at a release, its files laid out. Immutable.
///
/// @param sources the files, by repository name; [Release#BLUEPRINT] for the blueprint's own folder
/// @param goal where plans lead to
/// @param only the components that are planned; empty for all
public record World(
    Blueprint blueprint,
    Release release,
    Map<String, Source> sources,
    Goal goal,
    Set<String> only) {
  /// Copies the collections.
  public World {
    sources = Map.copyOf(sources);
    only = Set.copyOf(only);
  }

  /// The files of a component.
  public Source source(Blueprint.Component component) {
    return Optional.ofNullable(sources.get(component.from().orElse(Release.BLUEPRINT)))
        .orElseThrow(() -> new IllegalArgumentException("no files for " + component.name()));
  }

  /// Whether a component is planned.
  public boolean includes(String component) {
    return only.isEmpty() || only.contains(component);
  }
}
