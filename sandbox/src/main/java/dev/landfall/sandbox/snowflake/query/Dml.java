package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import java.util.List;

/// A DML statement ready to run: DuckDB statements that are run in order, all or none, and the one
/// row of Snowflake's answer, whose cells are numbers of rows that start at 0.
///
/// @param columns the columns of the answer, such as `number of rows inserted`
/// @param binds how many positions of [Binds] the text uses
public record Dml(StatementKind kind, List<Step> steps, List<ResultColumn> columns, int binds) {
  public Dml {
    steps = List.copyOf(steps);
    columns = List.copyOf(columns);
  }

  /// One DuckDB statement, and what its outcome is for.
  public sealed interface Step {
    String sql();

    /// Its outcome does not matter, such as that of a temporary table.
    record Run(String sql) implements Step {}

    /// The number of rows it changes is added to a cell of the answer.
    ///
    /// @param cell counted from 0
    record Change(String sql, int cell) implements Step {}

    /// A query of one number, which is added to a cell of the answer.
    ///
    /// @param cell counted from 0
    record Count(String sql, int cell) implements Step {}

    /// A query of one number; when it is not 0 the statement fails.
    record Refuse(String sql, SnowflakeException failure) implements Step {}
  }
}
