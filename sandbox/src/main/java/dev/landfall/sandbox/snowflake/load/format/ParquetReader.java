package dev.landfall.sandbox.snowflake.load.format;

import dev.landfall.sandbox.snowflake.function.DocumentValue;
import dev.landfall.sandbox.snowflake.function.Documents;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/// Reads the rows of a Parquet file as objects, with DuckDB's reader. A column's logical type
/// counts: dates, times and timestamps become texts that a cast takes. For one thread.
public final class ParquetReader implements AutoCloseable {
  /// A file that is no Parquet file, or a damaged one.
  public static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    Broken(String message) {
      super(message, null, false, false);
    }

    public String text() {
      return String.valueOf(getMessage());
    }
  }

  private final ParquetFormat format;
  private final Statement statement;
  private final ResultSet rows;
  private final List<String> names = new ArrayList<>();
  private final BitSet stamps = new BitSet();
  private long row;

  private ParquetReader(ParquetFormat format, Statement statement, ResultSet rows)
      throws SQLException {
    this.format = format;
    this.statement = statement;
    this.rows = rows;
    var columns = rows.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      names.add(columns.getColumnName(i));
      stamps.set(i, columns.getColumnType(i) == Types.TIMESTAMP);
    }
  }

  /// @param connection does the reading in one query, and nothing else while the reader is open
  public static ParquetReader open(Path file, ParquetFormat format, Connection connection)
      throws SQLException, Broken {
    var statement = connection.createStatement();
    boolean done = false;
    try {
      var rows =
          statement.executeQuery(
              "SELECT * FROM read_parquet('" + file.toString().replace("'", "''") + "')");
      var reader = new ParquetReader(format, statement, rows);
      done = true;
      return reader;
    } catch (SQLException e) {
      throw broken(e);
    } finally {
      if (!done) {
        statement.close();
      }
    }
  }

  private static Broken broken(SQLException e) throws SQLException {
    var message = String.valueOf(e.getMessage());
    if (message.contains("arquet") || message.contains("Invalid Input") || message.contains("IO")) {
      return new Broken(
          "Error parsing the parquet file: " + message.lines().findFirst().orElse(""));
    }
    throw e;
  }

  /// Moves on to the next row.
  ///
  /// @return whether there is one
  public boolean next() throws SQLException, Broken {
    try {
      if (!rows.next()) {
        return false;
      }
      row++;
      return true;
    } catch (SQLException e) {
      throw broken(e);
    }
  }

  /// How many rows there were up to this one.
  public long row() {
    return row;
  }

  /// What the columns are called.
  public List<String> names() {
    return Collections.unmodifiableList(names);
  }

  /// A value of the row.
  ///
  /// @param column counted from 0
  /// @throws SnowflakeException when its type is one that the sandbox does not know
  public DocumentValue value(int column) throws SQLException, SnowflakeException {
    return DocumentValue.of(plain(column));
  }

  private @Nullable Object plain(int column) throws SQLException, SnowflakeException {
    // A Timestamp of JDBC has a time zone, and is not able to have every local time.
    return value(
        stamps.get(column + 1)
            ? rows.getObject(column + 1, LocalDateTime.class)
            : rows.getObject(column + 1));
  }

  /// The row as a VARIANT.
  ///
  /// @throws SnowflakeException when a column's type is one that the sandbox does not know
  public String variant() throws SQLException, SnowflakeException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      members.put(names.get(i), plain(i));
    }
    return Documents.variant(members);
  }

  private @Nullable Object value(@Nullable Object value) throws SQLException, SnowflakeException {
    return switch (value) {
      case null -> null;
      case Boolean bool -> bool;
      case Number number -> number;
      case String text -> text;
      case UUID id -> id.toString();
      case Blob blob -> binary(blob.getBytes(1, (int) blob.length()));
      case LocalDate date -> date.toString();
      case LocalTime time -> time(time, 0);
      case LocalDateTime stamp -> stamp(stamp);
      case Timestamp stamp -> stamp(stamp.toLocalDateTime());
      case OffsetDateTime stamp ->
          stamp(stamp.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()) + " +0000";
      case Array array -> {
        var items = new ArrayList<@Nullable Object>();
        for (var item : (Object[]) array.getArray()) {
          items.add(value(item));
        }
        yield items;
      }
      case DuckDBStruct struct -> members(struct.getMap());
      case Map<?, ?> map -> members(map);
      default ->
          throw Errors.notSupported(
              "a Parquet column of type "
                  + (value instanceof Struct struct
                      ? struct.getSQLTypeName()
                      : value.getClass().getSimpleName()));
    };
  }

  private Map<String, @Nullable Object> members(Map<?, ?> map)
      throws SQLException, SnowflakeException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (var entry : map.entrySet()) {
      members.put(String.valueOf(value(entry.getKey())), value(entry.getValue()));
    }
    return members;
  }

  private String binary(byte[] bytes) {
    return format.binaryAsText()
        ? new String(bytes, StandardCharsets.UTF_8)
        : HexFormat.of().withUpperCase().formatHex(bytes);
  }

  private static String stamp(LocalDateTime stamp) {
    return stamp.toLocalDate() + " " + time(stamp.toLocalTime(), 3);
  }

  /// With a fraction of a second of three, six or nine digits, or none.
  ///
  /// @param least how many digits at least
  private static String time(LocalTime time, int least) {
    int nanos = time.getNano();
    int digits = nanos == 0 ? least : nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
    var text = new StringBuilder();
    padded(text, time.getHour(), 2).append(':');
    padded(text, time.getMinute(), 2).append(':');
    padded(text, time.getSecond(), 2);
    if (digits > 0) {
      text.append('.');
      padded(text, nanos, 9).setLength("00:00:00.".length() + digits);
    }
    return text.toString();
  }

  private static StringBuilder padded(StringBuilder text, int number, int width) {
    var digits = Integer.toString(number);
    return text.repeat('0', width - digits.length()).append(digits);
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
