package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.ChangelogRequest;
import dev.landfall.liquibase.changelog.CoreExecution;
import dev.landfall.liquibase.settings.LiquibaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// One login to one database. For one thread at a time.
final class Session implements AutoCloseable {
  private final Dialect dialect;
  private final Connection connection;
  private Ledger.Place place = Ledger.Place.UNKNOWN;
  private Tables tables;
  private boolean read;
  private boolean hasTables;
  private boolean spent;
  private boolean lost;

  private Session(Dialect dialect, Connection connection, Optional<String> tracking) {
    this.dialect = dialect;
    this.connection = connection;
    this.tables =
        tracking
            .map(schema -> new Tables(schema, dialect.name(schema) + "."))
            .orElse(new Tables("", ""));
  }

  static Session open(Dialect dialect, LiquibaseSettings settings) throws SqlFailure {
    try {
      return new Session(
          dialect,
          dialect.connect(settings.connection()),
          settings.tracking().flatMap(LiquibaseSettings.Tracking::schema));
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

  /// Notes what the query of [Dialect#wherePart] brought.
  ///
  /// @return whether unqualified table names mean tables of another schema than Liquibase's, so
  ///   that what was read with them is not valid
  boolean learn(List<String> where) {
    place = new Ledger.Place(where.get(0), where.get(1), where.get(2));
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

  Answer send(List<String> parts) throws SqlFailure {
    try {
      return dialect.send(connection, parts);
    } catch (SqlFailure failure) {
      lost |= failure.lost();
      spent |= lost;
      throw failure;
    }
  }

  /// Has liquibase-core carry out a step in the transaction that is under way.
  void runThroughCore(ChangelogRequest request, Step step) throws SqlFailure {
    try {
      var back = step.kind() == Step.Kind.BACK;
      CoreExecution.run(request, step.changeset().key(), back, connection);
    } catch (SQLException | CoreExecution.CoreException e) {
      var cause = e instanceof SQLException sql ? sql : new SQLException(e.getMessage(), "", e);
      var failure = SqlFailure.of(cause);
      lost |= failure.lost();
      throw failure;
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
    try {
      connection.close();
    } catch (SQLException e) {
      // The server ends a session whose connection is gone by itself.
      spent = true;
    }
  }
}
