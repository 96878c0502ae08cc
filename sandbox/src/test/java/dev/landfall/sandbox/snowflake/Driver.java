package dev.landfall.sandbox.snowflake;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// The real JDBC driver, pointed at a server.
public final class Driver {
  private Driver() {}

  /// A session in the server's own account.
  ///
  /// @param settings names and values, alternately
  public static Connection connect(SnowflakeServer server, String... settings) throws SQLException {
    return connectTo(server, server.account(), settings);
  }

  /// A session of the administrator in some account.
  public static Connection connectTo(SnowflakeServer server, String account, String... settings)
      throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", server.user());
    properties.setProperty("password", server.password());
    for (var i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    return DriverManager.getConnection(server.jdbcUrl(account), properties);
  }

  /// All rows of a query, as text.
  public static List<List<String>> rows(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows(rows);
    }
  }

  public static List<List<String>> rows(ResultSet rows) throws SQLException {
    var all = new ArrayList<List<String>>();
    var columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      var row = new ArrayList<String>();
      for (var i = 1; i <= columns; i++) {
        row.add(String.valueOf(rows.getString(i)));
      }
      all.add(row);
    }
    return all;
  }

  public static int run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }
}
