package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import java.util.List;

/// A query ready to run.
///
/// @param sql one DuckDB SELECT; its columns are named `c1`, `c2` … in order
/// @param columns names and types as the client sees them, one for each column of the SELECT
/// @param binds how many positions of [Binds] the text uses
/// @param into the variables of `SELECT … INTO :A, :B`, which only Snowflake Scripting allows
public record Compiled(String sql, List<ResultColumn> columns, int binds, List<Name> into) {
  public Compiled {
    columns = List.copyOf(columns);
    into = List.copyOf(into);
  }
}
