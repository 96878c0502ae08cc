package dev.landfall.liquibase.changelog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;

/// Runs what cannot be reduced to SQL by liquibase-core itself: one changeset, on a connection
/// whose transaction stays with the caller. One thread at a time in the whole process.
public final class CoreExecution {
  /// Which of a connection's methods would end or free it from the caller's transaction.
  private static final Set<String> KEPT =
      Set.of("commit", "rollback", "setAutoCommit", "close", "abort", "setTransactionIsolation");

  private CoreExecution() {}

  /// Runs a changeset, or takes it back.
  ///
  /// @param back whether it is taken back
  /// @param connection with a transaction begun; it is neither committed nor rolled back
  /// @throws SQLException when the database refuses
  /// @throws CoreException when liquibase-core fails otherwise
  public static void run(
      ChangelogRequest request, Changeset.Key key, boolean back, Connection connection)
      throws SQLException, CoreException {
    try {
      var files = new Enclosure(request);
      QuietLiquibase.run(
          files,
          () -> {
            var database = database(connection);
            Scope.child(
                Map.of(Scope.Attr.database.name(), database),
                () -> run(find(request, files, key), back, database));
            return key;
          });
    } catch (Exception e) {
      var sql = cause(e, SQLException.class);
      if (sql.isPresent()) {
        throw sql.get();
      }
      throw new CoreException(String.valueOf(e.getMessage()), e);
    }
  }

  /// liquibase-core could not run a changeset.
  public static final class CoreException extends Exception {
    private static final long serialVersionUID = 1L;

    CoreException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private record Found(ChangeSet changeSet, DatabaseChangeLog log) {}

  private static Found find(ChangelogRequest request, Enclosure files, Changeset.Key key)
      throws LiquibaseException {
    var parameters =
        new OwnParameters(
            request.kind().offline(), request.parameters(), request.contexts(), request.labels());
    var parser = ChangeLogParserFactory.getInstance().getParser(request.changelog(), files);
    var log = parser.parse(request.changelog(), parameters, files);
    return log.getChangeSets().stream()
        .filter(c ->
            c.getId().equals(key.id())
                && c.getAuthor().equals(key.author())
                && c.getFilePath().equals(key.path()))
        .findFirst()
        .map(c -> new Found(c, log))
        .orElseThrow(() -> new LiquibaseException("no changeset " + key));
  }

  private static void run(Found found, boolean back, Database database) throws LiquibaseException {
    for (var change : found.changeSet().getChanges()) {
      change.finishInitialization();
    }
    if (back) {
      found.changeSet().rollback(database);
    } else {
      // Its preconditions were looked at already.
      found.changeSet().setPreconditions(null);
      found.changeSet().execute(found.log(), database);
    }
  }

  private static Database database(Connection connection) throws LiquibaseException {
    var database =
        DatabaseFactory.getInstance()
            .findCorrectDatabaseImplementation(new JdbcConnection(keeping(connection)));
    database.setAutoCommit(false);
    return database;
  }

  private static Connection keeping(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (KEPT.contains(method.getName())) {
                return null;
              }
              if (method.getName().equals("getAutoCommit")) {
                return false;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static <E extends Throwable> Optional<E> cause(Throwable thrown, Class<E> type) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
