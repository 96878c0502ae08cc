package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Casts;
import dev.landfall.sandbox.snowflake.function.JavaFunctions;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.load.format.BadRecord;
import dev.landfall.sandbox.snowflake.load.format.BadRecord.Category;
import dev.landfall.sandbox.snowflake.load.format.CsvFormat;
import dev.landfall.sandbox.snowflake.load.format.CsvReader;
import dev.landfall.sandbox.snowflake.load.format.Place;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Compiled;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Loads files through a query over their records: some thousand records are computed at once, and
/// when one of them fails it is looked for by halves.
final class TransformLoader implements FileLoader, AutoCloseable {
  private static final int RECORDS = 20_000;
  private static final long CHARACTERS = 32L * 1024 * 1024;

  private final Optional<CsvFormat> csv;
  private final Optional<DocumentFile> documents;
  private final Target target;
  private final RowTable rows;
  private final SourceTable source;
  private final LoadContext context;
  private final Pace pace;
  private final String compiled;
  private final List<Typed> columns;
  private final Fields[] records = new Fields[RECORDS];
  private long characters;

  /// Where a record comes from.
  private record Fields(long row, Optional<Place> start) {}

  /// @param compiled the query over the window of the source
  TransformLoader(
      Optional<CsvFormat> csv,
      Optional<DocumentFile> documents,
      Target target,
      RowTable rows,
      SourceTable source,
      Compiled compiled,
      boolean truncate,
      Ambient ambient,
      LoadContext context)
      throws SnowflakeException {
    this.csv = csv;
    this.documents = documents;
    this.target = target;
    this.rows = rows;
    this.source = source;
    this.context = context;
    this.pace = new Pace(context);
    this.compiled = compiled.sql();
    this.columns = columns(compiled, truncate, ambient);
  }

  private List<Typed> columns(Compiled query, boolean truncate, Ambient ambient)
      throws SnowflakeException {
    if (query.columns().size() != target.columns().size()) {
      throw new SnowflakeException(
          "002020",
          "21S01",
          "SQL compilation error:\nInsert value list does not match column list expecting "
              + target.columns().size()
              + " but got "
              + query.columns().size());
    }
    var assigned = new ArrayList<Typed>();
    for (int i = 0; i < query.columns().size(); i++) {
      var column = target.columns().get(i).column();
      var given = query.columns().get(i);
      var value = Typed.of("c" + (i + 1), given.type(), given.nullable());
      if (truncate && column.type() instanceof DataType.Text(var length)) {
        var text = Casts.cast(value, DataType.Text.MAX, ambient);
        value = Typed.of("left(" + text.sql() + ", " + length + ")", column.type(), true);
      }
      assigned.add(Casts.assign(value, column.type(), column.nullable(), column.name(), ambient));
    }
    return assigned;
  }

  @Override
  public void load(Input input, Tally tally) throws SnowflakeException, SQLException, IOException {
    if (csv.isPresent()) {
      loadCsv(csv.get(), input, tally);
    } else {
      loadDocuments(documents.orElseThrow(), input, tally);
    }
    compute(input, tally);
  }

  private void loadDocuments(DocumentFile file, Input input, Tally tally)
      throws SnowflakeException, SQLException, IOException {
    file.read(
        input,
        context.files().scratch(),
        each -> {
          while (each.next()) {
            pace.step();
            tally.parsed(1);
            var variant = each.variant();
            if (!tally.hopeless()) {
              add(input, each.row() + 1, each.start(), new String[] {variant}, variant.length());
              computeIfFull(input, tally);
            }
          }
        },
        tally);
  }

  private void loadCsv(CsvFormat format, Input input, Tally tally)
      throws SnowflakeException, SQLException, IOException {
    try (var reader = CsvReader.open(input.open(), format, 0)) {
      boolean more = true;
      while (more) {
        pace.step();
        more = step(reader, input, tally);
        computeIfFull(input, tally);
      }
    } catch (BadRecord e) {
      tally.bad(error(e, input, 0, 0));
    }
  }

  private boolean step(CsvReader reader, Input input, Tally tally)
      throws SnowflakeException, SQLException, IOException {
    boolean started = false;
    try {
      if (!reader.next()) {
        return false;
      }
      started = true;
      tally.parsed(1);
      if (!reader.skipped() && !tally.hopeless()) {
        var fields = new @Nullable String[source.fields()];
        long length = 0;
        for (int i = 0; i < Math.min(fields.length, reader.fields()); i++) {
          var value = reader.value(i);
          fields[i] = value;
          length += value == null ? 0 : value.length();
        }
        add(input, reader.row(), Optional.of(reader.start()), fields, length);
      }
    } catch (BadRecord e) {
      if (!started) {
        tally.parsed(1);
      }
      compute(input, tally);
      tally.bad(error(e, input, reader.row(), reader.start().line()));
    }
    return true;
  }

  private LoadError error(BadRecord bad, Input input, long row, long startLine) {
    return new LoadError(
        new SnowflakeException(bad.code(), bad.sqlState(), bad.text()),
        bad.category(),
        input.name(),
        Optional.of(bad.place()).filter(place -> place.line() > 0),
        Optional.of("\"TRANSIENT_STAGE_TABLE\"[" + (bad.field() + 1) + "]"),
        row,
        startLine,
        Optional.empty());
  }

  private void add(
      Input input, long row, Optional<Place> start, @Nullable String[] fields, long length)
      throws SQLException {
    records[(int) source.size()] = new Fields(row, start);
    source.append(input, row, fields);
    characters += length;
  }

  private void computeIfFull(Input input, Tally tally) throws SnowflakeException, SQLException {
    if (source.size() == RECORDS || characters > CHARACTERS) {
      compute(input, tally);
    }
  }

  /// Computes the rows of all records that are there.
  private void compute(Input input, Tally tally) throws SnowflakeException, SQLException {
    if (source.size() > 0) {
      source.flush();
      compute(0, source.size() - 1, input, tally);
      source.clear();
    }
    characters = 0;
  }

  private void compute(long from, long to, Input input, Tally tally)
      throws SnowflakeException, SQLException {
    if (tally.hopeless()) {
      return;
    }
    SnowflakeException failure;
    try {
      long computed = insert(from, to, input.number());
      if (computed != to - from + 1) {
        throw CopyQuery.notSimple();
      }
      tally.good(computed);
      return;
    } catch (SQLException e) {
      failure = meaning(e);
    }
    pace.step();
    if (from < to) {
      long middle = (from + to) / 2;
      compute(from, middle, input, tally);
      compute(middle + 1, to, input, tally);
      return;
    }
    bad((int) from, failure, input, tally);
  }

  private long insert(long from, long to, int file) throws SQLException {
    source.window(from, to);
    var list = new StringBuilder();
    columns.forEach(column -> list.append(", ").append(column.sql()));
    try (var statement = rows.connection().createStatement()) {
      return statement.executeLargeUpdate(
          "INSERT INTO "
              + rows.qualified()
              + " SELECT "
              + file
              + list
              + " FROM ("
              + compiled
              + ")");
    }
  }

  /// @throws SQLException when it means nothing in Snowflake
  private static SnowflakeException meaning(SQLException failure) throws SQLException {
    var meant = JavaFunctions.unwrap(failure);
    if (meant.isEmpty()) {
      throw failure;
    }
    return meant.get();
  }

  private void bad(int record, SnowflakeException failure, Input input, Tally tally)
      throws SnowflakeException, SQLException {
    int column = column(record);
    var start = records[record].start();
    var error =
        new LoadError(
            column < 0 ? failure : worded(failure, column),
            Category.CONVERSION,
            input.name(),
            start,
            column < 0 ? Optional.empty() : Optional.of(target.shown(column)),
            records[record].row(),
            start.map(Place::line).orElse(0L),
            Optional.empty());
    if (csv.isPresent()) {
      tally.bad(error);
    } else {
      tally.strict(error);
    }
  }

  /// Which column of a record fails; -1 when none does by itself.
  private int column(int record) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      var column = columns.get(i);
      var type = "SELECT " + column.sql() + " AS v FROM (" + compiled + ")";
      try (var statement = rows.connection().createStatement();
          var found =
              statement.executeQuery("SELECT count(*) FILTER (v IS NULL) FROM (" + type + ")")) {
        boolean missing = found.next() && found.getLong(1) > 0;
        if (missing && !target.columns().get(i).column().nullable()) {
          return i;
        }
      } catch (SQLException e) {
        if (JavaFunctions.unwrap(e).isEmpty()) {
          throw new SQLException("record " + record, e);
        }
        return i;
      }
    }
    return -1;
  }

  /// COPY words a text that is too long in its own way.
  private SnowflakeException worded(SnowflakeException failure, int column) {
    var text = failure.text();
    int end = text.lastIndexOf("' is too long and would be truncated");
    return failure.code().equals("100078")
            && end > 0
            && target.columns().get(column).column().type() instanceof DataType.Text(var length)
        ? CellWriter.tooLong(length, text.substring("String '".length(), end))
        : failure;
  }

  @Override
  public void close() throws SQLException {
    source.close();
  }
}
