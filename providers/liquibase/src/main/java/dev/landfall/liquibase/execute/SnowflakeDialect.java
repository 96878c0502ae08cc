package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Preconditions;
import dev.landfall.liquibase.settings.LiquibaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Snowflake, through its own driver.
///
/// DDL commits by itself, and the server works on when its client is gone. So a statement that is
/// no DML is journalled alone, with the bookkeeping row right behind it in the same flight, and
/// whoever takes a lock over first ends the session of its dead holder, whose number stands in
/// LOCKEDBY.
final class SnowflakeDialect implements Dialect {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");
  private static final Pattern SESSION = Pattern.compile(", session (\\d+)$");
  private static final Set<String> RESERVED =
      Set.of("ORDER", "TABLE", "GROUP", "SELECT", "ALL", "COLUMN", "VIEW", "START", "SCHEMA");

  /// What commits and rolls back with its transaction (Snowflake, "Transactions").
  private static final Set<String> DML = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "SELECT");

  /// What the driver itself carries out; the server cannot run it inside a block.
  private static final Set<String> CLIENT_SIDE = Set.of("PUT", "GET");

  /// The number of the exception a guard raises.
  static final String GONE = "-20001";

  @Override
  public String dbms() {
    return "snowflake";
  }

  @Override
  public Connection connect(LiquibaseSettings.Connection settings) throws SQLException {
    return SnowflakeLogin.connect(settings);
  }

  @Override
  public Tables tables(Connection connection, Optional<String> tracking) throws SQLException {
    if (tracking.isPresent()) {
      return new Tables(tracking.get(), name(tracking.get()) + ".");
    }
    var schema = connection.getSchema();
    if (schema == null || schema.isEmpty()) {
      throw new SQLException(
          "the session has no schema: the connection must name a database and a schema that exist,"
              + " or tracking a schema",
          "22000");
    }
    return new Tables("", exactly(schema) + ".");
  }

  @Override
  public Answer send(Connection connection, Flight flight) throws SqlFailure {
    return new SnowflakeFlight(flight).send(connection);
  }

  @Override
  public SqlFailure failure(SQLException e) {
    return SnowflakeFlight.failure(e, -1, "");
  }

  /// The driver takes an interruption for a failure of the network, comes again, and forgets it.
  @Override
  public <T> T undisturbed(Undisturbed.Call<T> call) throws SqlFailure {
    return Undisturbed.call(call);
  }

  @Override
  public boolean closesByCalling() {
    return true;
  }

  @Override
  public boolean isMissingTable(SqlFailure failure) {
    return isObjectMissing(failure.state()) && failure.getMessage().contains("DATABASECHANGELOG");
  }

  /// 42S02 is said of tables, 02000 of what holds them.
  private static boolean isObjectMissing(String state) {
    return state.equals("42S02") || state.equals("02000");
  }

  @Override
  public boolean wasRaced(SqlFailure failure) {
    return failure.state().equals("42710");
  }

  @Override
  public boolean commitTogether(List<String> statements) {
    return statements.stream().allMatch(sql -> DML.contains(firstWord(sql)));
  }

  @Override
  public boolean mayBeSentWithOthers(String statement) {
    return !CLIENT_SIDE.contains(firstWord(statement));
  }

  private static String firstWord(String sql) {
    return Tokens.statements(sql).stream()
        .filter(tokens -> !tokens.isEmpty())
        .findFirst()
        .map(tokens -> tokens.getFirst().toString().toUpperCase(Locale.ROOT))
        .orElse("");
  }

  @Override
  public Optional<String> conditionQuery(Preconditions.Named check) {
    return new SnowflakeConditions(this, check).query();
  }

  @Override
  public String whereQuery(String table) {
    return "SELECT CURRENT_DATABASE(), CURRENT_SCHEMA(), CURRENT_USER(), '', CURRENT_SCHEMA(),"
        + " TO_VARCHAR(CURRENT_SESSION())";
  }

  @Override
  public String owner(String holder, String session) {
    return holder + ", session " + session;
  }

  @Override
  public boolean namesSessions() {
    return true;
  }

  @Override
  public Optional<Trail> trailOf(Lock lock) {
    var session = SESSION.matcher(lock.owner());
    return session.find() ? trail(session.group(1)) : Optional.empty();
  }

  @Override
  public Optional<Trail> trail(String session) {
    return session.isEmpty()
        ? Optional.empty()
        : Optional.of(new SnowflakeTrail(session, this::text));
  }

  @Override
  public String fingerprintQuery(Tables tables) {
    return "SELECT MD5(LISTAGG(MD5(CONCAT_WS(CHR(31), ID, AUTHOR, FILENAME, COALESCE(MD5SUM, ''),"
        + " EXECTYPE)), ',') WITHIN GROUP (ORDER BY DATEEXECUTED, ORDEREXECUTED)) FROM "
        + tables.log();
  }

  @Override
  public List<String> createParts(Tables tables) {
    // Word for word what Liquibase 4.33.0 sends, unless the table is there.
    return List.of(
        "CREATE TABLE IF NOT EXISTS "
            + tables.lock()
            + " (ID INTEGER NOT NULL, LOCKED BOOLEAN NOT NULL, LOCKGRANTED TIMESTAMP_NTZ, LOCKEDBY"
            + " VARCHAR(255), CONSTRAINT PK_DATABASECHANGELOGLOCK PRIMARY KEY (ID))",
        "INSERT INTO "
            + tables.lock()
            + " (ID, LOCKED) SELECT 1, FALSE WHERE NOT EXISTS (SELECT 1 FROM "
            + tables.lock()
            + " WHERE ID = 1)",
        "CREATE TABLE IF NOT EXISTS "
            + tables.log()
            + " (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT NULL, FILENAME VARCHAR(255) NOT"
            + " NULL, DATEEXECUTED TIMESTAMP_NTZ NOT NULL, ORDEREXECUTED INTEGER NOT NULL, EXECTYPE"
            + " VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35), DESCRIPTION VARCHAR(255), COMMENTS"
            + " VARCHAR(255), TAG VARCHAR(255), LIQUIBASE VARCHAR(20), CONTEXTS VARCHAR(255), LABELS"
            + " VARCHAR(255), DEPLOYMENT_ID VARCHAR(10))");
  }

  private static final String GRANTED =
      "COALESCE(TO_VARCHAR(LOCKGRANTED, 'YYYY-MM-DD HH24:MI:SS.FF9'), '')";

  @Override
  public String lockQuery(Tables tables) {
    return "SELECT TO_VARCHAR(LOCKED), LOCKEDBY, "
        + GRANTED
        + ", TO_VARCHAR(DATEDIFF('second', LOCKGRANTED, CURRENT_TIMESTAMP()::TIMESTAMP_NTZ)) FROM "
        + tables.lock()
        + " WHERE ID = 1";
  }

  @Override
  public Flight takeLock(Tables tables, String owner, Optional<Lock> over) {
    var free =
        over.map(lock ->
                "(NOT LOCKED OR (COALESCE(LOCKEDBY, '') = "
                    + text(lock.owner())
                    + " AND "
                    + GRANTED
                    + " = "
                    + text(lock.granted())
                    + "))")
            .orElse("NOT LOCKED");
    var take =
        "UPDATE "
            + tables.lock()
            + " SET LOCKED = TRUE, LOCKGRANTED = "
            + now()
            + ", LOCKEDBY = "
            + text(owner)
            + " WHERE ID = 1 AND "
            + free;
    // The owner names this session, so that nobody else can have written it.
    var taken =
        "SELECT TO_VARCHAR(COUNT(*)) FROM "
            + tables.lock()
            + " WHERE ID = 1 AND LOCKED AND LOCKEDBY = "
            + text(owner);
    return new Flight(List.of(take), List.of(new Flight.Query(taken, 1)));
  }

  /// An UPDATE that changes nothing holds the table's lock until the transaction ends (Snowflake,
  /// "Transactions", resource locking).
  @Override
  public String guard(Tables tables, String owner, String granted) {
    return unlessGone(
        "UPDATE " + tables.lock() + " SET LOCKED = TRUE WHERE " + isOurs(owner, granted) + ";",
        "SQLROWCOUNT");
  }

  @Override
  public String check(Tables tables, String owner, String granted) {
    return unlessGone(
        "LET held INTEGER := (SELECT COUNT(*) FROM "
            + tables.lock()
            + " WHERE "
            + isOurs(owner, granted)
            + ");",
        "held");
  }

  private String isOurs(String owner, String granted) {
    return "ID = 1 AND LOCKED AND LOCKEDBY = "
        + text(owner)
        + " AND "
        + GRANTED
        + " = "
        + text(granted);
  }

  private static String unlessGone(String look, String count) {
    return "DECLARE gone EXCEPTION ("
        + GONE
        + ", 'the lock was taken away'); BEGIN "
        + look
        + " IF ("
        + count
        + " = 0) THEN RAISE gone; END IF; END;";
  }

  @Override
  public String now() {
    return "CURRENT_TIMESTAMP()::TIMESTAMP_NTZ";
  }

  @Override
  public String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  @Override
  public String name(String identifier) {
    return PLAIN.matcher(identifier).matches()
            && !RESERVED.contains(identifier.toUpperCase(Locale.ROOT))
        ? identifier
        : exactly(identifier);
  }

  /// A name as the catalogue keeps it.
  private static String exactly(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }

  @Override
  public String catalogueQuery(Tables tables) {
    return SnowflakeCatalogue.QUERY;
  }

  @Override
  public List<String> unchecked() {
    return SnowflakeCatalogue.UNCHECKED;
  }

  @Override
  public Map<String, Long> countRows(Session session, List<String> tables) throws SqlFailure {
    var query =
        tables.stream()
            .map(this::countQuery)
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" UNION ALL "));
    Map<String, Long> counts = new HashMap<>();
    if (!query.isEmpty()) {
      session
          .send(Flight.asking(new Flight.Query(query, 2)))
          .rows(0)
          .forEach(row -> counts.put(row.get(0), Long.parseLong(row.get(1))));
    }
    return counts;
  }

  /// The catalogue knows how many rows a table has; one that is missing has no row there.
  private Optional<String> countQuery(String table) {
    var parts = new ArrayList<String>();
    for (var token : Tokens.statements(table).stream().flatMap(List::stream).toList()) {
      if (token.isName()) {
        parts.add(token.sql());
      } else if (!token.isSymbol(".")) {
        return Optional.empty();
      }
    }
    if (parts.isEmpty() || parts.size() > 3) {
      return Optional.empty();
    }
    var values = parts.stream().map(SnowflakeDialect::kept).map(this::text).toList();
    var database = parts.size() == 3 ? parts.getFirst() + "." : "";
    var schema = parts.size() == 1 ? "CURRENT_SCHEMA()" : values.get(values.size() - 2);
    return Optional.of(
        "SELECT "
            + text(table)
            + ", TO_VARCHAR(ROW_COUNT) FROM "
            + database
            + "INFORMATION_SCHEMA.TABLES WHERE ROW_COUNT IS NOT NULL AND TABLE_SCHEMA = "
            + schema
            + " AND TABLE_NAME = "
            + values.getLast());
  }

  /// A name as the catalogue keeps it, from how a statement writes it.
  private static String kept(String sql) {
    return sql.startsWith("\"")
        ? sql.substring(1, sql.length() - 1).replace("\"\"", "\"")
        : sql.toUpperCase(Locale.ROOT);
  }
}
