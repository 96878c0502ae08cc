package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.ChangelogRequest;
import dev.landfall.liquibase.changelog.CoreExecution;
import dev.landfall.liquibase.settings.LiquibaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// One login to one database. For one thread at a time.
final class Session implements AutoCloseable {
  private final Dialect dialect;
  private final Connection connection;
  private Ledger.Place place = Ledger.Place.UNKNOWN;
  private String number = "";
  private Tables tables;
  private boolean read;
  private boolean hasTables;
  private boolean spent;
  private boolean lost;

  private Session(Dialect dialect, Connection connection, Tables tables) {
    this.dialect = dialect;
    this.connection = connection;
    this.tables = tables;
  }

  static Session open(Dialect dialect, LiquibaseSettings settings) throws SqlFailure {
    return dialect.undisturbed(() -> login(dialect, settings));
  }

  private static Session login(Dialect dialect, LiquibaseSettings settings) throws SqlFailure {
    try {
      var connection = dialect.connect(settings.connection());
      var tracking = settings.tracking().flatMap(LiquibaseSettings.Tracking::schema);
      return new Session(dialect, connection, dialect.tables(connection, tracking));
    } catch (SQLException e) {
      var state = e.getSQLState() == null ? "" : e.getSQLState();
      throw new SqlFailure(String.valueOf(e.getMessage()), state, -1, 0, true, e);
    }
  }

  Dialect dialect() {
    return dialect;
  }

  /// Where the session works; [Ledger.Place#UNKNOWN] until the first query for it.
  Ledger.Place place() {
    return place;
  }

  Tables tables() {
    return tables;
  }

  /// The session's number on its server; empty until the first query for it.
  String number() {
    return number;
  }

  /// Notes what [Dialect#whereQuery] brought.
  ///
  /// @return whether unqualified table names mean tables of another schema than Liquibase's, so
  ///   that what was read with them is not valid
  boolean learn(List<String> where) {
    place = new Ledger.Place(where.get(0), where.get(1), where.get(2));
    number = where.get(5);
    if (!tables.schema().isEmpty() || place.schema().isEmpty()) {
      return false;
    }
    // Qualified from now on: a changeset may set another search path.
    var wasUnqualified = tables.prefix().isEmpty();
    tables = new Tables("", where.get(4) + ".");
    return wasUnqualified && !where.get(3).isEmpty() && !where.get(3).equals(where.get(4));
  }

  /// Whether somebody looked at the bookkeeping.
  boolean wasRead() {
    return read;
  }

  void markRead() {
    read = true;
  }

  /// Whether both bookkeeping tables were there when somebody looked last.
  boolean hasTables() {
    return hasTables;
  }

  void hasTables(boolean value) {
    hasTables = value;
  }

  Answer send(Flight flight) throws SqlFailure {
    try {
      return dialect.undisturbed(() -> dialect.send(connection, flight));
    } catch (SqlFailure failure) {
      lost |= failure.lost();
      spent |= lost;
      throw failure;
    }
  }

  /// What a query of an unknown shape brings: rows of texts by the names of their columns, empty
  /// for null.
  List<SequencedMap<String, String>> rows(String sql) throws SqlFailure {
    try (var statement = connection.createStatement();
        var found = statement.executeQuery(sql)) {
      var columns = found.getMetaData();
      var rows = new ArrayList<SequencedMap<String, String>>();
      while (found.next()) {
        SequencedMap<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          var cell = found.getString(i);
          row.putIfAbsent(columns.getColumnLabel(i), cell == null ? "" : cell);
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      var failure = SqlFailure.of(e);
      lost |= failure.lost();
      spent |= lost;
      throw failure;
    }
  }

  /// Has liquibase-core carry out a step in the transaction that is under way, and sends what ends
  /// it; when that fails, the transaction is rolled back.
  void runThroughCore(ChangelogRequest request, Step step, List<String> end) throws SqlFailure {
    dialect.undisturbed(() -> {
      throughCore(request, step, end);
      return step;
    });
  }

  private void throughCore(ChangelogRequest request, Step step, List<String> end)
      throws SqlFailure {
    try {
      // The driver has to know of the transaction too: PostgreSQL's refuses large objects
      // otherwise.
      connection.setAutoCommit(false);
      var back = step.kind() == Step.Kind.BACK;
      CoreExecution.run(request, step.changeset().key(), back, connection);
      send(new Flight(end, List.of()));
      connection.setAutoCommit(true);
    } catch (SQLException | CoreExecution.CoreException e) {
      var cause = e instanceof SQLException sql ? sql : new SQLException(e.getMessage(), "", e);
      var failure = dialect.failure(cause);
      lost |= failure.lost();
      rollBack(failure);
      throw failure;
    } catch (SqlFailure failure) {
      rollBack(failure);
      throw failure;
    }
  }

  private void rollBack(SqlFailure failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      spent = true; // the server rolls back when the connection is given up
      failure.addSuppressed(e);
    }
  }

  /// Whether the connection broke.
  boolean isLost() {
    return lost;
  }

  /// Says that statements of a changeset ran here, which may have changed the session's settings.
  void markSpent() {
    spent = true;
  }

  /// Whether it must not be lent again.
  boolean isSpent() {
    return spent;
  }

  @Override
  public void close() {
    if (lost && dialect.closesByCalling()) {
      return; // whoever takes the lock over ends the session
    }
    try {
      dialect.undisturbed(() -> {
        logOut();
        return this;
      });
    } catch (SqlFailure e) {
      // The server ends a session whose connection is gone by itself.
      spent = true;
    }
  }

  private void logOut() throws SqlFailure {
    try {
      connection.close();
    } catch (SQLException e) {
      throw dialect.failure(e);
    }
  }
}
