package dev.landfall.engine.plan;

import java.sql.Connection;
import java.sql.SQLException;

/// Breaks the rule that only stores and providers touch SQL.
public final class AsksTheDatabase {
  private AsksTheDatabase() {}

  static boolean ask(Connection connection) throws SQLException {
    return connection.isValid(1);
  }
}
