package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.load.format.BadRecord;
import dev.landfall.sandbox.snowflake.load.format.CsvFormat;
import dev.landfall.sandbox.snowflake.load.format.CsvReader;
import dev.landfall.sandbox.snowflake.load.format.Place;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Loads CSV files whose fields are the columns, by their order or by the names in the header.
final class CsvLoader implements FileLoader {
  private static final int NO_FIELD = -1;

  private final CsvFormat format;
  private final Target target;
  private final RowTable rows;
  private final CopyOptions options;
  private final Pace pace;
  private final long wanted;
  private final CellWriter[] writers;
  private final @Nullable Object[] values;
  private long count;

  /// @param wanted how many rows are enough
  CsvLoader(
      CsvFormat format,
      Target target,
      RowTable rows,
      CopyOptions options,
      CellWriter.Reading reading,
      LoadContext context,
      long wanted) {
    this.format = format;
    this.target = target;
    this.rows = rows;
    this.options = options;
    this.pace = new Pace(context);
    this.wanted = wanted;
    this.writers =
        target.columns().stream()
            .map(chosen -> CellWriter.of(chosen.column().type(), reading))
            .toArray(CellWriter[]::new);
    this.values = new @Nullable Object[writers.length];
  }

  @Override
  public void load(Input input, Tally tally) throws SnowflakeException, SQLException, IOException {
    try (var reader = CsvReader.open(input.open(), format, writers.length)) {
      var fields = fields(reader.header());
      boolean more = true;
      while (more && count < wanted) {
        pace.step();
        more = step(reader, input, fields, tally);
      }
    } catch (BadRecord e) {
      tally.bad(error(e, input, 0, 0, Optional.empty()));
    }
  }

  /// For each column the field it comes from.
  private int[] fields(List<String> header) {
    var fields = new int[writers.length];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = format.parseHeader() ? named(header, target.columns().get(i)) : i;
    }
    return fields;
  }

  private int named(List<String> header, Target.Chosen chosen) {
    var name = chosen.column().name().value();
    for (int i = 0; i < header.size(); i++) {
      if (options.match() == CopyOptions.Match.CASE_SENSITIVE
          ? header.get(i).equals(name)
          : header.get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    return NO_FIELD;
  }

  private boolean step(CsvReader reader, Input input, int[] fields, Tally tally)
      throws SnowflakeException, SQLException, IOException {
    boolean started = false;
    try {
      if (!reader.next()) {
        return false;
      }
      started = true;
      tally.parsed(1);
      if (reader.skipped() || tally.hopeless()) {
        return true;
      }
      check(reader);
      convert(reader, fields);
      append(input.number());
      tally.good(1);
      count++;
    } catch (BadRecord e) {
      if (!started) {
        tally.parsed(1);
      }
      tally.bad(error(e, input, reader.row(), reader.start().line(), Optional.of(reader.record())));
    }
    return true;
  }

  /// The first record decides how a wrong number of fields is told.
  private void check(CsvReader reader) throws BadRecord, IOException {
    int columns = writers.length;
    if (!format.columnCount() || target.listed() || reader.fields() == columns) {
      return;
    }
    if (reader.row() == 1) {
      throw reader.mismatch(columns);
    }
    throw reader.fields() > columns
        ? reader.tooMany(columns)
        : reader.tooFew(target.shown(reader.fields()));
  }

  private void convert(CsvReader reader, int[] fields) throws BadRecord {
    for (int i = 0; i < writers.length; i++) {
      int field = fields[i];
      boolean there = field != NO_FIELD && field < reader.fields();
      var text = there ? reader.value(field) : null;
      try {
        values[i] = text == null ? null : writers[i].convert(text);
        if (values[i] == null && !target.columns().get(i).column().nullable()) {
          throw new SnowflakeException("100072", "22000", "NULL result in a non-nullable column");
        }
      } catch (SnowflakeException e) {
        throw BadRecord.conversion(e, there ? reader.place(field) : reader.start(), i);
      }
    }
  }

  private void append(int file) throws SQLException {
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

  private LoadError error(
      BadRecord bad, Input input, long row, long startLine, Optional<String> record) {
    return new LoadError(
        new SnowflakeException(bad.code(), bad.sqlState(), bad.text()),
        bad.category(),
        input.name(),
        Optional.of(bad.place()).filter(CsvLoader::known),
        bad.field() < 0 ? Optional.of("") : Optional.of(target.shown(bad.field())),
        row,
        startLine,
        record);
  }

  private static boolean known(Place place) {
    return place.line() > 0;
  }
}
