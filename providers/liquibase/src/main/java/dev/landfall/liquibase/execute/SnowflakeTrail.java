package dev.landfall.liquibase.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// What Snowflake's own history of queries says about a session: without delay, for seven days, and
/// for the latest 10,000 statements (Snowflake, "QUERY_HISTORY, QUERY_HISTORY_BY_*"). The
/// statements of a block stand in it one by one, behind the block.
///
/// @param session the session's number
/// @param literal writes a text as SQL
record SnowflakeTrail(String session, UnaryOperator<String> literal) implements Trail {
  private static final int LIMIT = 10_000;

  /// The history keeps 100,000 characters of a statement; what is shorter than this is compared as
  /// a whole, whatever blanks are around it.
  private static final int COMPARED = 90_000;

  private static final String FLIGHT = "flight";
  private static final String STATEMENT = "statement";
  private static final String LOCK = "lock";

  private String history() {
    return "TABLE(INFORMATION_SCHEMA.QUERY_HISTORY_BY_SESSION(SESSION_ID => "
        + session
        + ", RESULT_LIMIT => "
        + LIMIT
        + "))";
  }

  @Override
  public String endQuery() {
    return "SELECT SYSTEM$ABORT_SESSION(" + session + ")";
  }

  @Override
  public Fate fate(Session asking, String mark, String statement) throws SqlFailure {
    return fate(asking.send(Flight.asking(question(mark, statement))).rows(0));
  }

  @Override
  public Flight.Query workQuery() {
    return new Flight.Query(
        "SELECT COUNT(*) FROM "
            + history()
            + " WHERE EXECUTION_STATUS IN ('RUNNING', 'QUEUED', 'BLOCKED', 'RESUMING_WAREHOUSE')",
        1);
  }

  private Flight.Query question(String mark, String statement) {
    var text = statement.strip();
    var isStatement =
        text.length() < COMPARED
            ? "TRIM(QUERY_TEXT, ' \\t\\r\\n') = " + literal.apply(text)
            : "STARTSWITH(TRIM(QUERY_TEXT, ' \\t\\r\\n'), "
                + literal.apply(text.substring(0, COMPARED))
                + ")";
    return new Flight.Query(
        "SELECT KIND, BEGUN, EXECUTION_STATUS, ALL_OF_THEM FROM (SELECT CASE WHEN"
            + " CONTAINS(QUERY_TEXT, "
            + literal.apply(mark)
            + ") THEN '"
            + FLIGHT
            + "' WHEN "
            + isStatement
            + " THEN '"
            + STATEMENT
            + "' WHEN CONTAINS(QUERY_TEXT, 'SET LOCKED = TRUE, LOCKGRANTED = ') THEN '"
            + LOCK
            + "' END AS KIND, DATE_PART('EPOCH_MILLISECOND', START_TIME) AS BEGUN,"
            + " EXECUTION_STATUS, COUNT(*) OVER () AS ALL_OF_THEM FROM "
            + history()
            + ") WHERE KIND IS NOT NULL",
        4);
  }

  private static Fate fate(List<List<String>> rows) {
    var flights = new ArrayList<Long>();
    var statements = new ArrayList<Long>();
    var succeeded = new ArrayList<Long>();
    var reachesBack = false;
    for (var row : rows) {
      var begun = Long.parseLong(row.get(1));
      reachesBack |= row.get(0).equals(LOCK) || Long.parseLong(row.get(3)) >= LIMIT;
      switch (row.get(0)) {
        case FLIGHT -> flights.add(begun);
        case STATEMENT -> {
          statements.add(begun);
          if (row.get(2).equals("SUCCESS")) {
            succeeded.add(begun);
          }
        }
        default -> {}
      }
    }
    if (flights.isEmpty()) {
      // Only when the history goes back to before the flight does its absence prove anything.
      return reachesBack ? Fate.DID_NOT_HAPPEN : Fate.UNKNOWN;
    }
    var last = flights.stream().mapToLong(Long::longValue).max().orElseThrow();
    if (succeeded.stream().anyMatch(begun -> begun >= last)) {
      return Fate.HAPPENED;
    }
    return statements.stream().anyMatch(begun -> begun >= last)
        ? Fate.DID_NOT_HAPPEN
        : Fate.UNKNOWN;
  }
}
