package dev.landfall.sandbox.snowflake.load.format;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the records of a CSV file one after another (Snowflake, "CREATE FILE FORMAT", TYPE = CSV).
/// For one thread.
public final class CsvReader implements Closeable {
  private static final int LONGEST_VALUE = 16_777_216;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream in;
  private final CsvFormat format;
  private final CsvScanner scanner;
  private final Window window;
  private final Set<String> nulls;
  private final List<String> header;
  private long row;
  private boolean blank;

  private CsvReader(InputStream in, CsvFormat format, int columns) throws IOException, BadRecord {
    this.in = in;
    this.format = format;
    this.window = new Window(in);
    this.nulls = new HashSet<>(format.nullIf());
    if (format.skipByteOrderMark() && window.matches(0, BYTE_ORDER_MARK)) {
      window.advance(BYTE_ORDER_MARK.length, 0);
      window.startOfLine();
    }
    for (int i = 0; i < format.skipHeader(); i++) {
      skipLine();
    }
    this.header = format.parseHeader() ? readHeader() : List.of();
    int expected = format.parseHeader() ? header.size() : columns;
    this.scanner = new CsvScanner(window, format, format.unenclosedEscape(), expected);
  }

  /// @param raw the file as it is stored; is closed with the reader
  /// @param columns how many fields a record should have; 0 when that is not known
  /// @throws SnowflakeException when it is compressed in a way that the sandbox does not know
  /// @throws BadRecord when PARSE_HEADER finds no proper header
  public static CsvReader open(InputStream raw, CsvFormat format, int columns)
      throws IOException, SnowflakeException, BadRecord {
    boolean done = false;
    try {
      var in =
          Characters.utf8(
              format.compression().reading(raw),
              format.encoding(),
              format.replaceInvalidCharacters());
      var reader = new CsvReader(in, format, columns);
      done = true;
      return reader;
    } finally {
      if (!done) {
        raw.close();
      }
    }
  }

  private void skipLine() throws IOException {
    int at = 0;
    while (window.has(at)) {
      if (window.at(at) == '\n') {
        window.advance(at + 1, 1);
        return;
      }
      at++;
    }
    window.advance(at, 0);
  }

  private List<String> readHeader() throws IOException, BadRecord {
    var names = new ArrayList<String>();
    // The header is split without the escape for fields that are not enclosed.
    var plain = new CsvScanner(window, format, Optional.empty(), 0);
    if (!plain.next()) {
      return names;
    }
    for (int i = 0; i < plain.fields(); i++) {
      var name = plain.text(i);
      if (name.isEmpty()) {
        throw header("empty string in the header is not allowed");
      }
      if (names.contains(name)) {
        throw header("duplicated column names \"" + name + "\" is not allowed in the header");
      }
      names.add(name);
    }
    plain.done();
    return names;
  }

  private static BadRecord header(String what) {
    return BadRecord.parsing("100080", "Error with CSV header: " + what, new Place(0, 0, 0), -1);
  }

  /// The names that PARSE_HEADER found; empty without that option.
  public List<String> header() {
    return header;
  }

  /// Moves on to the next record.
  ///
  /// @return whether there is one
  /// @throws BadRecord when its fields cannot be told apart; the next call reads on behind it
  public boolean next() throws IOException, BadRecord {
    scanner.done();
    if (!window.has(0)) {
      return false;
    }
    row++;
    boolean there = scanner.next();
    blank = there && scanner.fields() == 1 && scanner.length(0) == 0 && !scanner.enclosed(0);
    return there;
  }

  /// How many records there were up to this one; bad and blank ones count.
  public long row() {
    return row;
  }

  /// Whether the record is an empty line that SKIP_BLANK_LINES passes over.
  public boolean skipped() {
    return blank && format.skipBlankLines();
  }

  public int fields() {
    return scanner.fields();
  }

  /// A field's value, null for NULL.
  ///
  /// @param field counted from 0
  /// @throws BadRecord when it is no text, or too long
  public @Nullable String value(int field) throws BadRecord {
    if (scanner.length(field) > LONGEST_VALUE) {
      throw BadRecord.parsing(
          "100082",
          "Max LOB size ("
              + LONGEST_VALUE
              + ") exceeded, actual size of parsed column is "
              + scanner.length(field),
          place(field),
          field);
    }
    var text = scanner.text(field);
    if (nulls.contains(text)) {
      return null;
    }
    return text.isEmpty() && format.emptyFieldAsNull() && !scanner.enclosed(field) ? null : text;
  }

  /// The place where a field starts, its enclosure included.
  public Place place(int field) {
    return window.place(scanner.start(field));
  }

  /// The error of a record with a field too many.
  ///
  /// @param columns how many it should have
  public BadRecord tooMany(int columns) {
    return BadRecord.parsing(
        "100016",
        "Field delimiter '"
            + CsvScanner.shown(bytes(format.fieldDelimiter()))
            + "' found while expecting record delimiter '"
            + CsvScanner.shown(bytes(format.recordDelimiter()))
            + "'",
        window.place(scanner.start(columns) - scanner.delimiterLength()),
        columns - 1);
  }

  /// The error of a record with a field too few.
  ///
  /// @param column the first column that is missing, as messages name it
  public BadRecord tooFew(String column) {
    return BadRecord.parsing(
        "100068",
        "End of record reached while expected to parse column '" + column + "'",
        end(),
        fields());
  }

  /// The error of a file whose first record has another number of fields.
  public BadRecord mismatch(int columns) throws IOException {
    return BadRecord.parsing(
        "100080",
        "Number of columns in file ("
            + fields()
            + ") does not match that of the corresponding table ("
            + columns
            + "), use file format option error_on_column_count_mismatch=false to ignore this"
            + " error",
        window.has(scanner.length()) ? window.place(scanner.length()) : end(),
        fields() - 1);
  }

  private static byte[] bytes(Optional<String> delimiter) {
    return delimiter.orElse("").getBytes(StandardCharsets.UTF_8);
  }

  /// The place where the record starts.
  public Place start() {
    return window.place(0);
  }

  private Place end() {
    return window.place(scanner.end());
  }

  /// The record as it stands in the file; without its delimiter when it is the last one.
  public String record() throws IOException {
    int length = window.has(scanner.length()) ? scanner.length() : scanner.end();
    return new String(window.bytes(), window.start(), length, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
