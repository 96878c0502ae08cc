package dev.landfall.engine.blueprint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds values of a region by their path.
final class RegionValues {
  private RegionValues() {}

  static Optional<Object> find(Blueprint.Region region, List<String> path) {
    Object at = region.values();
    for (var key : path) {
      if (!(at instanceof Map<?, ?> map) || !map.containsKey(key)) {
        return Optional.empty();
      }
      at = map.get(key);
      if (at == null) {
        return Optional.empty();
      }
    }
    return Optional.of(at);
  }

  /// Every path that leads to a value, with dots.
  static Set<String> paths(Blueprint.Region region) {
    var paths = new TreeSet<String>();
    collect(region.values(), "", paths);
    return paths;
  }

  private static void collect(Map<?, ?> map, String prefix, Set<String> paths) {
    map.forEach((key, value) -> {
      paths.add(prefix + key);
      if (value instanceof Map<?, ?> nested) {
        collect(nested, prefix + key + ".", paths);
      }
    });
  }
}
