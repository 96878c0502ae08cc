package dev.landfall.sandbox.snowflake.catalog;

import dev.landfall.sandbox.snowflake.model.Name;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A key that is recorded, not enforced (Snowflake, "Constraints").
///
/// @param columns ids of columns of the table, in the key's order
/// @param named whether the statement gave the name, or the system made it
/// @param reference for a foreign key
/// @param rely whether the optimizer may trust it
public record Constraint(
    Name name,
    boolean named,
    Type type,
    List<Integer> columns,
    Optional<Reference> reference,
    boolean rely,
    Optional<String> comment,
    Instant created) {
  /// What a constraint says.
  public enum Type {
    PRIMARY_KEY("PRIMARY KEY"),
    UNIQUE("UNIQUE"),
    FOREIGN_KEY("FOREIGN KEY");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /// @param table the id of the table that is referenced
  /// @param columns ids of its columns, in the order of the key's own
  /// @param match `FULL`, `PARTIAL` or `SIMPLE`
  public record Reference(
      long table, List<Integer> columns, String onUpdate, String onDelete, String match) {
    public Reference {
      columns = List.copyOf(columns);
    }
  }

  public Constraint {
    columns = List.copyOf(columns);
  }

  public Constraint withName(Name newName) {
    return new Constraint(newName, true, type, columns, reference, rely, comment, created);
  }

  public Constraint withRely(boolean now) {
    return new Constraint(name, named, type, columns, reference, now, comment, created);
  }
}
