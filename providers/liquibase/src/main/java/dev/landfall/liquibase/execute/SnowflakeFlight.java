package dev.landfall.liquibase.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A flight to Snowflake: two requests at most, unless it leaves a transaction open. The changes
/// are one block of Snowflake Scripting that counts how far it came; the queries are one query
/// whose rows say which of them they answer.
///
/// @param flight what is sent
record SnowflakeFlight(Flight flight) {
  private static final String SEPARATOR = "\u001f";
  private static final Pattern POSITION =
      Pattern.compile("line (\\d+) at position (\\d+)", Pattern.CASE_INSENSITIVE);

  Answer send(Connection connection) throws SqlFailure {
    if (flight.changes().size() > 1 && endsWhatItBegins()) {
      block(connection);
    } else {
      for (var part = 0; part < flight.changes().size(); part++) {
        single(connection, part);
      }
    }
    return flight.queries().isEmpty() ? Answer.NONE : ask(connection);
  }

  /// A block can neither leave a transaction open nor end one from outside (Snowflake, "Scoped
  /// transactions").
  private boolean endsWhatItBegins() {
    return flight.changes().contains("BEGIN") == flight.changes().contains("COMMIT");
  }

  private void single(Connection connection, int part) throws SqlFailure {
    var sql = command(flight.changes().get(part));
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failure(e, part, sql);
    }
  }

  private void block(Connection connection) throws SqlFailure {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(blockText(flight.changes(), flight.mark()))) {
      var answer = rows.next() ? rows.getString(1) : null;
      if (answer != null && !answer.isEmpty()) {
        throw refusal(answer);
      }
    } catch (SQLException e) {
      throw failure(e, -1, "");
    }
  }

  /// A block that answers with nothing, or with the index of the part that failed, the SQLCODE, the
  /// SQLSTATE and the message. Each part is a text of its own, so that what it says cannot be taken
  /// for a part of the block.
  ///
  /// @param mark stands in it as a comment; may be empty
  static String blockText(List<String> parts, String mark) {
    var text = new StringBuilder("DECLARE\n");
    if (!mark.isEmpty()) {
      text.append("-- ").append(mark).append('\n');
    }
    text.append("part INTEGER DEFAULT 0;\nfailure VARCHAR;\nBEGIN\n");
    for (var i = 0; i < parts.size(); i++) {
      if (i > 0) {
        text.append("part := ").append(i).append(";\n");
      }
      text.append("EXECUTE IMMEDIATE ").append(literal(command(parts.get(i)))).append(";\n");
    }
    text.append("RETURN '';\n")
        .append("EXCEPTION WHEN OTHER THEN\n")
        .append("failure := part || CHR(31) || SQLCODE || CHR(31) || SQLSTATE ||")
        .append(" CHR(31) || SQLERRM;\n")
        .append("ROLLBACK;\n")
        .append("RETURN failure;\n")
        .append("END;");
    return "EXECUTE IMMEDIATE " + literal(text.toString());
  }

  private static String command(String part) {
    return part.equals("BEGIN") ? "BEGIN TRANSACTION" : part;
  }

  private static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private SqlFailure refusal(String answer) {
    var fields = answer.split(SEPARATOR, 4);
    if (fields.length < 4) {
      return new SqlFailure(answer, "", -1, 0, false, new SQLException(answer));
    }
    var part = Integer.parseInt(fields[0]);
    var state = fields[1].equals(SnowflakeDialect.GONE) ? Dialect.LOCK_GONE : fields[2];
    var message = fields[3];
    return new SqlFailure(
        oneLine(message),
        state,
        part,
        position(message, flight.changes().get(part)),
        false,
        new SQLException(message, state));
  }

  private Answer ask(Connection connection) throws SqlFailure {
    var queries = flight.queries();
    var first = flight.changes().size();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(question(queries))) {
      return queries.size() == 1 ? new Answer(List.of(all(rows))) : sorted(rows);
    } catch (SQLException e) {
      throw failure(e, first + culprit(e), queries.getFirst().sql());
    }
  }

  /// One query for all: each row begins with the number of the query it answers.
  private static String question(List<Flight.Query> queries) {
    if (queries.size() == 1) {
      return queries.getFirst().sql();
    }
    var width = queries.stream().mapToInt(Flight.Query::columns).max().orElse(1);
    return IntStream.range(0, queries.size())
        .mapToObj(i -> {
          var query = queries.get(i);
          var names = new ArrayList<String>();
          for (var column = 0; column < width; column++) {
            names.add(column < query.columns() ? "TO_VARCHAR(C" + column + ")" : "NULL");
          }
          var aliases =
              IntStream.range(0, query.columns())
                  .mapToObj(column -> "C" + column)
                  .collect(Collectors.joining(", "));
          return "SELECT %d, %s FROM (%s) AS Q%d (%s)"
              .formatted(i, String.join(", ", names), query.sql(), i, aliases);
        })
        .collect(Collectors.joining(" UNION ALL "));
  }

  private Answer sorted(ResultSet rows) throws SQLException {
    var results = new ArrayList<List<List<String>>>();
    flight.queries().forEach(query -> results.add(new ArrayList<>()));
    for (var row : all(rows)) {
      var query = Integer.parseInt(row.getFirst());
      results
          .get(query)
          .add(List.copyOf(row.subList(1, 1 + flight.queries().get(query).columns())));
    }
    return new Answer(results);
  }

  private static List<List<String>> all(ResultSet rows) throws SQLException {
    var width = rows.getMetaData().getColumnCount();
    var all = new ArrayList<List<String>>();
    while (rows.next()) {
      var cells = new ArrayList<String>();
      for (var i = 1; i <= width; i++) {
        var cell = rows.getString(i);
        cells.add(cell == null ? "" : cell);
      }
      all.add(List.copyOf(cells));
    }
    return all;
  }

  /// Which query a failure is about: the last one that names what is missing.
  private int culprit(SQLException e) {
    var message = String.valueOf(e.getMessage());
    var lock = message.contains("DATABASECHANGELOGLOCK");
    for (var i = flight.queries().size() - 1; i >= 0; i--) {
      var sql = flight.queries().get(i).sql();
      if (lock == sql.contains("databasechangeloglock") && sql.contains("databasechangelog")) {
        return i;
      }
    }
    return 0;
  }

  /// @param sql what was sent; empty when it is not known
  static SqlFailure failure(SQLException e, int part, String sql) {
    var state = e.getSQLState() == null ? "" : e.getSQLState();
    var lost = isLoss(e, state);
    var message = String.valueOf(e.getMessage());
    return new SqlFailure(
        oneLine(message), state, lost ? -1 : part, position(message, sql), lost, e);
  }

  /// The driver says 58030 of an exhausted network, and of a session that is gone.
  private static boolean isLoss(SQLException e, String state) {
    return SqlFailure.isLoss(state) || state.equals("58030") || e.getErrorCode() == 390112;
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\n\\s*", " ");
  }

  /// The offset of a line and a position, counted from 1; 0 when the message names none.
  private static int position(String message, String sql) {
    var place = POSITION.matcher(message);
    if (!place.find()) {
      return 0;
    }
    var offset = 0;
    for (var line = Integer.parseInt(place.group(1)); line > 1; line--) {
      var end = sql.indexOf('\n', offset);
      if (end < 0) {
        return 0;
      }
      offset = end + 1;
    }
    return Math.min(sql.length(), offset + Integer.parseInt(place.group(2))) + 1;
  }
}
