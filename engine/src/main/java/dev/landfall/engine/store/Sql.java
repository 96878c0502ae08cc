package dev.landfall.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// One statement with its parameters, written so that H2 and PostgreSQL both take it.
///
/// @param parameters strings, numbers, truth values, UUIDs, instants and [Items]
record Sql(String text, List<Object> parameters) {
  /// A parameter that is an array.
  ///
  /// @param type the SQL name of the items' type
  record Items(String type, List<?> values) {}

  /// Makes a value of the rows a query found.
  interface Rows<T> {
    T read(ResultSet rows) throws SQLException;
  }

  static Sql of(String text, Object... parameters) {
    return new Sql(text, List.of(parameters));
  }

  /// Runs a query on its own.
  <T> T query(Connection connection, Rows<T> rows) throws SQLException {
    try (var statement = connection.prepareStatement(text)) {
      bind(statement, 1);
      try (var found = statement.executeQuery()) {
        return rows.read(found);
      }
    }
  }

  /// Runs a statement and does not look at what it says.
  void execute(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(text)) {
      bind(statement, 1);
      statement.execute();
    }
  }

  /// Runs a change on its own.
  ///
  /// @return how many rows it changed
  int update(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(text)) {
      bind(statement, 1);
      return statement.executeUpdate();
    }
  }

  /// Sets the parameters.
  ///
  /// @param first the number of the first one
  /// @return the number after the last one
  int bind(PreparedStatement statement, int first) throws SQLException {
    var number = first;
    for (var parameter : parameters) {
      switch (parameter) {
        case Instant instant -> statement.setObject(number, instant.atOffset(ZoneOffset.UTC));
        case Items items ->
            statement.setArray(
                number,
                statement.getConnection().createArrayOf(items.type(), items.values().toArray()));
        default -> statement.setObject(number, parameter);
      }
      number++;
    }
    return number;
  }
}
