package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Preconditions;
import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.spi.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;

/// PostgreSQL, through its own driver.
///
/// A flight is one simple query message: the driver's simple mode sends a text with several
/// statements as it is, so that the server's own parser finds where each of them ends.
final class PostgreSqlDialect implements Dialect {
  private static final Set<String> RESERVED =
      Set.of("user", "order", "table", "group", "select", "default", "all", "end", "column");
  private static final Pattern SEARCH_PATH =
      Pattern.compile("(?i)search_path|\\bset\\s+(session\\s+)?schema\\b");
  private static final String MARK = "landfall:part:";

  @Override
  public String dbms() {
    return "postgresql";
  }

  @Override
  public Connection connect(LiquibaseSettings.Connection settings) throws SQLException {
    var properties = new Properties();
    settings.user().ifPresent(user -> properties.setProperty("user", user));
    settings.password().map(Secret::reveal).ifPresent(p -> properties.setProperty("password", p));
    settings.schema().ifPresent(s -> properties.setProperty("currentSchema", name(s)));
    settings.database().ifPresent(d -> properties.setProperty("PGDBNAME", d));
    properties.setProperty("preferQueryMode", "simple");
    // Spares the driver from asking and from setting parameters after the login.
    properties.setProperty("assumeMinServerVersion", "12");
    properties.setProperty("ApplicationName", "landfall");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    var connection = new org.postgresql.Driver().connect(settings.url(), properties);
    if (connection == null) {
      throw new SQLException("not a PostgreSQL URL", "08001");
    }
    return connection;
  }

  @Override
  public Tables tables(Connection connection, Optional<String> tracking) {
    return tracking
        .map(schema -> new Tables(schema, name(schema) + "."))
        .orElse(new Tables("", ""));
  }

  @Override
  public Answer send(Connection connection, Flight parts) throws SqlFailure {
    var flight = PostgreSqlFlight.of(parts, MARK);
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try {
        return flight.read(statement, statement.execute(flight.text()));
      } catch (SQLException e) {
        var failure = flight.failure(e, statement, MARK);
        if (!failure.lost() && flight.isTransaction()) {
          statement.execute("ROLLBACK");
        }
        throw failure;
      }
    } catch (SQLException e) {
      throw flight.failure(e, null, MARK);
    }
  }

  @Override
  public boolean isMissingTable(SqlFailure failure) {
    return failure.state().equals("42P01");
  }

  @Override
  public boolean wasRaced(SqlFailure failure) {
    return Set.of("23505", "42P07", "42710").contains(failure.state());
  }

  @Override
  public Optional<String> behind(Step step, String schema) {
    if (!step.needsCore()
        && step.statements().stream().noneMatch(s -> SEARCH_PATH.matcher(s.sql()).find())) {
      return Optional.empty();
    }
    // As Liquibase's DatabaseUtils#initializeDatabase, which keeps what was set behind it.
    return Optional.of(
        "DO $landfall$BEGIN IF pg_catalog.current_schema() IS DISTINCT FROM "
            + text(schema)
            + " THEN PERFORM pg_catalog.set_config('search_path', pg_catalog.concat_ws(', ',"
            + " pg_catalog.quote_ident("
            + text(schema)
            + "), nullif(pg_catalog.current_setting('search_path'), '')), FALSE); END IF;"
            + " END$landfall$");
  }

  @Override
  public boolean commitTogether(List<String> statements) {
    return true;
  }

  @Override
  public boolean mayBeSentWithOthers(String statement) {
    return false; // the server runs a text of several statements in a transaction
  }

  @Override
  public Optional<String> conditionQuery(Preconditions.Named check) {
    return new PostgreSqlConditions(this, check).query();
  }

  @Override
  public String owner(String holder, String session) {
    return holder;
  }

  @Override
  public boolean namesSessions() {
    return false;
  }

  @Override
  public String whereQuery(String table) {
    return "SELECT pg_catalog.current_database(), coalesce(pg_catalog.current_schema(), ''),"
        + " current_user, coalesce((SELECT relnamespace::regnamespace::text FROM"
        + " pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass("
        + text(table)
        + ")), ''), coalesce(pg_catalog.quote_ident(pg_catalog.current_schema()), ''),"
        + " pg_catalog.pg_backend_pid()";
  }

  @Override
  public String fingerprintQuery(Tables tables) {
    return "SELECT pg_catalog.md5(pg_catalog.string_agg(pg_catalog.concat_ws(E'\\x1f', id, author,"
        + " filename, coalesce(md5sum, ''), exectype), E'\\x1e' ORDER BY dateexecuted,"
        + " orderexecuted)) FROM "
        + tables.log();
  }

  @Override
  public List<String> createParts(Tables tables) {
    // Word for word what Liquibase 4.33.0 sends.
    var parts = new ArrayList<String>();
    parts.add(
        "CREATE TABLE IF NOT EXISTS "
            + tables.lock()
            + " (ID INTEGER NOT NULL, LOCKED BOOLEAN NOT NULL, LOCKGRANTED TIMESTAMP WITHOUT TIME"
            + " ZONE, LOCKEDBY VARCHAR(255), CONSTRAINT databasechangeloglock_pkey PRIMARY KEY"
            + " (ID))");
    parts.add(
        "INSERT INTO "
            + tables.lock()
            + " (ID, LOCKED) SELECT 1, FALSE WHERE NOT EXISTS (SELECT 1 FROM "
            + tables.lock()
            + " WHERE ID = 1)");
    parts.add(
        "CREATE TABLE IF NOT EXISTS "
            + tables.log()
            + " (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT NULL, FILENAME VARCHAR(255) NOT"
            + " NULL, DATEEXECUTED TIMESTAMP WITHOUT TIME ZONE NOT NULL, ORDEREXECUTED INTEGER NOT"
            + " NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35), DESCRIPTION VARCHAR(255),"
            + " COMMENTS VARCHAR(255), TAG VARCHAR(255), LIQUIBASE VARCHAR(20), CONTEXTS"
            + " VARCHAR(255), LABELS VARCHAR(255), DEPLOYMENT_ID VARCHAR(10))");
    return parts;
  }

  @Override
  public String lockQuery(Tables tables) {
    return "SELECT locked, lockedby, lockgranted, floor(extract(epoch FROM now()::timestamp -"
        + " lockgranted))::bigint FROM "
        + tables.lock()
        + " WHERE id = 1";
  }

  @Override
  public Flight takeLock(Tables tables, String owner, Optional<Lock> over) {
    var take =
        "WITH taken AS (UPDATE "
            + tables.lock()
            + " SET locked = TRUE, lockgranted = clock_timestamp()::timestamp, lockedby = "
            + text(owner)
            + " WHERE id = 1 AND (NOT locked"
            + over.map(lock ->
                    " OR (coalesce(lockedby, '') = "
                        + text(lock.owner())
                        + " AND coalesce(lockgranted::text, '') = "
                        + text(lock.granted())
                        + ")")
                .orElse("")
            + ") RETURNING 1) SELECT count(*) FROM taken";
    return Flight.asking(new Flight.Query(take, 1));
  }

  @Override
  public String guard(Tables tables, String owner, String granted) {
    return "DO $landfall$BEGIN PERFORM 1 FROM "
        + tables.lock()
        + " WHERE id = 1 AND locked AND lockedby = "
        + text(owner)
        + " AND lockgranted = "
        + text(granted)
        + " FOR SHARE; IF NOT FOUND THEN RAISE EXCEPTION 'the lock was taken away' USING ERRCODE"
        + " = '"
        + LOCK_GONE
        + "'; END IF; END$landfall$";
  }

  @Override
  public String check(Tables tables, String owner, String granted) {
    return guard(tables, owner, granted);
  }

  @Override
  public String now() {
    return "NOW()";
  }

  @Override
  public String text(String value) {
    var doubled = value.replace("'", "''");
    return value.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : "E'" + doubled.replace("\\", "\\\\") + "'";
  }

  @Override
  public String name(String identifier) {
    return identifier.matches("[a-z_][a-z0-9_]*") && !RESERVED.contains(identifier)
        ? identifier
        : "\"" + identifier.replace("\"", "\"\"") + "\"";
  }

  @Override
  public String catalogueQuery(Tables tables) {
    return PostgreSqlCatalogue.query(this);
  }

  @Override
  public List<String> unchecked() {
    return PostgreSqlCatalogue.UNCHECKED;
  }

  @Override
  public Map<String, Long> countRows(Session session, List<String> tables) throws SqlFailure {
    // Through XML, because a plain query for a table that is not there would fail as a whole.
    var counts =
        tables.stream()
            .map(table ->
                "SELECT "
                    + text(table)
                    + ", (pg_catalog.xpath('//c/text()', pg_catalog.query_to_xml('SELECT"
                    + " count(*) AS c FROM ' || pg_catalog.to_regclass("
                    + text(table)
                    + ")::text, false, false, '')))[1]::text::bigint WHERE"
                    + " pg_catalog.to_regclass("
                    + text(table)
                    + ") IS NOT NULL")
            .collect(Collectors.joining(" UNION ALL "));
    // A text of several statements is a transaction by itself, and ends with it.
    var answer =
        session.send(
            new Flight(
                List.of(
                    "SET LOCAL transaction_read_only = on", "SET LOCAL statement_timeout = 2000"),
                List.of(new Flight.Query(counts, 2))));
    Map<String, Long> byTable = new HashMap<>();
    answer.rows(0).forEach(row -> byTable.put(row.get(0), Long.parseLong(row.get(1))));
    return byTable;
  }

  /// Where in a flight's text the server saw the mistake; 0 when it did not say.
  static int position(SQLException e) {
    return e instanceof PSQLException p && p.getServerErrorMessage() != null
        ? p.getServerErrorMessage().getPosition()
        : 0;
  }
}
