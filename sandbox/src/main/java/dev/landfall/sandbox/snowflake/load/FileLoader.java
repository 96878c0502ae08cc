package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.load.Located.Found;
import dev.landfall.sandbox.snowflake.load.store.ObjectStore;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;

/// Brings the records of files into a [RowTable].
interface FileLoader {
  /// @param tally is told of every record
  /// @throws SnowflakeException when the statement must not go on
  void load(Input input, Tally tally) throws SnowflakeException, SQLException, IOException;

  /// A file to be loaded.
  ///
  /// @param number of the file within the statement
  /// @param name as METADATA$FILENAME and messages give it
  /// @param scanned when the statement begins to read it
  record Input(
      int number, String name, Found found, ObjectStore store, String bucket, Instant scanned) {
    InputStream open() throws IOException {
      return store.open(bucket, found.object().key());
    }

    /// What is done with a file.
    interface Action<T> {
      T with(Path file) throws SnowflakeException, SQLException, IOException;
    }

    /// The content as a file.
    <T> T file(Action<T> action) throws SnowflakeException, SQLException, IOException {
      var there = store.file(bucket, found.object().key());
      if (there.isPresent()) {
        return action.with(there.get());
      }
      var copy = Files.createTempFile("landfall-", ".file");
      try {
        try (var in = open()) {
          Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return action.with(copy);
      } finally {
        Files.deleteIfExists(copy);
      }
    }
  }

  /// Tells from time to time whether the statement was cancelled.
  final class Pace {
    private static final int STEP = 4_096;

    private final LoadContext context;
    private int count;

    Pace(LoadContext context) {
      this.context = context;
    }

    void step() throws SnowflakeException {
      if (++count % STEP == 0) {
        context.check();
      }
    }
  }
}
