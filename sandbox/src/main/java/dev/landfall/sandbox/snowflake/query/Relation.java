package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.List;
import java.util.Optional;

/// Something a query reads from.
public sealed interface Relation {
  List<Column> columns();

  /// @param physical the column's DuckDB name, quoted
  /// @param fallback the default as Snowflake SQL, whose names are looked up from the table's
  ///   schema; empty when it has none
  /// @param identity the DuckDB sequence of an AUTOINCREMENT column, as a quoted literal for
  ///   `nextval`
  /// @param masking the masking policy, which sees the column's value
  record Column(
      Name name,
      DataType type,
      boolean nullable,
      String physical,
      Optional<String> fallback,
      Optional<String> identity,
      Optional<Policy> masking) {
    /// A column without default, identity and policy.
    public static Column of(Name name, DataType type, boolean nullable, String physical) {
      return new Column(
          name, type, nullable, physical, Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /// A masking or row-access policy on columns.
  ///
  /// @param parameters the names its body uses, with their types
  /// @param arguments the columns that are passed, in order
  /// @param body a Snowflake expression
  record Policy(List<Parameter> parameters, List<Name> arguments, String body, Scope scope) {
    public Policy {
      parameters = List.copyOf(parameters);
      arguments = List.copyOf(arguments);
    }
  }

  /// A parameter of a policy or function, or a column of a table function's rows.
  ///
  /// @param name as the body writes it
  /// @param fallback the default as Snowflake SQL; empty when it has none
  record Parameter(Name name, DataType type, Optional<String> fallback) {
    public Parameter(Name name, DataType type) {
      this(name, type, Optional.empty());
    }
  }

  /// Where names of a body are looked up, and with whose rights.
  record Scope(Name database, Name schema, Name owner) {}

  /// A table that DuckDB keeps.
  ///
  /// @param physical the DuckDB table, quoted and qualified
  /// @param rows the row-access policy
  record Table(
      String physical,
      Name database,
      Name schema,
      Name name,
      Name owner,
      List<Column> columns,
      Optional<Policy> rows)
      implements Relation {
    public Table {
      columns = List.copyOf(columns);
    }
  }

  /// A query under a name.
  ///
  /// @param query its SELECT, in Snowflake's SQL
  /// @param columns names and types as they were when it was made; the types of the query as it is
  ///   now must still fit. Their masking policies are applied; what else they say is not used
  /// @param rows the row-access policy
  record View(
      String query,
      Name database,
      Name schema,
      Name name,
      List<Column> columns,
      Optional<Policy> rows,
      Scope scope)
      implements Relation {
    public View {
      columns = List.copyOf(columns);
    }
  }

  /// Rows that DuckDB computes, such as those of a stream, of INFORMATION_SCHEMA, of an earlier
  /// result or of a stage's files.
  ///
  /// @param sql a DuckDB SELECT that yields the columns by their physical names
  record Computed(String sql, List<Column> columns) implements Relation {
    public Computed {
      columns = List.copyOf(columns);
    }
  }
}
