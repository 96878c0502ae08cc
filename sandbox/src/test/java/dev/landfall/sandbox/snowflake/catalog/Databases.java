package dev.landfall.sandbox.snowflake.catalog;

import dev.landfall.sandbox.snowflake.model.Name;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;

/// DuckDB databases and accounts for tests.
public final class Databases {
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123Z");

  private Databases() {}

  /// A database in memory.
  public static Connection memory() throws SQLException {
    return DriverManager.getConnection("jdbc:duckdb:");
  }

  public static Connection file(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:duckdb:" + file);
  }

  /// The account in a database: the one it holds, or a new one with the user ADMIN.
  public static Account account(Connection connection) throws SQLException {
    return Account.open("TESTS", "AWS_EU_WEST_1", new Name("ADMIN"), connection, true, NOW);
  }
}
