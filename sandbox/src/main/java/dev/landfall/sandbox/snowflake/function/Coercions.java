package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which types Snowflake turns into which by itself (Snowflake, "Data type conversion").
final class Coercions {
  private static final Pattern PLAIN_NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?");

  private Coercions() {}

  /// Whether a value of one type may stand where another is wanted.
  static boolean implicit(DataType from, DataType to) {
    return switch (from) {
      case DataType.Null() -> true;
      case DataType.Variant() -> !(to instanceof DataType.Null);
      case Text text ->
          to instanceof Text || to instanceof DataType.Bool || Types.numeric(to) || temporal(to);
      case Fixed fixed ->
          Types.numeric(to)
              || to instanceof Text
              || to instanceof DataType.Bool
              || to instanceof DataType.Variant
              || to instanceof Timestamp;
      case DataType.Float64() ->
          Types.numeric(to)
              || to instanceof Text
              || to instanceof DataType.Bool
              || to instanceof DataType.Variant;
      case DataType.Bool() ->
          to instanceof DataType.Bool
              || to instanceof Text
              || to instanceof Fixed
              || to instanceof DataType.Variant;
      case DataType.Date() ->
          to instanceof DataType.Date
              || to instanceof Timestamp
              || to instanceof Text
              || to instanceof DataType.Variant;
      case DataType.Time time ->
          to instanceof DataType.Time || to instanceof Text || to instanceof DataType.Variant;
      case Timestamp timestamp ->
          temporal(to) || to instanceof Text || to instanceof DataType.Variant;
      case DataType.Binary binary ->
          to instanceof DataType.Binary || to instanceof DataType.Variant;
      case DataType.Array() -> to instanceof DataType.Array || to instanceof DataType.Variant;
      case DataType.Obj() -> to instanceof DataType.Obj || to instanceof DataType.Variant;
    };
  }

  private static boolean temporal(DataType type) {
    return type instanceof DataType.Date
        || type instanceof DataType.Time
        || type instanceof Timestamp;
  }

  static DataType common(Collection<DataType> types) throws SnowflakeException {
    DataType result = Types.NULL;
    for (var type : types) {
      result = common(result, type);
    }
    return result;
  }

  /// What several expressions have in common: among numbers a text literal counts as the number
  /// that it spells.
  static DataType commonOf(List<Typed> values) throws SnowflakeException {
    boolean numbers = values.stream().anyMatch(value -> value.type() instanceof Fixed);
    var types = new ArrayList<DataType>();
    for (var value : values) {
      types.add(numbers ? spelled(value).orElse(value.type()) : value.type());
    }
    return common(types);
  }

  /// The type of the number that a text literal spells.
  static Optional<DataType> spelled(Typed value) {
    if (!(value.type() instanceof Text)) {
      return Optional.empty();
    }
    return value
        .constant()
        .map(String::strip)
        .filter(text -> PLAIN_NUMBER.matcher(text).matches())
        .map(text -> Literals.number(text.replaceFirst("^[-+]", "")).type());
  }

  private static DataType common(DataType left, DataType right) throws SnowflakeException {
    if (left.equals(right) || right instanceof DataType.Null) {
      return left;
    }
    if (left instanceof DataType.Null) {
      return right;
    }
    if (left instanceof Fixed a && right instanceof Fixed b) {
      int scale = Math.max(a.scale(), b.scale());
      return Types.fixed(Math.max(Types.leading(a), Types.leading(b)), scale);
    }
    if (left instanceof Text(var a) && right instanceof Text(var b)) {
      return new Text(Math.max(a, b));
    }
    if (left instanceof DataType.Binary(var a) && right instanceof DataType.Binary(var b)) {
      return new DataType.Binary(Math.max(a, b));
    }
    if (left instanceof DataType.Time(var a) && right instanceof DataType.Time(var b)) {
      return new DataType.Time(Math.max(a, b));
    }
    if (left instanceof Timestamp(var a, var m) && right instanceof Timestamp(var b, var n)) {
      return new Timestamp(a.compareTo(b) > 0 ? a : b, Math.max(m, n));
    }
    if (left instanceof Text
        && (right instanceof DataType.Bool || right instanceof DataType.Variant)) {
      return Text.MAX;
    }
    if (left instanceof DataType.Variant && right instanceof Text) {
      return Text.MAX;
    }
    if (left instanceof DataType.Bool && Types.numeric(right)) {
      return left;
    }
    int order = rank(left) - rank(right);
    DataType from = order < 0 ? left : right;
    DataType to = order < 0 ? right : left;
    if (order == 0 || !implicit(from, to)) {
      throw noCoercion(right, left);
    }
    if (from instanceof Text && to instanceof Fixed fixed) {
      return common(new Fixed(18, 5), fixed);
    }
    return to;
  }

  /// Among two types of different families the one with the greater rank is what both become.
  private static int rank(DataType type) {
    return switch (type) {
      case DataType.Null() -> 0;
      case Text text -> 1;
      case DataType.Binary binary -> 2;
      case Fixed fixed -> 3;
      case DataType.Float64() -> 4;
      case DataType.Bool() -> 5;
      case DataType.Time time -> 6;
      case DataType.Date() -> 7;
      case Timestamp timestamp -> 8;
      case DataType.Array() -> 9;
      case DataType.Obj() -> 9;
      case DataType.Variant() -> 10;
    };
  }

  static SnowflakeException noCoercion(DataType from, DataType to) {
    return new SnowflakeException(
        "002004",
        "42601",
        "SQL compilation error:\ninconsistent data type for result columns for set operator"
            + " input branches, expected "
            + Types.named(to)
            + ", got "
            + Types.named(from));
  }

  static SnowflakeException noCast(DataType from, DataType to) {
    return new SnowflakeException(
        "001007",
        "22023",
        "SQL compilation error:\ninvalid type [CAST("
            + Types.named(from)
            + " AS "
            + Types.named(to)
            + ")] for parameter 'TO_"
            + family(to)
            + "'");
  }

  static SnowflakeException noTryCast(DataType from, DataType to) {
    return new SnowflakeException(
        "001065",
        "22023",
        "SQL compilation error:\nFunction TRY_CAST cannot be used with arguments of types "
            + Types.named(from)
            + " and "
            + Types.named(to));
  }

  /// A type without its sizes.
  static String family(DataType type) {
    var sql = type.sql();
    int open = sql.indexOf('(');
    return open < 0 ? sql : sql.substring(0, open);
  }
}
