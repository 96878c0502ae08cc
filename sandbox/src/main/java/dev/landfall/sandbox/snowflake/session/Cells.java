package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Values of DuckDB's as the protocol writes them.
final class Cells {
  /// Semi-structured values as they are kept: for results that nobody looks at.
  static final Cells COMPACT = new Cells(0);

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final int NANO_DIGITS = 9;
  private static final int ZONE_BASE = 1440;
  private static final double PLAIN_LIMIT = 1e15;

  private final int indent;

  private Cells(int indent) {
    this.indent = indent;
  }

  /// As a session wants them.
  Cells(Parameters parameters) {
    this(Math.toIntExact(Math.min(16, parameters.number("JSON_INDENT"))));
  }

  /// A query whose columns JDBC can read exactly: a TIMESTAMP_TZ becomes two.
  ///
  /// @param sql a query with the columns `c1`, `c2` …
  static String readable(String sql, List<ResultColumn> columns) {
    if (columns.stream().noneMatch(c -> zoned(c.type()))) {
      return sql;
    }
    var list = new ArrayList<String>();
    for (var i = 1; i <= columns.size(); i++) {
      if (zoned(columns.get(i - 1).type())) {
        list.add("c" + i + ".utc");
        list.add("c" + i + ".zone");
      } else {
        list.add("c" + i);
      }
    }
    return "SELECT " + String.join(", ", list) + " FROM (" + sql + ")";
  }

  /// Reads all rows of a query that [#readable] has made.
  ///
  /// @param limit how many rows at most; 0 for all
  List<List<@Nullable String>> read(ResultSet rows, List<ResultColumn> columns, long limit)
      throws SQLException {
    var all = new ArrayList<List<@Nullable String>>();
    while ((limit == 0 || all.size() < limit) && rows.next()) {
      var row = new @Nullable String[columns.size()];
      var at = 1;
      for (var i = 0; i < row.length; i++) {
        var type = columns.get(i).type();
        row[i] = cell(rows, at, type);
        at += zoned(type) ? 2 : 1;
      }
      all.add(Arrays.asList(row));
    }
    return all;
  }

  private static boolean zoned(DataType type) {
    return type instanceof DataType.Timestamp(var zone, var scale) && zone == Zone.TZ;
  }

  private @Nullable String cell(ResultSet rows, int at, DataType type) throws SQLException {
    return switch (type) {
      case DataType.Fixed(var precision, var scale) -> {
        var value = rows.getBigDecimal(at);
        yield value == null ? null : fixed(value, scale);
      }
      case DataType.Float64() -> {
        var value = rows.getDouble(at);
        yield rows.wasNull() ? null : real(value);
      }
      case DataType.Bool() -> {
        var value = rows.getBoolean(at);
        yield rows.wasNull() ? null : value ? "1" : "0";
      }
      case DataType.Date() -> {
        var value = rows.getObject(at, LocalDate.class);
        yield value == null ? null : Long.toString(value.toEpochDay());
      }
      case DataType.Time(var scale) -> {
        var value = rows.getObject(at, LocalTime.class);
        yield value == null ? null : seconds(value.toNanoOfDay(), scale);
      }
      case DataType.Timestamp(var zone, var scale) -> timestamp(rows, at, zone, scale);
      case DataType.Binary binary -> {
        var value = rows.getBytes(at);
        yield value == null ? null : HEX.formatHex(value);
      }
      case DataType.Text(var _) -> rows.getString(at);
      case DataType.Null() -> rows.getString(at);
      case DataType.Variant(), DataType.Obj(), DataType.Array() -> {
        var value = rows.getString(at);
        yield value == null ? null : JsonText.pretty(value, indent);
      }
    };
  }

  private static @Nullable String timestamp(ResultSet rows, int at, Zone zone, int scale)
      throws SQLException {
    if (zone == Zone.LTZ) {
      var value = rows.getObject(at, OffsetDateTime.class);
      return value == null ? null : seconds(value.toInstant(), scale);
    }
    var value = rows.getObject(at, LocalDateTime.class);
    if (value == null) {
      return null;
    }
    var text = seconds(value.toInstant(ZoneOffset.UTC), scale);
    return zone == Zone.TZ ? text + " " + (rows.getInt(at + 1) + ZONE_BASE) : text;
  }

  static String fixed(BigDecimal value, int scale) {
    return value.setScale(scale, RoundingMode.HALF_UP).toPlainString();
  }

  /// The shortest text that is the same number: without `.0`, with a signed exponent.
  static String real(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == Math.rint(value) && Math.abs(value) < PLAIN_LIMIT) {
      return Long.toString((long) value);
    }
    var text = Double.toString(value).toLowerCase(Locale.ROOT);
    var exponent = text.indexOf('e');
    if (exponent < 0) {
      return text;
    }
    var digits = text.substring(0, exponent);
    var power = text.substring(exponent + 1);
    if (digits.endsWith(".0")) {
      digits = digits.substring(0, digits.length() - 2);
    }
    return digits + "e" + (power.startsWith("-") ? power : "+" + power);
  }

  private static String seconds(long nanos, int scale) {
    return seconds(BigDecimal.valueOf(nanos, NANO_DIGITS), scale);
  }

  private static String seconds(Instant instant, int scale) {
    return seconds(
        BigDecimal.valueOf(instant.getEpochSecond())
            .add(BigDecimal.valueOf(instant.getNano(), NANO_DIGITS)),
        scale);
  }

  /// Seconds with as many digits of the fraction as the scale says.
  private static String seconds(BigDecimal value, int scale) {
    return value.setScale(scale, RoundingMode.FLOOR).toPlainString();
  }
}
