package dev.landfall.spi;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a component tells the components after it. Immutable.
///
/// @param values by name: a String, Boolean, Long, BigDecimal, List or Map of such; never a secret
public record Outputs(Map<String, Object> values) {
  /// No outputs.
  public static final Outputs NONE = new Outputs(Map.of());

  /// Copies the map, sorted by name.
  public Outputs {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }
}
