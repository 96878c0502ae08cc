package dev.landfall.sandbox.snowflake.load.format;

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
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
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
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

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

  /// How many rows are in memory at once.
  private static final int SLICE = 20_000;

  private static final String NUMBER = "file_row_number";

  private final Path file;
  private final ParquetFormat format;
  private final Statement statement;
  private final List<String> names = new ArrayList<>();
  private ResultSet rows;
  private long row;
  private long read;

  private ParquetReader(Path file, ParquetFormat format, Statement statement) throws SQLException {
    this.file = file;
    this.format = format;
    this.statement = statement;
    this.rows = slice();
    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
      names.add(rows.getMetaData().getColumnName(i));
    }
  }

  private ResultSet slice() throws SQLException {
    var slice =
        statement.executeQuery(
            "SELECT * EXCLUDE ("
                + NUMBER
                + ") FROM read_parquet('"
                + file.toString().replace("'", "''")
                + "', "
                + NUMBER
                + " = true) WHERE "
                + NUMBER
                + " >= "
                + read
                + " AND "
                + NUMBER
                + " < "
                + (read + SLICE)
                + " ORDER BY "
                + NUMBER);
    read += SLICE;
    return slice;
  }

  /// @param connection does the reading, and nothing else while the reader is open
  public static ParquetReader open(Path file, ParquetFormat format, Connection connection)
      throws SQLException, Broken {
    var statement = connection.createStatement();
    boolean done = false;
    try {
      var reader = new ParquetReader(file, format, statement);
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
        if (row < read) {
          return false;
        }
        rows.close();
        rows = slice();
        if (!rows.next()) {
          return false;
        }
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

  /// The row as a VARIANT.
  ///
  /// @throws SnowflakeException when a column's type is one that the sandbox does not know
  public String variant() throws SQLException, SnowflakeException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (int i = 1; i <= names.size(); i++) {
      members.put(names.get(i - 1), value(rows.getObject(i)));
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
      case LocalTime time -> TIME.format(time) + fraction(time.get(ChronoField.NANO_OF_SECOND), 0);
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
    return STAMP.format(stamp) + fraction(stamp.get(ChronoField.NANO_OF_SECOND), 3);
  }

  /// A fraction of a second with three, six or nine digits, or none.
  ///
  /// @param least how many digits at least
  private static String fraction(int nanos, int least) {
    int digits = nanos == 0 ? least : nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
    return digits == 0 ? "" : "." + String.format("%09d", nanos).substring(0, digits);
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
