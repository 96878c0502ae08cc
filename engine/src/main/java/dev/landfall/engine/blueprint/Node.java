package dev.landfall.engine.blueprint;

import dev.landfall.spi.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A piece of a YAML file that knows where it stands. Immutable.
public sealed interface Node {
  /// Where it begins.
  Problem.Location where();

  /// A single value: String, Boolean, Long, BigDecimal, or [Null].
  record Scalar(Object value, Problem.Location where) implements Node {}

  /// A sequence.
  record Sequence(List<Node> items, Problem.Location where) implements Node {
    /// Copies the list.
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// A mapping, in the order of the file, merge keys already merged.
  ///
  /// @param keys where each key stands
  record Mapping(
      Map<String, Node> entries, Map<String, Problem.Location> keys, Problem.Location where)
      implements Node {
    /// Copies the maps.
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
      keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }
  }

  /// What an empty value or `null` in YAML is.
  enum Null {
    /// The only one.
    NULL
  }
}
