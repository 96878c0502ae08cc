package dev.landfall.spi;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The live state of one component, as far as its provider can see it. Immutable.
///
/// Two observations of the same component differ exactly where something was added, changed or
/// dropped.
///
/// @param items for each thing, by address, a description in which equal state gives equal text;
///   never a secret
/// @param outputs what the component tells the ones after it
/// @param unchecked what was not looked at, in one sentence each
public record Observation(Map<String, String> items, Outputs outputs, List<String> unchecked) {
  /// Copies the collections.
  public Observation {
    items = Collections.unmodifiableMap(new TreeMap<>(items));
    unchecked = List.copyOf(unchecked);
  }
}
