package dev.landfall.sandbox.snowflake.catalog;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/// An account: its current catalogue, and the one way to change it.
///
/// Thread-safe. Readers take [#catalogue] and see one state throughout; changes run one after
/// another.
public final class Account {
  private final String name;
  private final CatalogueStore store;
  private final ReentrantLock lock = new ReentrantLock(true);
  private volatile Catalogue catalogue;

  private Account(String name, CatalogueStore store, Catalogue catalogue) {
    this.name = name;
    this.store = store;
    this.catalogue = catalogue;
  }

  /// What a change does.
  @FunctionalInterface
  public interface Change<T> {
    T apply(Draft draft) throws SnowflakeException, SQLException;
  }

  /// Opens the account that a DuckDB database holds, or makes a new one in an empty database.
  ///
  /// @param name the account's name, in upper case
  /// @param region such as `AWS_EU_WEST_1`; for a new account
  /// @param admin the first user, who has the role ACCOUNTADMIN; for a new account
  /// @param connection without a transaction; not kept
  /// @param kept whether the database outlives its last connection
  /// @throws IllegalStateException when the database is of another format
  public static Account open(
      String name, String region, Name admin, Connection connection, boolean kept, Instant now)
      throws SQLException {
    var store = new CatalogueStore(kept);
    var found = store.open(connection);
    if (found.isPresent()) {
      return new Account(name, store, found.get());
    }
    var account = new Account(name, store, Catalogue.of(java.util.List.of(), 0));
    try {
      account.change(
          connection,
          draft -> {
            NewAccount.fill(draft, new Name(name), region, admin, now);
            return draft;
          });
    } catch (SnowflakeException e) {
      throw new IllegalStateException(e);
    }
    return account;
  }

  /// In upper case.
  public String name() {
    return name;
  }

  /// The catalogue as it is now.
  public Catalogue catalogue() {
    return catalogue;
  }

  /// Runs a change in a DuckDB transaction of its own, together with what it writes there. When it
  /// fails nothing has changed.
  ///
  /// @param connection without a transaction; it has none afterwards either
  public <T> T change(Connection connection, Change<T> change)
      throws SnowflakeException, SQLException {
    lock.lock();
    try (var statement = connection.createStatement()) {
      var draft = catalogue.draft();
      statement.execute("BEGIN TRANSACTION");
      boolean done = false;
      T result;
      try {
        result = change.apply(draft);
        store.write(connection, draft);
        if (store.overgrown(draft)) {
          store.rewrite(connection, draft);
        }
        statement.execute("COMMIT");
        done = true;
      } finally {
        if (!done) {
          rollback(connection);
        }
      }
      catalogue = draft.freeze();
      return result;
    } finally {
      lock.unlock();
    }
  }

  private static void rollback(Connection connection) {
    try (var statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // The commit itself failed: there is nothing to roll back, and its own error says why.
      if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
        throw new IllegalStateException(e);
      }
    }
  }
}
