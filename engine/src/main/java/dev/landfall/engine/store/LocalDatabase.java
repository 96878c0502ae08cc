package dev.landfall.engine.store;

import dev.landfall.engine.event.EventLogException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.h2.Driver;
import org.h2.api.ErrorCode;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// H2 in a folder, shared by the processes of one machine.
///
/// Who holds the folder's lock opens the file, and serves it to the others. When that process ends,
/// however it ends, the lock is free, and the next one that needs a connection takes its part.
final class LocalDatabase implements Database {
  private static final Logger LOG = LoggerFactory.getLogger(LocalDatabase.class);

  private static final String SETTINGS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"
          // A commit returns when it is written. With any other delay H2 writes in the background,
          // and then neither `commit` nor `checkpoint sync` waits for a write already under way.
          + ";WRITE_DELAY=0"
          // Space of old pages is used again after H2's own 45 seconds. With one second, processes
          // that were killed lost commits: opening the file again did not find its newest pages.
          // LocalServer tidies up, so that a command need not when it ends.
          + ";MAX_COMPACT_TIME=0"
          // H2's own hook would close the file while the program's hook still appends.
          + ";DB_CLOSE_ON_EXIT=FALSE"
          + ";TRACE_LEVEL_FILE=0;LOCK_TIMEOUT=10000;MAX_LENGTH_INPLACE_LOB=32768";

  private static final Set<Integer> PASSING =
      Set.of(
          ErrorCode.CONNECTION_BROKEN_1,
          ErrorCode.OBJECT_CLOSED,
          ErrorCode.DATABASE_IS_CLOSED,
          ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
          ErrorCode.DATABASE_ALREADY_OPEN_1,
          ErrorCode.LOCK_TIMEOUT_1,
          ErrorCode.DEADLOCK_1);

  private static final int PAUSE_MILLIS = 20;
  private static final int PAUSES = 250;

  private final StateFolder folder;
  private Optional<LocalServer> server = Optional.empty();
  private Optional<Connection> keeper = Optional.empty();

  /// Does not connect yet.
  LocalDatabase(Path place) {
    LocalServer.bindToLoopback();
    folder = new StateFolder(place);
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public synchronized Connection connect() throws SQLException {
    var failure = new SQLException("no process serves it", "08001", ErrorCode.CONNECTION_BROKEN_1);
    for (var pause = 0; pause < PAUSES; pause++) {
      try {
        if (folder.isLocked() || folder.tryLock()) {
          return openFile();
        }
        var announced = folder.announced();
        if (announced.isPresent()) {
          return openServed(announced.get());
        }
      } catch (IOException e) {
        throw StateFolder.unusable(Path.of(name()), e);
      } catch (SQLException e) {
        // A process that is just ending may still have the file or the port.
        if (folder.isLocked() && e.getErrorCode() != ErrorCode.DATABASE_ALREADY_OPEN_1) {
          throw e;
        }
        failure = e;
      }
      pause();
    }
    throw failure;
  }

  private Connection openFile() throws SQLException, IOException {
    var url = "jdbc:h2:file:" + folder.database() + SETTINGS;
    if (keeper.isEmpty() || keeper.get().isClosed()) {
      if (server.isEmpty()) {
        folder.withdraw();
      }
      var first = new Driver().connect(url, new Properties());
      keeper = Optional.of(first);
      var version = Schema.version(first);
      Schema.refuseNewer(version, name());
      if (version < Schema.VERSION) {
        Schema.update(first, version);
        force(first);
      }
    }
    if (server.isEmpty()) {
      server = Optional.of(new LocalServer(folder, Pages.of(keeper.get())));
    }
    return new Driver().connect(url, new Properties());
  }

  private Connection openServed(StateFolder.Announcement announced) throws SQLException {
    var url =
        "jdbc:h2:tcp://127.0.0.1:%d/%s;NETWORK_TIMEOUT=60000;LOCK_TIMEOUT=10000"
            .formatted(announced.port(), announced.key());
    var connection = new Driver().connect(url, new Properties());
    try {
      var version = Schema.version(connection);
      Schema.refuseNewer(version, name());
      if (version < Schema.VERSION) {
        throw new EventLogException(
            EventLogException.Code.OLDER_PROCESS,
            "A process of an older Landfall has the event log in " + name() + " open.",
            "Wait until it has ended, or stop it.");
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts the log's own threads", e);
    }
  }

  @Override
  public <T> T read(Connection connection, Sql query, Sql.Rows<T> rows) throws SQLException {
    var result = query.query(connection, rows);
    if (!isFileOpenHere()) {
      // Another process has just committed what was read, and may be killed before it is written.
      Sql.of("checkpoint").execute(connection);
    }
    return result;
  }

  private synchronized boolean isFileOpenHere() {
    return folder.isLocked();
  }

  @Override
  public int change(Connection connection, Sql change) throws SQLException {
    var changed = change.update(connection);
    force(connection);
    return changed;
  }

  /// A commit is safe from the end of the process, this makes it safe from the machine's.
  private static void force(Connection connection) throws SQLException {
    Sql.of("checkpoint sync").execute(connection);
  }

  @Override
  public <T> T transaction(Connection connection, List<Sql> statements, Sql.Rows<T> last)
      throws SQLException {
    connection.setAutoCommit(false);
    for (var sql : statements.subList(0, statements.size() - 1)) {
      sql.execute(connection);
    }
    var result = statements.getLast().query(connection, last);
    connection.commit();
    connection.setAutoCommit(true);
    force(connection);
    return result;
  }

  @Override
  public boolean isPassing(SQLException failure) {
    return PASSING.contains(failure.getErrorCode());
  }

  @Override
  public synchronized void close() {
    server.ifPresent(LocalServer::close);
    server = Optional.empty();
    try {
      if (keeper.isPresent()) {
        var mostlyDead = Pages.of(keeper.get()).areMostlyDead();
        keeper.get().close();
        if (mostlyDead) {
          Pages.compact(folder.databaseFile());
          folder.protect(folder.databaseFile());
        }
      }
    } catch (MVStoreException e) {
      LOG.warn("The event log in {} stays as large as it is", name(), e);
    } catch (SQLException e) {
      // What was appended is on the disk already; the next process recovers the rest.
      throw new EventLogException(
          EventLogException.Code.REFUSED,
          "The event log in " + name() + " could not be closed: " + e.getMessage() + ".",
          "Nothing is lost; check the disk's free space.",
          e);
    } finally {
      keeper = Optional.empty();
      folder.unlock();
    }
  }
}
