package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Makes rows of a [RowTable] cell by cell. For one thread.
final class RowWriter {
  private final Target target;
  private final RowTable rows;
  private final CellWriter[] writers;
  private final @Nullable Object[] values;

  RowWriter(Target target, RowTable rows, CellWriter.Reading reading) {
    this.target = target;
    this.rows = rows;
    this.writers =
        target.columns().stream()
            .map(chosen -> CellWriter.of(chosen.column().type(), reading))
            .toArray(CellWriter[]::new);
    this.values = new @Nullable Object[writers.length];
  }

  int columns() {
    return writers.length;
  }

  CellWriter column(int index) {
    return writers[index];
  }

  /// @param value as the column's writer makes it; null for NULL
  /// @throws SnowflakeException when the column takes no NULL
  void set(int index, @Nullable Object value) throws SnowflakeException {
    if (value == null && !target.columns().get(index).column().nullable()) {
      throw new SnowflakeException("100072", "22000", "NULL result in a non-nullable column");
    }
    values[index] = value;
  }

  /// Appends the row that was set.
  ///
  /// @param file the number of the file it comes from
  void append(int file) throws SQLException {
    var appender = rows.appender();
    appender.beginRow();
    appender.append(file);
    for (int i = 0; i < writers.length; i++) {
      var value = values[i];
      if (value == null) {
        appender.appendNull();
      } else {
        writers[i].append(appender, value);
      }
    }
    appender.endRow();
  }
}
