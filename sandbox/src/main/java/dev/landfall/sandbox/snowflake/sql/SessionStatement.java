package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.List;

/// What changes the session alone.
public sealed interface SessionStatement extends Statement {
  record UseRole(Name role) implements SessionStatement {}

  record UseSecondaryRoles(SecondaryRoles roles) implements SessionStatement {}

  sealed interface SecondaryRoles {
    record All() implements SecondaryRoles {}

    record None() implements SecondaryRoles {}

    record These(List<Name> roles) implements SecondaryRoles {
      public These {
        roles = List.copyOf(roles);
      }
    }
  }

  record UseWarehouse(Name warehouse) implements SessionStatement {}

  record UseDatabase(Name database) implements SessionStatement {}

  record UseSchema(QualifiedName schema) implements SessionStatement {}

  /// `USE name`: a database when it has one part, a schema when it has two.
  record Use(QualifiedName name) implements SessionStatement {}

  /// `SET a = 1` and `SET (a, b) = (1, 2)`: as many values as names.
  record SetVariables(List<Name> names, List<Span> values) implements SessionStatement {
    public SetVariables {
      names = List.copyOf(names);
      values = List.copyOf(values);
    }
  }

  record UnsetVariables(List<Name> names) implements SessionStatement {
    public UnsetVariables {
      names = List.copyOf(names);
    }
  }

  /// ALTER SESSION SET
  record SetParameters(Options options) implements SessionStatement {}

  /// ALTER SESSION UNSET
  ///
  /// @param names in upper case
  record UnsetParameters(List<String> names) implements SessionStatement {
    public UnsetParameters {
      names = List.copyOf(names);
    }
  }
}
