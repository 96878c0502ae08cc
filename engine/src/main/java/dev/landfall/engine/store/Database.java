package dev.landfall.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// One kind of database. Threads may share it; none that calls it may ever be interrupted, see
/// [Sessions].
interface Database extends AutoCloseable {
  /// What people call it, without credentials.
  String name();

  /// A connection of its own to a store whose schema is this program's.
  Connection connect() throws SQLException;

  /// Reads what was committed; what it returns is as durable as what an append returned.
  <T> T read(Connection connection, Sql query, Sql.Rows<T> rows) throws SQLException;

  /// Changes rows in a transaction of its own, and returns when it is durable.
  ///
  /// @return how many
  int change(Connection connection, Sql change) throws SQLException;

  /// Runs statements in one transaction, each seeing what was committed when its turn came, and
  /// returns when it is durable.
  ///
  /// @param last reads the rows of the last statement
  <T> T transaction(Connection connection, List<Sql> statements, Sql.Rows<T> last)
      throws SQLException;

  /// Whether the same may go well when tried again on a new connection.
  boolean isPassing(SQLException failure);

  @Override
  void close();
}
