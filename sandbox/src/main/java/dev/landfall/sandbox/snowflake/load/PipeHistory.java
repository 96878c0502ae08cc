package dev.landfall.sandbox.snowflake.load;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a pipe has loaded, as [LoadHistory] has it.
public final class PipeHistory {
  private PipeHistory() {}

  /// A file that was loaded, or was not because of its errors.
  ///
  /// @param number grows with each file of the account
  /// @param unique its name in the load history
  /// @param at when it was loaded
  /// @param rows how many are in the table
  /// @param limit how many errors the file may not have
  /// @param status `LOADED`, `PARTIALLY_LOADED` or `LOAD_FAILED`
  public record Entry(
      long number,
      String unique,
      long size,
      Instant at,
      long rows,
      long parsed,
      long errors,
      long limit,
      Optional<Problem> first,
      String status) {}

  /// The first error of a file.
  ///
  /// @param line of the file, where its format has lines
  /// @param character in the line
  public record Problem(
      String text, Optional<Long> line, Optional<Long> character, Optional<String> column) {}

  /// The DuckDB query that [#read] reads: the last files of a time, in the order in which they were
  /// loaded.
  ///
  /// @param until exclusive
  /// @param most how many files
  public static String query(long pipe, Instant from, Instant until, int most) {
    return "SELECT * FROM (SELECT rowid AS n, \"file\", \"size\", \"at\", \"loaded\", \"parsed\","
        + " \"errors\", \"limit\", \"error\", \"line\", \"character\", \"column\", \"status\" FROM "
        + LoadHistory.TABLE
        + " WHERE \"pipe\" = "
        + pipe
        + " AND \"at\" >= "
        + LoadHistory.timestamp(from)
        + " AND \"at\" < "
        + LoadHistory.timestamp(until)
        + " ORDER BY n DESC LIMIT "
        + most
        + ") ORDER BY n";
  }

  public static List<Entry> read(ResultSet rows) throws SQLException {
    var entries = new ArrayList<Entry>();
    while (rows.next()) {
      var error = Optional.ofNullable(rows.getString(9));
      Optional<Problem> first = Optional.empty();
      if (error.isPresent()) {
        first =
            Optional.of(
                new Problem(
                    error.get(),
                    number(rows, 10),
                    number(rows, 11),
                    Optional.ofNullable(rows.getString(12)).filter(c -> !c.isEmpty())));
      }
      entries.add(
          new Entry(
              rows.getLong(1),
              rows.getString(2),
              rows.getLong(3),
              rows.getObject(4, LocalDateTime.class).toInstant(ZoneOffset.UTC),
              rows.getLong(5),
              rows.getLong(6),
              rows.getLong(7),
              rows.getLong(8),
              first,
              rows.getString(13)));
    }
    return entries;
  }

  private static Optional<Long> number(ResultSet rows, int column) throws SQLException {
    long number = rows.getLong(column);
    return rows.wasNull() ? Optional.empty() : Optional.of(number);
  }
}
