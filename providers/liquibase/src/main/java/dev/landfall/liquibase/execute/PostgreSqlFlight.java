package dev.landfall.liquibase.execute;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// Several statements as one text, with marks between them: when one of them fails, the last mark
/// the server sent back tells which one. A mark is an `INFO` message, which no setting suppresses.
///
/// @param starts the offset of each part in the text
/// @param queries how many of the parts, at the end, are queries whose rows are wanted
record PostgreSqlFlight(String text, List<Integer> starts, int queries) {
  static PostgreSqlFlight of(Flight flight, String mark) {
    var parts = new ArrayList<>(flight.changes());
    flight.queries().forEach(query -> parts.add(query.sql()));
    var queries = flight.queries().size();
    if (parts.size() == 1) {
      return new PostgreSqlFlight(parts.getFirst(), List.of(0), queries);
    }
    var text = new StringBuilder();
    var starts = new ArrayList<Integer>();
    for (var i = 0; i < parts.size(); i++) {
      if (i > 0) {
        text.append("DO $landfall$BEGIN RAISE INFO '")
            .append(mark)
            .append(i)
            .append("'; END$landfall$;\n");
      }
      starts.add(text.length());
      // The line break ends a comment that the part may end with.
      text.append(parts.get(i)).append("\n;\n");
    }
    return new PostgreSqlFlight(text.toString(), List.copyOf(starts), queries);
  }

  /// Whether it begins a transaction of its own.
  boolean isTransaction() {
    return text.startsWith("BEGIN");
  }

  /// Reads what a flight brought. Statements of a changeset may bring rows of their own, so that
  /// the queries are counted from the end.
  Answer read(Statement statement, boolean query) throws SQLException {
    var results = new ArrayList<List<List<String>>>();
    var isQuery = query;
    while (isQuery || statement.getUpdateCount() != -1) {
      if (isQuery) {
        results.add(rows(statement));
      }
      isQuery = statement.getMoreResults();
    }
    return new Answer(results.subList(results.size() - queries, results.size()));
  }

  private static List<List<String>> rows(Statement statement) throws SQLException {
    try (var rows = statement.getResultSet()) {
      var width = rows.getMetaData().getColumnCount();
      var all = new ArrayList<List<String>>();
      while (rows.next()) {
        var cells = new String[width];
        for (var i = 0; i < width; i++) {
          var cell = rows.getString(i + 1);
          cells[i] = cell == null ? "" : cell;
        }
        all.add(List.of(cells));
      }
      return all;
    }
  }

  SqlFailure failure(SQLException e, @Nullable Statement statement, String mark) {
    var state = e.getSQLState() == null ? "" : e.getSQLState();
    var lost = SqlFailure.isLoss(state);
    var at = PostgreSqlDialect.position(e);
    var part = lost ? -1 : starts.size() == 1 ? 0 : part(lastMark(statement, mark), at);
    var position = part >= 0 && at > starts.get(part) ? at - starts.get(part) : 0;
    return new SqlFailure(message(e), state, part, position, lost, e);
  }

  /// The server parses the whole text before it runs anything. When it stumbles there, nothing has
  /// run, and where all of it is one transaction the place may be told.
  private int part(int reached, int position) {
    var commits = starts.stream().filter(start -> text.startsWith("COMMIT\n", start)).count();
    return reached > 0 || commits > 1
        ? reached
        : Math.max(reached, (int) starts.stream().filter(start -> start < position).count() - 1);
  }

  private static String message(SQLException e) {
    if (e instanceof PSQLException p && p.getServerErrorMessage() != null) {
      var server = p.getServerErrorMessage();
      var text = String.valueOf(server.getMessage());
      if (server.getDetail() != null) {
        text += " (" + server.getDetail() + ")";
      }
      return server.getHint() == null ? text : text + ". Hint: " + server.getHint();
    }
    return String.valueOf(e.getMessage());
  }

  private static int lastMark(@Nullable Statement statement, String mark) {
    var part = 0;
    if (statement == null) {
      return -1;
    }
    try {
      for (var w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
        var text = String.valueOf(w.getMessage());
        if (text.startsWith(mark)) {
          part = Integer.parseInt(text.substring(mark.length()));
        }
      }
      return part;
    } catch (SQLException closed) {
      return -1;
    }
  }
}
