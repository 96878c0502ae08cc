package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.List;
import java.util.Optional;

/// Something in FROM whose columns can be named.
///
/// @param name the names by which its columns can be qualified: its alias alone, or for a table
///   without alias its database, schema and name; empty when it has none
/// @param row a number that tells its rows apart and begins at 0, for a GENERATOR
final record Source(Optional<QualifiedName> name, List<Field> fields, Optional<Typed> row) {
  Source {
    fields = List.copyOf(fields);
  }

  static Source of(Optional<Name> alias, List<Field> fields) {
    return new Source(alias.map(QualifiedName::of), fields, Optional.empty());
  }

  /// Whether a qualifier means this source: `T`, `S.T` or `D.S.T` for `D.S.T`.
  boolean is(List<Name> qualifier) {
    if (name.isEmpty()) {
      return false;
    }
    var parts = name.get().parts();
    return qualifier.size() <= parts.size()
        && parts.subList(parts.size() - qualifier.size(), parts.size()).equals(qualifier);
  }
}
