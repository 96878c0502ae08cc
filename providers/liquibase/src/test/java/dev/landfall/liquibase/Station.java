package dev.landfall.liquibase;

import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.liquibase.settings.LiquibaseSettings.Connection;
import dev.landfall.sandbox.postgresql.PostgresServer;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Outputs;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A changelog in a folder, a real database of its own, and the provider between them.
final class Station implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final AtomicInteger ROLLOUT = new AtomicInteger();

  private final Path folder;
  private final PostgresServer server;
  private final String database;
  private LiquibaseProvider provider = new LiquibaseProvider(Clock.systemUTC());
  private int port;
  private List<String> contexts = List.of();
  private Optional<String> labels = Optional.empty();
  private Map<String, Value> parameters = Map.of();
  private Map<String, LiquibaseSettings.Output> outputs = Map.of();
  private Goal goal = new Goal.Latest();
  private String release = "r1";

  Station(Path folder) {
    try {
      this.folder = Files.createTempDirectory(folder, "changelog");
      this.server = Servers.shared();
      this.database = "station_" + NUMBER.incrementAndGet();
      this.port = server.port();
      server.createDatabase(database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Station file(String name, String text) {
    try {
      var file = folder.resolve(name);
      Files.createDirectories(folder.resolve(name).resolveSibling(""));
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes `changelog.sql`.
  Station sql(String changesets) {
    return file("changelog.sql", "--liquibase formatted sql\n" + changesets);
  }

  /// So many changesets that each create a table.
  Station tables(int count) {
    var text = new StringBuilder();
    for (var i = 1; i <= count; i++) {
      text.append(
          "--changeset ann:%d\nCREATE TABLE t%d (id int);\n--rollback DROP TABLE t%d;\n"
              .formatted(i, i, i));
    }
    return sql(text.toString());
  }

  Station through(int proxyPort) {
    port = proxyPort;
    return this;
  }

  Station contexts(String... values) {
    contexts = List.of(values);
    return this;
  }

  Station labels(String expression) {
    labels = Optional.of(expression);
    return this;
  }

  Station outputs(Map<String, LiquibaseSettings.Output> values) {
    outputs = values;
    return this;
  }

  Station parameters(Map<String, Value> values) {
    parameters = values;
    return this;
  }

  Station goal(Goal to) {
    goal = to;
    return this;
  }

  Station release(String id) {
    release = id;
    return this;
  }

  Path folder() {
    return folder;
  }

  PostgresServer server() {
    return server;
  }

  String database() {
    return database;
  }

  /// A new process: a provider that knows nothing of earlier ones.
  Station restarted() {
    provider.close();
    provider = new LiquibaseProvider(Clock.systemUTC());
    return this;
  }

  LiquibaseProvider provider() {
    return provider;
  }

  /// The root changelog.
  String changelog() {
    return Stream.of("changelog.yaml", "changelog.xml", "changelog.json")
        .filter(name -> Files.exists(folder.resolve(name)))
        .findFirst()
        .orElse("changelog.sql");
  }

  Desired<LiquibaseSettings> desired() {
    var connection =
        new Connection(
            "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable",
            Optional.of(server.user()),
            Optional.of(Secret.of(server.password())),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var settings =
        new LiquibaseSettings(
            changelog(), connection, contexts, labels, parameters, Optional.empty(), outputs);
    return new Desired<>(
        new Target("dev", "london"),
        "warehouse",
        settings,
        new Source(folder, "db", content()),
        goal,
        release);
  }

  private String content() {
    try (var files = Files.walk(folder)) {
      var text = new StringBuilder();
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        text.append(file).append(Files.readString(file));
      }
      return Integer.toHexString(text.toString().hashCode());
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

  Outputs apply(Plan plan, MemoryContext context) throws ProviderException, InterruptedException {
    return provider.apply(plan, desired(), context);
  }

  /// Plans and applies.
  MemoryContext deploy() throws ProviderException, InterruptedException {
    var context = context();
    apply(plan(), context);
    return context;
  }

  /// The rows of a query, each as its cells.
  List<List<String>> query(String sql) {
    try (var connection =
            DriverManager.getConnection(
                server.jdbcUrl(database), server.user(), server.password());
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
    return column("SELECT id FROM databasechangelog ORDER BY orderexecuted");
  }

  boolean isLocked() {
    return column("SELECT locked FROM databasechangeloglock").equals(List.of("t"));
  }

  @Override
  public void close() {
    provider.close();
  }
}
