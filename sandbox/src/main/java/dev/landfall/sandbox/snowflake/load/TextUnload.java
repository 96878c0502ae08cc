package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.load.Unload.Written;
import dev.landfall.sandbox.snowflake.load.format.Compression;
import dev.landfall.sandbox.snowflake.load.format.CsvFormat;
import dev.landfall.sandbox.snowflake.load.format.CsvWriter;
import dev.landfall.sandbox.snowflake.load.format.FileFormat;
import dev.landfall.sandbox.snowflake.load.format.JsonFormat;
import dev.landfall.sandbox.snowflake.load.format.ParquetFormat;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes rows into CSV and JSON files, one after another. For one thread.
final class TextUnload implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final FileFormat format;
  private final UnloadOptions options;
  private final UnloadNames names;
  private final Located location;
  private final String partition;
  private final List<ResultColumn> columns;
  private final boolean[] enclosed;
  private final List<Written> written = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private Optional<Open> open = Optional.empty();

  TextUnload(
      FileFormat format,
      UnloadOptions options,
      UnloadNames names,
      Located location,
      String partition,
      List<ResultColumn> columns) {
    this.format = format;
    this.options = options;
    this.names = names;
    this.location = location;
    this.partition = partition;
    this.columns = columns;
    this.enclosed = new boolean[columns.size()];
    for (int i = 0; i < enclosed.length; i++) {
      enclosed[i] = enclosed(columns.get(i).type());
    }
  }

  /// Numbers, booleans, dates and times never need it.
  private static boolean enclosed(DataType type) {
    return switch (type) {
      case DataType.Text _, DataType.Variant(), DataType.Obj(), DataType.Array(), DataType.Null() ->
          true;
      default -> false;
    };
  }

  /// A file that is being written.
  private static final class Open {
    private final Path file;
    private final Counted stored;
    private final Counted raw;
    private long rows;

    Open(Path file, Compression compression) throws IOException {
      this.file = file;
      this.stored = new Counted(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
      this.raw = new Counted(compression.writing(stored));
    }
  }

  private static final class Counted extends FilterOutputStream {
    private long count;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }

  private Compression compression() {
    return switch (format) {
      case CsvFormat csv -> csv.compression();
      case JsonFormat json -> json.compression();
      case ParquetFormat parquet -> throw new IllegalArgumentException(parquet.type());
    };
  }

  void row(@Nullable String[] values) throws IOException {
    if (open.isPresent() && !options.single() && open.get().stored.count >= options.fileSize()) {
      store();
    }
    if (open.isEmpty()) {
      open = Optional.of(new Open(Files.createTempFile("landfall-", ".unload"), compression()));
      if (options.header() && format instanceof CsvFormat csv) {
        header(csv);
      }
    }
    line.setLength(0);
    if (format instanceof CsvFormat csv) {
      CsvWriter.write(csv, values, enclosed, line);
    } else {
      line.append(values[0] == null ? "null" : values[0]).append('\n');
    }
    open.get().rows++;
    emit();
  }

  private void header(CsvFormat csv) throws IOException {
    var names = new @Nullable String[columns.size()];
    var all = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = columns.get(i).name();
      all[i] = true;
    }
    line.setLength(0);
    CsvWriter.write(csv, names, all, line);
    emit();
  }

  private void emit() throws IOException {
    open.orElseThrow().raw.write(line.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void store() throws IOException {
    var done = open.orElseThrow();
    done.raw.close();
    var name = names.name(partition, written.size());
    location.store().put(location.bucket(), location.base() + name, done.file);
    written.add(new Written(name, done.raw.count, Files.size(done.file), done.rows));
    Files.delete(done.file);
    open = Optional.empty();
  }

  /// Ends the last file.
  List<Written> finish() throws SnowflakeException, IOException {
    if (open.isPresent()) {
      store();
    }
    return written;
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      open.get().raw.close();
      Files.deleteIfExists(open.get().file);
    }
  }
}
