package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.List;
import java.util.Optional;

/// A constraint of a table (Snowflake, "CREATE | ALTER TABLE … CONSTRAINT").
///
/// @param comment of a constraint that is written out of line
public record Constraint(
    Optional<Name> name, Rule rule, Properties properties, Optional<String> comment) {
  /// What the constraint says.
  public sealed interface Rule {
    List<Name> columns();
  }

  public record PrimaryKey(List<Name> columns) implements Rule {
    public PrimaryKey {
      columns = List.copyOf(columns);
    }
  }

  public record Unique(List<Name> columns) implements Rule {
    public Unique {
      columns = List.copyOf(columns);
    }
  }

  /// @param referenced the columns of the other table; none when its primary key is meant
  public record ForeignKey(
      List<Name> columns,
      QualifiedName table,
      List<Name> referenced,
      Optional<Match> match,
      Optional<Action> onUpdate,
      Optional<Action> onDelete)
      implements Rule {
    public ForeignKey {
      columns = List.copyOf(columns);
      referenced = List.copyOf(referenced);
    }
  }

  public enum Match {
    FULL,
    SIMPLE,
    PARTIAL
  }

  public enum Action {
    CASCADE,
    SET_NULL,
    SET_DEFAULT,
    RESTRICT,
    NO_ACTION
  }

  /// Each empty when it is not written.
  ///
  /// @param enforced ENFORCED or NOT ENFORCED
  /// @param deferrable DEFERRABLE or NOT DEFERRABLE
  /// @param initiallyDeferred INITIALLY DEFERRED or INITIALLY IMMEDIATE
  /// @param enable ENABLE or DISABLE
  /// @param validate VALIDATE or NOVALIDATE
  /// @param rely RELY or NORELY
  public record Properties(
      Optional<Boolean> enforced,
      Optional<Boolean> deferrable,
      Optional<Boolean> initiallyDeferred,
      Optional<Boolean> enable,
      Optional<Boolean> validate,
      Optional<Boolean> rely) {
    public static final Properties NONE =
        new Properties(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /// Which constraint of a table is meant.
  public sealed interface Selector {
    record Named(Name name) implements Selector {}

    /// PRIMARY KEY or PRIMARY KEY (a, b)
    ///
    /// @param columns none when none are written
    record ThePrimaryKey(List<Name> columns) implements Selector {
      public ThePrimaryKey {
        columns = List.copyOf(columns);
      }
    }

    /// UNIQUE (a, b)
    record UniqueOn(List<Name> columns) implements Selector {
      public UniqueOn {
        columns = List.copyOf(columns);
      }
    }

    /// FOREIGN KEY (a, b)
    record ForeignKeyOn(List<Name> columns) implements Selector {
      public ForeignKeyOn {
        columns = List.copyOf(columns);
      }
    }
  }
}
