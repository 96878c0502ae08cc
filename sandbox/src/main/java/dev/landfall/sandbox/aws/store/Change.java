package dev.landfall.sandbox.aws.store;

import java.util.Optional;

/// A row that is written, or goes away. Made by [Table].
///
/// @param value empty when the row goes away
public record Change<V extends Record>(Table<V> table, String key, Optional<V> value) {
  void apply() {
    table.apply(key, value);
  }
}
