package dev.landfall.acceptance;

import dev.landfall.sandbox.postgresql.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A PostgreSQL and a copy of the example, as an engineer has them.
///
/// @param folder everything of one test
/// @param server where the databases are
record Field(Path folder, PostgresServer server) implements AutoCloseable {
  /// The component of a small platform whose regions name their databases under `postgresql`.
  static final String WAREHOUSE =
      """
      components:
        warehouse:
          uses: liquibase
          with:
            changelog: changelog.sql
            connection:
              url: "${region.postgresql.url}"
              user: "${region.postgresql.user}"
              password: "${secret:POSTGRESQL_PASSWORD}"
      """;

  static Field open(Path folder) throws IOException, PostgresServer.StartException {
    return new Field(folder, PostgresServer.start(folder.resolve("postgresql"), 0));
  }

  /// The example's folder; a copy that may be changed.
  Path example() {
    var copy = folder.resolve("box-office");
    if (!Files.exists(copy)) {
      copy(Landfall.PROJECT.resolve("examples/postgres"), copy);
    }
    return copy;
  }

  private static void copy(Path from, Path to) {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var copied = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(file, copied);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file `--sandbox` takes.
  ///
  /// @param port where PostgreSQL is said to listen
  Path readyFile(int port) throws IOException {
    var file = folder.resolve("ready-" + port + ".json");
    return Files.writeString(
        file,
        """
        {"postgresql": {"endpoint": "127.0.0.1:%d", "user": "%s", "password": "%s"}, "pid": %d}
        """
            .formatted(port, server.user(), server.password(), ProcessHandle.current().pid()));
  }

  Path readyFile() throws IOException {
    return readyFile(server.port());
  }

  /// Makes the databases of an environment's regions.
  void createDatabases(String environment, String... regions) throws IOException {
    for (var region : regions) {
      server.createDatabase(database(environment, region));
    }
  }

  static String database(String environment, String region) {
    return "box_office_" + region + "_" + environment;
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
  }

  /// The rows of a query, each as its cells.
  List<List<String>> query(String database, String sql) throws SQLException {
    try (var connection = connect(database);
        var statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return List.of();
      }
      var rows = new ArrayList<List<String>>();
      try (var result = statement.getResultSet()) {
        while (result.next()) {
          var cells = new ArrayList<String>();
          for (var i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            cells.add(String.valueOf(result.getString(i)));
          }
          rows.add(cells);
        }
      }
      return rows;
    }
  }

  /// The first cell of a query.
  String value(String database, String sql) throws SQLException {
    return query(database, sql).getFirst().getFirst();
  }

  @Override
  public void close() {
    server.close();
  }
}
