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
import java.util.stream.IntStream;

/// Loads CSV files whose fields are the columns, by their order or by the names in the header.
final class CsvLoader implements FileLoader {
  private final CsvFormat format;
  private final Target target;
  private final CopyOptions options;
  private final Pace pace;
  private final long wanted;
  private final RowWriter row;
  private long count;

  /// @param wanted how many rows are enough
  CsvLoader(
      CsvFormat format,
      Target target,
      RowWriter row,
      CopyOptions options,
      LoadContext context,
      long wanted) {
    this.format = format;
    this.target = target;
    this.row = row;
    this.options = options;
    this.pace = new Pace(context);
    this.wanted = wanted;
  }

  @Override
  public void load(Input input, Tally tally) throws SnowflakeException, SQLException, IOException {
    try (var reader = CsvReader.open(input.open(), format, row.columns())) {
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
    return format.parseHeader()
        ? target.positions(header, options.match() == CopyOptions.Match.CASE_INSENSITIVE)
        : IntStream.range(0, row.columns()).toArray();
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
      row.append(input.number());
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
    int columns = row.columns();
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
    for (int i = 0; i < fields.length; i++) {
      int field = fields[i];
      boolean there = field >= 0 && field < reader.fields();
      var text = there ? reader.value(field) : null;
      try {
        row.set(i, text == null ? null : row.column(i).convert(text));
      } catch (SnowflakeException e) {
        throw BadRecord.conversion(e, there ? reader.place(field) : reader.start(), i);
      }
    }
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
