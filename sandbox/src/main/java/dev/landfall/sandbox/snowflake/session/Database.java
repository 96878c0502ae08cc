package dev.landfall.sandbox.snowflake.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/// The DuckDB database that keeps one account. Threads may share it; each connection is for one at
/// a time.
final class Database implements AutoCloseable {
  private final DuckDBConnection root;

  private Database(DuckDBConnection root) {
    this.root = root;
  }

  /// @param file where it is kept; in memory when it is empty
  /// @throws IOException when it cannot be opened, such as when another process has it
  static Database open(Optional<Path> file) throws IOException {
    try {
      if (file.isPresent()) {
        Files.createDirectories(file.get().toAbsolutePath().getParent());
      }
      var url = "jdbc:duckdb:" + file.map(Path::toString).orElse("");
      var root = (DuckDBConnection) DriverManager.getConnection(url, settings());
      return new Database(root);
    } catch (SQLException e) {
      throw new IOException("the account's database cannot be opened: " + e.getMessage(), e);
    }
  }

  /// With the first setting a connection may ask for its results as a stream. With the second a
  /// statement runs in the thread that sends it: to wake others costs small statements, which most
  /// are, a third of their time.
  private static Properties settings() {
    var settings = new Properties();
    settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "false");
    settings.setProperty("threads", "1");
    return settings;
  }

  /// The connection that lives as long as the database.
  Connection root() {
    return root;
  }

  /// Another connection; its user closes it.
  Connection connect() throws SQLException {
    return root.duplicate();
  }

  @Override
  public void close() throws IOException {
    try {
      root.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
