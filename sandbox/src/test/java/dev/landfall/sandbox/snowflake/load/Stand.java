package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.Driver;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// A server with a database D, a stage ST in it, and a folder of local files.
final class Stand implements AutoCloseable {
  private final Path folder;
  private final SnowflakeServer server;
  private Connection connection;

  private Stand(Path folder, SnowflakeServer server) throws SQLException {
    this.folder = folder;
    this.server = server;
    this.connection = Driver.connect(server);
  }

  static Stand open(Path folder) throws IOException, SQLException {
    return open(folder, SnowflakeServer.Options.defaults());
  }

  static Stand open(Path folder, SnowflakeServer.Options options) throws IOException, SQLException {
    var stand = new Stand(folder, SnowflakeServer.start(options));
    stand.run("CREATE DATABASE IF NOT EXISTS D", "USE DATABASE D", "CREATE STAGE IF NOT EXISTS ST");
    return stand;
  }

  SnowflakeServer server() {
    return server;
  }

  Connection connection() {
    return connection;
  }

  /// Another session.
  void reconnect() throws SQLException {
    connection.close();
    connection = Driver.connect(server, "db", "D");
  }

  void run(String... statements) throws SQLException {
    for (var sql : statements) {
      Driver.run(connection, sql);
    }
  }

  List<List<String>> rows(String sql) throws SQLException {
    return Driver.rows(connection, sql);
  }

  /// The first column.
  List<String> column(String sql) throws SQLException {
    return rows(sql).stream().map(List::getFirst).toList();
  }

  /// Puts a file into the stage ST as it is.
  ///
  /// @param path the folder in the stage, empty for its root
  void put(String path, String name, String content) throws IOException, SQLException {
    put(path, Files.writeString(folder.resolve(name), content));
  }

  void put(String path, Path file) throws SQLException {
    var put = rows("PUT 'file://" + file + "' @ST/" + path + " AUTO_COMPRESS=FALSE OVERWRITE=TRUE");
    if (!put.getFirst().contains("UPLOADED")) {
      throw new IllegalStateException(put.toString());
    }
  }

  /// The content of a file of the stage ST.
  String content(String path) throws IOException, SQLException {
    var back = Files.createTempDirectory(folder, "got");
    rows("GET @ST/" + path + " file://" + back);
    var file = back.resolve(path.substring(path.lastIndexOf('/') + 1));
    if (path.endsWith(".gz")) {
      try (var in = new GZIPInputStream(Files.newInputStream(file))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    return Files.readString(file);
  }

  @Override
  public void close() throws IOException, SQLException {
    connection.close();
    server.close();
  }
}
