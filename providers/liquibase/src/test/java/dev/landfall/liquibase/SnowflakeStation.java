package dev.landfall.liquibase;

import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.liquibase.settings.LiquibaseSettings.Connection;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Observation;
import dev.landfall.spi.Plan;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Source;
import dev.landfall.spi.Target;
import dev.landfall.spi.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/// A changelog in a folder, a Snowflake account of its own, and the provider between them.
final class SnowflakeStation implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final AtomicInteger ROLLOUT = new AtomicInteger();
  private static final String SET_UP =
      """
      CREATE WAREHOUSE DEPLOY_WH WAREHOUSE_SIZE = 'XSMALL' INITIALLY_SUSPENDED = TRUE;
      CREATE DATABASE PLATFORM;
      CREATE ROLE DEPLOYER;
      GRANT ROLE DEPLOYER TO USER IDENTIFIER($LOGIN);
      GRANT ROLE DEPLOYER TO ROLE SYSADMIN;
      GRANT USAGE ON WAREHOUSE DEPLOY_WH TO ROLE DEPLOYER;
      GRANT OWNERSHIP ON ALL SCHEMAS IN DATABASE PLATFORM TO ROLE DEPLOYER COPY CURRENT GRANTS;
      GRANT OWNERSHIP ON DATABASE PLATFORM TO ROLE DEPLOYER COPY CURRENT GRANTS;
      """;

  private final Path folder;
  private final SnowflakeServer server;
  private final String account = "station_" + NUMBER.incrementAndGet();
  private LiquibaseProvider provider = new LiquibaseProvider(Clock.systemUTC());
  private Goal goal = new Goal.Latest();
  private Optional<Secret> privateKey = Optional.empty();
  private Map<String, Value> parameters = Map.of();
  private Map<String, LiquibaseSettings.Output> outputs = Map.of();
  private String url;
  private String changelog = "changelog.sql";

  SnowflakeStation(Path folder, SnowflakeServer server) {
    try {
      this.folder = Files.createTempDirectory(folder, "changelog");
      this.server = server;
      this.url = server.jdbcUrl(account);
      server.administer(account, Map.of("LOGIN", server.user()), SET_UP);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SnowflakeException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Writes `changelog.sql`.
  SnowflakeStation sql(String changesets) {
    return changelog("changelog.sql", "--liquibase formatted sql\n" + changesets);
  }

  /// Writes a file and makes it the changelog.
  SnowflakeStation changelog(String name, String text) {
    changelog = name;
    return file(name, text);
  }

  /// Writes a file beside the changelog.
  SnowflakeStation file(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SnowflakeStation goal(Goal to) {
    goal = to;
    return this;
  }

  /// Logs in with a key instead of the password.
  SnowflakeStation key(String pem) {
    privateKey = Optional.of(Secret.of(pem));
    return this;
  }

  SnowflakeStation outputs(Map<String, LiquibaseSettings.Output> values) {
    outputs = values;
    return this;
  }

  SnowflakeStation parameters(Map<String, Value> values) {
    parameters = values;
    return this;
  }

  /// Has the provider log in through a proxy whose broken connections the driver tries once more.
  SnowflakeStation through(int proxyPort) {
    url =
        server.jdbcUrl(account).replace(":" + server.port() + "/", ":" + proxyPort + "/")
            + "&maxHttpRetries=1";
    return this;
  }

  /// Ends [#through].
  SnowflakeStation directly() {
    url = server.jdbcUrl(account);
    return this;
  }

  Path folder() {
    return folder;
  }

  /// A new process: a provider that knows nothing of earlier ones.
  SnowflakeStation restarted() {
    provider.close();
    provider = new LiquibaseProvider(Clock.systemUTC());
    return this;
  }

  Desired<LiquibaseSettings> desired() {
    var connection =
        new Connection(
            url,
            Optional.of(server.user()),
            privateKey.isPresent() ? Optional.empty() : Optional.of(Secret.of(server.password())),
            privateKey,
            Optional.of("PLATFORM"),
            Optional.of("PUBLIC"),
            Optional.of("DEPLOY_WH"),
            Optional.of("DEPLOYER"));
    return new Desired<>(
        new Target("dev", "london"),
        "warehouse",
        new LiquibaseSettings(
            changelog,
            connection,
            List.of(),
            Optional.empty(),
            parameters,
            Optional.empty(),
            outputs),
        new Source(folder, "db", content()),
        goal,
        "r1");
  }

  private String content() {
    try {
      return Integer.toHexString(Files.readString(folder.resolve(changelog)).hashCode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  MemoryContext context() {
    return new MemoryContext("ro-" + ROLLOUT.incrementAndGet(), folder.resolveSibling("cache"));
  }

  Plan plan() throws ProviderException, InterruptedException {
    return provider.plan(desired(), context());
  }

  /// Plans and applies.
  MemoryContext deploy() throws ProviderException, InterruptedException {
    var context = context();
    apply(plan(), context);
    return context;
  }

  void apply(Plan plan, MemoryContext context) throws ProviderException, InterruptedException {
    provider.apply(plan, desired(), context);
  }

  Observation observe() throws ProviderException, InterruptedException {
    return provider.observe(desired(), context());
  }

  /// A login of the real driver, as the deployer.
  java.sql.Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", server.user());
    properties.setProperty("password", server.password());
    properties.setProperty("db", "PLATFORM");
    properties.setProperty("schema", "PUBLIC");
    properties.setProperty("warehouse", "DEPLOY_WH");
    properties.setProperty("role", "DEPLOYER");
    properties.setProperty("JDBC_QUERY_RESULT_FORMAT", "JSON");
    return DriverManager.getConnection(server.jdbcUrl(account), properties);
  }

  /// The rows of a query, each as its cells.
  List<List<String>> query(String sql) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      var rows = new ArrayList<List<String>>();
      if (statement.execute(sql)) {
        try (var result = statement.getResultSet()) {
          while (result.next()) {
            var cells = new ArrayList<String>();
            for (var i = 1; i <= result.getMetaData().getColumnCount(); i++) {
              cells.add(String.valueOf(result.getString(i)));
            }
            rows.add(cells);
          }
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// The first column of a query.
  List<String> column(String sql) {
    return query(sql).stream().map(List::getFirst).toList();
  }

  /// The ids of the changesets that ran, in order.
  List<String> ran() {
    return column("SELECT ID FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED");
  }

  boolean isLocked() {
    return query("SELECT TO_VARCHAR(LOCKED) FROM DATABASECHANGELOGLOCK")
        .equals(List.of(List.of("true")));
  }

  @Override
  public void close() {
    provider.close();
  }
}
