package dev.landfall.engine.store;

import dev.landfall.engine.event.EventLogException;
import dev.landfall.spi.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.Driver;

/// PostgreSQL, shared by several machines. A transaction is one round trip.
final class PostgresDatabase implements Database {
  /// Held while the schema is made; any number nobody else uses.
  private static final long SCHEMA_LOCK = 0x6C616E6466616C6CL;

  private static final Sql READ_COMMITTED =
      Sql.of("set session characteristics as transaction isolation level read committed");

  /// Classes and codes of PostgreSQL's appendix "Error Codes" after which the same may go well:
  /// connection exceptions, transaction rollbacks, too many connections, operator intervention.
  private static final Set<String> PASSING =
      Set.of("40001", "40P01", "53300", "55P03", "57P01", "57P02", "57P03");

  private final String url;
  private final String name;
  private final Properties properties = new Properties();

  /// Does not connect yet.
  ///
  /// @param address `jdbc:postgresql://…` or `postgresql://user:password@host:port/database`
  PostgresDatabase(String address, Optional<String> user, Optional<Secret> password) {
    var jdbc = address.startsWith("jdbc:");
    var uri = parse(jdbc ? address.substring("jdbc:".length()) : address);
    var place = Objects.requireNonNullElse(uri.getRawAuthority(), "");
    var at = place.lastIndexOf('@');
    if (at >= 0) {
      var login = place.substring(0, at).split(":", 2);
      properties.setProperty("user", decode(login[0]));
      if (login.length > 1) {
        properties.setProperty("password", decode(login[1]));
      }
      place = place.substring(at + 1);
    }
    var path = Objects.requireNonNullElse(uri.getRawPath(), "");
    name = "PostgreSQL at " + place + path;
    url =
        "jdbc:postgresql://"
            + place
            + (path.isEmpty() ? "/" : path)
            + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    user.ifPresent(value -> properties.setProperty("user", value));
    password.ifPresent(value -> properties.setProperty("password", value.reveal()));
    properties.setProperty("ApplicationName", "landfall");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("tcpKeepAlive", "true");
  }

  private static URI parse(String address) {
    try {
      var uri = new URI(address);
      if (Set.of("postgres", "postgresql").contains(String.valueOf(uri.getScheme()))
          && !uri.isOpaque()) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Its message repeats the address, and with it the password.
    }
    throw new EventLogException(
        EventLogException.Code.BAD_ADDRESS,
        "The event log's address is no PostgreSQL address.",
        "Write postgresql://user:password@host:5432/database, with % codes for special characters"
            + " in user and password.");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Connection connect() throws SQLException {
    var connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new IllegalStateException("the driver refused " + name);
    }
    try {
      prepare(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void prepare(Connection connection) throws SQLException {
    var version = version(connection);
    Schema.refuseNewer(version, name);
    if (version < Schema.VERSION) {
      connection.setAutoCommit(false);
      Sql.of("select pg_advisory_xact_lock(?)", SCHEMA_LOCK).query(connection, rows -> true);
      var exists =
          Sql.of("select to_regclass('landfall_event_log') is not null")
              .query(connection, rows -> rows.next() && rows.getBoolean(1));
      Schema.update(connection, exists ? Schema.version(connection) : 0);
      connection.commit();
      connection.setAutoCommit(true);
      version(connection);
    }
  }

  /// Sets the connection up and asks for the store's version, in one round trip.
  private static int version(Connection connection) throws SQLException {
    try {
      return together(connection, List.of(READ_COMMITTED, Schema.QUESTION), 1, Schema::version);
    } catch (SQLException e) {
      if (Schema.isMissingTable(e)) {
        return 0;
      }
      throw e;
    }
  }

  @Override
  public <T> T read(Connection connection, Sql query, Sql.Rows<T> rows) throws SQLException {
    return query.query(connection, rows);
  }

  @Override
  public int change(Connection connection, Sql change) throws SQLException {
    return change.update(connection);
  }

  @Override
  public <T> T transaction(Connection connection, List<Sql> statements, Sql.Rows<T> last)
      throws SQLException {
    // A begin and a commit of its own: without them the driver may split what it sends together
    // into several transactions, when it expects long answers.
    var all = new ArrayList<Sql>();
    all.add(Sql.of("begin"));
    all.addAll(statements);
    all.add(Sql.of("commit"));
    return together(connection, all, statements.size(), last);
  }

  /// Sends statements together, and reads the rows of one of them.
  private static <T> T together(
      Connection connection, List<Sql> statements, int answer, Sql.Rows<T> rows)
      throws SQLException {
    var text = statements.stream().map(Sql::text).collect(Collectors.joining(";\n"));
    try (var statement = connection.prepareStatement(text)) {
      var next = 1;
      for (var sql : statements) {
        next = sql.bind(statement, next);
      }
      statement.execute();
      for (var skipped = 0; skipped < answer; skipped++) {
        statement.getMoreResults();
      }
      try (var found = statement.getResultSet()) {
        return rows.read(Objects.requireNonNull(found, "no rows"));
      }
    }
  }

  @Override
  public boolean isPassing(SQLException failure) {
    var state = Objects.requireNonNullElse(failure.getSQLState(), "");
    return state.startsWith("08") || PASSING.contains(state);
  }

  @Override
  public void close() {
    // Connections are the caller's; there is nothing else.
  }
}
