package dev.landfall.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreTool;

/// The pages of an open H2 database. Each commit writes its pages anew, so that a file holds mostly
/// dead ones after a long rollout, and takes longer to open.
final class Pages {
  private static final long SMALL_FILE = 16_000_000;

  /// Percent of what is written that should be in use while the file is open.
  private static final int FILL_RATE = 50;

  /// Percent below which a closed file is written anew.
  private static final int MOSTLY_DEAD = 30;

  private static final int MOST_MOVED = 8_000_000;

  private final MVStore store;

  private Pages(MVStore store) {
    this.store = store;
  }

  /// @param database a connection to the open file
  static Pages of(Connection database) throws SQLException {
    var session = (SessionLocal) database.unwrap(JdbcConnection.class).getSession();
    return new Pages(session.getDatabase().getStore().getMvStore());
  }

  private boolean isSmall() {
    return store.getFileStore().size() <= SMALL_FILE;
  }

  /// Moves what is in use together: with a write delay of 0, H2 itself does so only when it closes.
  void tidy() {
    if (!isSmall()) {
      store.compact(FILL_RATE, MOST_MOVED);
    }
  }

  /// Whether writing the file anew is worth its time.
  boolean areMostlyDead() {
    return !isSmall() && store.getFileStore().getChunksFillRate() < MOSTLY_DEAD;
  }

  /// Writes a closed file anew with what is in use. The old file stays until the new one is whole:
  /// H2 finds out, when it opens the file, where a killed process stopped.
  static void compact(Path file) {
    MVStoreTool.compact(file.toString(), false);
  }
}
