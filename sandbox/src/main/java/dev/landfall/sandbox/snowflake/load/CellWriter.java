package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.function.DocumentValue;
import dev.landfall.sandbox.snowflake.function.Documents;
import dev.landfall.sandbox.snowflake.function.TextValues;
import dev.landfall.sandbox.snowflake.load.format.FileFormat.TextFormats;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.ZoneId;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/// How texts of a file, and values of its documents, become values of one type, and how these are
/// appended in DuckDB.
interface CellWriter {
  /// @return what [#append] takes; null for NULL
  @Nullable Object convert(String text) throws SnowflakeException;

  /// @return what [#append] takes; null for NULL
  @Nullable Object convert(DocumentValue value) throws SnowflakeException;

  void append(DuckDBAppender appender, Object value) throws SQLException;

  /// How values of a file are read.
  ///
  /// @param texts where a format is `AUTO` the session's holds
  /// @param zone the session's
  /// @param truncate whether texts that are too long are cut
  record Reading(TextFormats texts, ZoneId zone, boolean truncate) {}

  static CellWriter of(DataType type, Reading reading) {
    return switch (type) {
      case DataType.Fixed fixed -> new FixedWriter(fixed);
      case DataType.Float64() ->
          writer(
              TextValues::real,
              DocumentValue::real,
              (appender, value) -> appender.append((Double) value));
      case DataType.Text(var length) -> text(length, reading.truncate());
      case DataType.Binary(var length) ->
          writer(
              text -> binary(TextValues.binary(text, reading.texts().binary()), length, reading),
              through(DocumentValue::binary, bytes -> binary(bytes, length, reading)),
              (appender, value) -> appender.append((byte[]) value));
      case DataType.Bool() ->
          writer(
              TextValues::bool,
              DocumentValue::bool,
              (appender, value) -> appender.append((Boolean) value));
      case DataType.Date() ->
          moment(
              "DATE",
              text -> TextValues.date(text, reading.texts().date()),
              (appender, value) -> appender.appendEpochDays((Integer) value));
      case DataType.Time(var scale) ->
          moment(
              "TIME",
              text -> TextValues.time(text, scale, reading.texts().time()),
              (appender, value) -> appender.appendDayMicros((Long) value));
      case DataType.Timestamp stamp -> timestamp(stamp, reading);
      case DataType.Variant() -> document(DocumentValue::variant);
      case DataType.Obj() -> document(DocumentValue::object);
      case DataType.Array() -> document(DocumentValue::array);
      case DataType.Null() -> throw new IllegalArgumentException("a column has a type");
    };
  }

  /// @param <S> what is read
  /// @param <T> what it becomes
  interface Conversion<S, T> {
    @Nullable T apply(S value) throws SnowflakeException;
  }

  /// Appends one value.
  interface Append {
    void apply(DuckDBAppender appender, Object value) throws SQLException;
  }

  private static <T> CellWriter writer(
      Conversion<String, T> ofText, Conversion<DocumentValue, T> ofDocument, Append append) {
    return new CellWriter() {
      @Override
      public @Nullable Object convert(String text) throws SnowflakeException {
        return ofText.apply(text);
      }

      @Override
      public @Nullable Object convert(DocumentValue value) throws SnowflakeException {
        return ofDocument.apply(value);
      }

      @Override
      public void append(DuckDBAppender appender, Object value) throws SQLException {
        append.apply(appender, value);
      }
    };
  }

  /// One conversion after another.
  private static <S, M, T> Conversion<S, T> through(
      Conversion<S, M> first, Conversion<M, T> second) {
    return value -> {
      var middle = first.apply(value);
      return middle == null ? null : second.apply(middle);
    };
  }

  /// @param type as errors call it
  private static <T> CellWriter moment(String type, Conversion<String, T> parse, Append append) {
    return writer(parse, through(value -> value.moment(type), parse), append);
  }

  private static CellWriter text(int length, boolean truncate) {
    Conversion<String, String> fit =
        text -> {
          if (text.length() <= length || text.codePointCount(0, text.length()) <= length) {
            return text;
          }
          if (truncate) {
            return text.substring(0, text.offsetByCodePoints(0, length));
          }
          throw tooLong(length, text);
        };
    return writer(
        fit,
        through(DocumentValue::text, fit),
        (appender, value) -> appender.append((String) value));
  }

  /// COPY words it in another way than INSERT does.
  static SnowflakeException tooLong(int length, String text) {
    return new SnowflakeException(
        "100074",
        "54000",
        "User character length limit (" + length + ") exceeded by string '" + text + "'");
  }

  private static byte[] binary(byte[] bytes, int length, Reading reading)
      throws SnowflakeException {
    if (bytes.length > length && !reading.truncate()) {
      throw new SnowflakeException(
          "100145", "54000", "User byte length limit (" + length + ") exceeded by binary value");
    }
    return bytes.length > length ? java.util.Arrays.copyOf(bytes, length) : bytes;
  }

  private static CellWriter timestamp(DataType.Timestamp type, Reading reading) {
    Append append =
        type.zone() == DataType.Timestamp.Zone.TZ
            ? (appender, value) -> {
              var moment = (TextValues.Moment) value;
              appender.beginStruct();
              appender.appendEpochMicros(moment.micros());
              appender.append((short) moment.offset());
              appender.endStruct();
            }
            : (appender, value) -> appender.appendEpochMicros(((TextValues.Moment) value).micros());
    return moment(
        "TIMESTAMP_" + type.zone(),
        text -> TextValues.timestamp(text, type, reading.texts().timestamp(), reading.zone()),
        append);
  }

  /// A text in a semi-structured column is JSON; an empty one is NULL.
  private static CellWriter document(Conversion<DocumentValue, String> conversion) {
    return writer(
        text -> {
          if (text.isEmpty()) {
            return null;
          }
          try {
            return conversion.apply(Documents.read(text, Documents.Rules.PLAIN));
          } catch (Documents.Malformed e) {
            throw new SnowflakeException("100069", "22P02", "Error parsing JSON: " + text);
          }
        },
        conversion,
        (appender, value) -> appender.append((String) value));
  }

  /// Numbers. Those of up to 18 digits, which are most, are read without a BigDecimal.
  final class FixedWriter implements CellWriter {
    private static final int LONG_DIGITS = 18;
    private static final long[] POWERS = powers();

    private final DataType.Fixed type;

    FixedWriter(DataType.Fixed type) {
      this.type = type;
    }

    private static long[] powers() {
      var powers = new long[LONG_DIGITS + 1];
      powers[0] = 1;
      for (int i = 1; i < powers.length; i++) {
        powers[i] = powers[i - 1] * 10;
      }
      return powers;
    }

    @Override
    public Object convert(String text) throws SnowflakeException {
      var plain = plain(text);
      return plain != null ? plain : TextValues.fixed(text, type);
    }

    @Override
    public @Nullable Object convert(DocumentValue value) throws SnowflakeException {
      return value.fixed(type);
    }

    /// Digits with a point among them, as an unscaled number; null for all else.
    private @Nullable Long plain(String text) {
      int length = text.length();
      boolean negative = length > 0 && text.charAt(0) == '-';
      int start = negative ? 1 : 0;
      if (length == start || length - start > LONG_DIGITS) {
        return null;
      }
      long number = 0;
      int digits = 0;
      int point = -1;
      for (int i = start; i < length; i++) {
        char c = text.charAt(i);
        if (c == '.' && point < 0) {
          point = digits;
        } else if (c >= '0' && c <= '9') {
          number = number * 10 + (c - '0');
          digits++;
        } else {
          return null;
        }
      }
      int missing = type.scale() - (point < 0 ? 0 : digits - point);
      if (digits == 0 || missing < 0 || missing + digits > LONG_DIGITS) {
        return null;
      }
      long unscaled = number * POWERS[missing];
      if (type.precision() < LONG_DIGITS && unscaled >= POWERS[type.precision()]) {
        return null;
      }
      return negative ? -unscaled : unscaled;
    }

    @Override
    public void append(DuckDBAppender appender, Object value) throws SQLException {
      if (value instanceof Long number) {
        append(appender, (long) number, number < 0 ? -1 : 0);
      } else {
        BigInteger unscaled = ((BigDecimal) value).unscaledValue();
        append(appender, unscaled.longValue(), unscaled.shiftRight(64).longValue());
      }
    }

    private void append(DuckDBAppender appender, long lower, long upper) throws SQLException {
      if (type.precision() <= 4) {
        appender.appendDecimal((short) lower);
      } else if (type.precision() <= 9) {
        appender.appendDecimal((int) lower);
      } else if (type.precision() <= 18) {
        appender.appendDecimal(lower);
      } else {
        appender.appendDecimal(lower, upper);
      }
    }
  }
}
