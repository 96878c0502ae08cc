package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.load.Unload.Written;
import dev.landfall.sandbox.snowflake.load.format.ParquetFormat;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Compiled;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.StringJoiner;

/// Writes rows into a Parquet file with DuckDB's writer: one file, however large it becomes up to
/// MAX_FILE_SIZE.
record ParquetUnload(
    ParquetFormat format,
    UnloadOptions options,
    UnloadNames names,
    Located location,
    LoadContext context) {
  private static final double SLACK = 1.2;

  void write(Compiled query, String partition, List<Written> written)
      throws SnowflakeException, SQLException, IOException {
    long rows =
        context.rows(
            new Compiled(
                "SELECT count(*) FROM (" + query.sql() + ")", query.columns(), 0, List.of()),
            found -> found.next() ? found.getLong(1) : 0L);
    if (rows > 0) {
      write(query, partition, 0, rows, new Sink(written, partition));
    }
  }

  /// Where finished files go.
  private final class Sink {
    private final List<Written> written;
    private final String partition;
    private int number;

    Sink(List<Written> written, String partition) {
      this.written = written;
      this.partition = partition;
    }

    String next() {
      return names.name(partition, number++);
    }
  }

  /// Writes some of the rows; in halves when they make too large a file.
  private void write(Compiled query, String partition, long from, long count, Sink sink)
      throws SnowflakeException, SQLException, IOException {
    var file = Files.createTempFile("landfall-", ".parquet");
    try {
      context.export(
          "SELECT "
              + columns(query)
              + " FROM ("
              + query.sql()
              + ") LIMIT "
              + count
              + " OFFSET "
              + from,
          file,
          "FORMAT parquet, COMPRESSION " + (format.snappy() ? "snappy" : "uncompressed"));
      long size = Files.size(file);
      if (!options.single() && count > 1 && size > options.fileSize() * SLACK) {
        Files.delete(file);
        long half = count / 2;
        write(query, partition, from, half, sink);
        write(query, partition, from + half, count - half, sink);
        return;
      }
      var name = sink.next();
      location.store().put(location.bucket(), location.base() + name, file);
      sink.written.add(new Written(name, size, size, count));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /// Without HEADER the columns have no names of their own.
  private String columns(Compiled query) throws SnowflakeException {
    var list = new StringJoiner(", ");
    var seen = new HashSet<String>();
    for (int i = 1; i <= query.columns().size(); i++) {
      var name = options.header() ? query.columns().get(i - 1).name() : "_COL_" + (i - 1);
      if (!seen.add(name)) {
        throw dev.landfall.sandbox.snowflake.model.Errors.compilation(
            "002025", "42S21", "duplicate column name '" + name + "'");
      }
      list.add("c" + i + " AS \"" + name.replace("\"", "\"\"") + "\"");
    }
    return list.toString();
  }
}
