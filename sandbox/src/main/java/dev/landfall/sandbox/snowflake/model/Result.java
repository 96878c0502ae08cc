package dev.landfall.sandbox.snowflake.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a statement gives back. Every statement of Snowflake's gives rows: a DDL statement one with
/// its `status`, an INSERT one with the number of rows.
///
/// @param rows cells as the protocol writes them: BOOLEAN `1` or `0`, DATE days since the epoch,
///   TIME and TIMESTAMP seconds with a fraction (TZ followed by a space and offset minutes plus
///   1440), BINARY in hexadecimal, VARIANT, OBJECT and ARRAY as JSON
public record Result(
    StatementKind kind, List<ResultColumn> columns, List<? extends List<@Nullable String>> rows) {

  /// The one row of a statement that says what it did.
  public static Result status(StatementKind kind, String status) {
    return new Result(
        kind,
        List.of(new ResultColumn("status", DataType.Text.MAX, true)),
        List.of(List.of(status)));
  }

  /// The one row of a DML statement.
  ///
  /// @param column such as `number of rows inserted`
  public static Result count(StatementKind kind, String column, long rows) {
    return new Result(
        kind,
        List.of(new ResultColumn(column, new DataType.Fixed(19, 0), false)),
        List.of(List.of(Long.toString(rows))));
  }
}
