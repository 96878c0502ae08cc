package dev.landfall.sandbox.snowflake.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A name as a statement writes it, with the qualifiers it has.
///
/// @param parts one to three for an object of a schema: database, schema, object
public record QualifiedName(List<Name> parts) {
  public QualifiedName {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a name has at least one part");
    }
  }

  public static QualifiedName of(Name... parts) {
    return new QualifiedName(List.of(parts));
  }

  /// The last part.
  public Name last() {
    return parts.getLast();
  }

  /// The part before the last.
  public Optional<Name> parent() {
    return parts.size() < 2 ? Optional.empty() : Optional.of(parts.get(parts.size() - 2));
  }

  /// The part two before the last.
  public Optional<Name> grandparent() {
    return parts.size() < 3 ? Optional.empty() : Optional.of(parts.get(parts.size() - 3));
  }

  /// As SQL writes it.
  public String sql() {
    return parts.stream().map(Name::sql).collect(Collectors.joining("."));
  }

  @Override
  public String toString() {
    return sql();
  }
}
