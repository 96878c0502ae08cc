package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.define;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Functions of numbers (Snowflake, "Numeric functions" and "Bitwise expression functions").
final class NumberFunctions {
  private static final List<String> REAL =
      List.of(
          "SQRT", "CBRT", "EXP", "LN", "SIN", "COS", "TAN", "COT", "ASIN", "ACOS", "ATAN", "SINH",
          "COSH", "TANH", "ASINH", "ACOSH", "ATANH", "DEGREES", "RADIANS");

  static final List<Definition> ALL = all();

  private NumberFunctions() {}

  private static List<Definition> all() {
    var all = new ArrayList<Definition>();
    for (var name : REAL) {
      all.add(
          define(
              name,
              1,
              1,
              c -> c.result(NumberKernels.REAL.call(Sql.quote(name), c.real(0)), Types.FLOAT)));
    }
    all.addAll(
        List.of(
            define("ABS", 1, 1, NumberFunctions::abs),
            define("NEGATE", 1, 1, c -> Operators.negate(c.at(0), c.ambient())),
            define("SIGN", 1, 1, NumberFunctions::sign),
            define("CEIL CEILING", 1, 2, c -> round(c, "CEILING")),
            define("FLOOR", 1, 2, c -> round(c, "FLOOR")),
            define("ROUND", 1, 3, NumberFunctions::roundWithMode),
            define("TRUNC TRUNCATE", 1, 2, NumberFunctions::trunc).words(DateFunctions::lastWord),
            define("MOD", 2, 2, c -> Arithmetic.apply("%", c.at(0), c.at(1), c.ambient())),
            define("DIV0", 2, 2, NumberFunctions::div0),
            define("DIV0NULL", 2, 2, NumberFunctions::div0Null),
            define("POWER POW", 2, 2, c -> real(c, NumberKernels.POWER.call(c.real(0), c.real(1)))),
            define("SQUARE", 1, 1, c -> real(c, NumberKernels.POWER.call(c.real(0), "2"))),
            define("LOG", 2, 2, c -> real(c, NumberKernels.LOG.call(c.real(0), c.real(1)))),
            define("ATAN2", 2, 2, c -> real(c, "atan2(" + c.real(0) + ", " + c.real(1) + ")")),
            define("PI", 0, 0, c -> Typed.of("pi()", Types.FLOAT, false)),
            define("HAVERSINE", 4, 4, NumberFunctions::haversine),
            define("FACTORIAL", 1, 1, c -> whole(c, NumberKernels.FACTORIAL.call(c.integer(0)))),
            define("WIDTH_BUCKET", 4, 4, NumberFunctions::widthBucket),
            define("BITAND BIT_AND", 2, 2, c -> bits(c, "AND")),
            define("BITOR BIT_OR", 2, 2, c -> bits(c, "OR")),
            define("BITXOR BIT_XOR", 2, 2, c -> bits(c, "XOR")),
            define("BITNOT BIT_NOT", 1, 1, c -> bits(c, "NOT")),
            define("BITSHIFTLEFT BIT_SHIFTLEFT", 2, 2, c -> bits(c, "SHIFTLEFT")),
            define("BITSHIFTRIGHT BIT_SHIFTRIGHT", 2, 2, c -> bits(c, "SHIFTRIGHT")),
            define("GETBIT", 2, 2, c -> bits(c, "GETBIT")),
            define("BITCOUNT", 1, 1, c -> bits(c, "COUNT"))));
    return List.copyOf(all);
  }

  private static Typed real(Call call, String sql) {
    return call.result(sql, Types.FLOAT);
  }

  private static Typed whole(Call call, String sql) {
    return call.result("CAST(" + sql + " AS DECIMAL(38,0))", Fixed.INTEGER);
  }

  /// An exact number as text.
  static String exact(String sql) {
    return "CAST(" + sql + " AS VARCHAR)";
  }

  /// Text alone is a floating point number here.
  private static Typed alone(Call call) throws SnowflakeException {
    return call.type(0) instanceof Fixed ? call.at(0) : call.as(0, Types.FLOAT);
  }

  private static Typed abs(Call call) throws SnowflakeException {
    var number = alone(call);
    if (number.type() instanceof Fixed(var precision, var scale)) {
      var type = new Fixed(Math.min(38, Math.max(precision, scale + 2)), scale);
      return call.result("CAST(abs(" + number.sql() + ") AS " + Physical.type(type) + ")", type);
    }
    return real(call, "abs(" + number.sql() + ")");
  }

  private static Typed sign(Call call) throws SnowflakeException {
    var number = alone(call);
    return number.type() instanceof Fixed
        ? call.result("CAST(sign(" + number.sql() + ") AS DECIMAL(2,0))", new Fixed(2, 0))
        : real(call, "CAST(sign(" + number.sql() + ") AS DOUBLE)");
  }

  private static Typed roundWithMode(Call call) throws SnowflakeException {
    if (!call.has(2)) {
      return round(call, "HALF_UP");
    }
    var mode =
        switch (call.constant(2).toUpperCase(Locale.ROOT)) {
          case "HALF_AWAY_FROM_ZERO" -> "HALF_UP";
          case "HALF_TO_EVEN" -> "HALF_EVEN";
          default ->
              throw new SnowflakeException(
                  "001015",
                  "22023",
                  "SQL compilation error:\ninvalid rounding mode '"
                      + call.constant(2)
                      + "' for function ROUND");
        };
    if (!(call.type(0) instanceof Fixed)) {
      Definition.checkCount(call.name(), 3, 1, 2);
    }
    return round(new Call(call.name(), call.arguments().subList(0, 2), call.ambient()), mode);
  }

  private static Typed trunc(Call call) throws SnowflakeException {
    return switch (call.type(0)) {
      case DataType.Date _, DataType.Time _, DataType.Timestamp _ when call.size() == 2 ->
          DateFunctions.truncate(call, call.constant(1), call.at(0));
      default -> round(call, "DOWN");
    };
  }

  /// @param mode one of Java's
  private static Typed round(Call call, String mode) throws SnowflakeException {
    var number =
        call.type(0) instanceof Fixed || !call.has(1)
            ? alone(call)
            : call.type(0) instanceof Text ? call.as(0, new Fixed(18, 5)) : call.as(0, Types.FLOAT);
    if (!(number.type() instanceof Fixed(var precision, var scale))) {
      return real(
          call, NumberKernels.ROUND_FLOAT.call(number.sql(), call.integer(1, 0), Sql.quote(mode)));
    }
    boolean literal =
        !call.has(1)
            || (call.type(1) instanceof Fixed(var _, var digits)
                && digits == 0
                && call.at(1).constant().isPresent());
    if (!literal) {
      var type = new Fixed(Math.min(38, Math.max(18, precision + 1)), scale);
      return call.result(rounded(number.sql(), call.integer(1), mode, type), type);
    }
    int wanted = call.has(1) ? Integer.parseInt(call.constant(1)) : 0;
    if (wanted >= scale) {
      return call.result(number.sql(), number.type());
    }
    int more = Math.max(0, -wanted - (precision - scale));
    var type = new Fixed(Math.min(38, precision + 1 + more), Math.max(wanted, 0));
    return call.result(
        mode.equals("HALF_UP") && wanted >= 0
            ? "CAST(" + number.sql() + " AS " + Physical.type(type) + ")"
            : rounded(number.sql(), Integer.toString(wanted), mode, type),
        type);
  }

  private static String rounded(String sql, String scale, String mode, Fixed type) {
    return "CAST("
        + NumberKernels.ROUND.call(
            exact(sql),
            scale,
            Sql.quote(mode),
            Integer.toString(type.precision()),
            Integer.toString(type.scale()))
        + " AS "
        + Physical.type(type)
        + ")";
  }

  private static Typed div0Null(Call call) throws SnowflakeException {
    var divisor = call.at(1);
    if (divisor.isNull()) {
      return div0(call, Literals.number("0"));
    }
    var zero = Casts.coerce(Literals.number("0"), divisor.type(), call.ambient());
    return div0(
        call,
        Typed.of("coalesce(" + divisor.sql() + ", " + zero.sql() + ")", divisor.type(), false));
  }

  /// Nothing divided by zero is nothing.
  private static Typed div0(Call call) throws SnowflakeException {
    var quotient = div0(call, call.at(1));
    return call.at(0).nullable()
        ? Typed.of(
            "(CASE WHEN " + call.sql(0) + " IS NOT NULL THEN " + quotient.sql() + " END)",
            quotient.type(),
            true)
        : quotient;
  }

  /// Of the type that a division has.
  private static Typed div0(Call call, Typed divisor) throws SnowflakeException {
    var quotient = Arithmetic.apply("/", call.at(0), divisor, call.ambient());
    boolean nullable = call.at(0).nullable() || divisor.nullable();
    if (quotient.type() instanceof Fixed fixed) {
      var dividend = call.number(0).sql();
      var by = new Call(call.name(), List.of(divisor), call.ambient()).number(0).sql();
      var sql =
          NumberKernels.DIV0.call(
              exact(dividend),
              exact(by),
              Integer.toString(fixed.precision()),
              Integer.toString(fixed.scale()));
      return Typed.of("CAST(" + sql + " AS " + Physical.type(fixed) + ")", fixed, nullable);
    }
    var by = new Call(call.name(), List.of(divisor), call.ambient()).real(0);
    return Typed.of(NumberKernels.DIV0_FLOAT.call(call.real(0), by), Types.FLOAT, nullable);
  }

  private static Typed haversine(Call call) throws SnowflakeException {
    var lat1 = "radians(" + call.real(0) + ")";
    var lon1 = "radians(" + call.real(1) + ")";
    var lat2 = "radians(" + call.real(2) + ")";
    var lon2 = "radians(" + call.real(3) + ")";
    return real(
        call,
        "(2 * 6371 * asin(sqrt(pow(sin(("
            + lat2
            + " - "
            + lat1
            + ") / 2), 2) + cos("
            + lat1
            + ") * cos("
            + lat2
            + ") * pow(sin(("
            + lon2
            + " - "
            + lon1
            + ") / 2), 2))))");
  }

  private static Typed widthBucket(Call call) throws SnowflakeException {
    int digits = call.constantOrEmpty(3).map(count -> Math.max(2, count.length())).orElse(38);
    var bucket =
        NumberKernels.WIDTH_BUCKET.call(
            exact(call.number(0).sql()),
            exact(call.number(1).sql()),
            exact(call.number(2).sql()),
            call.integer(3));
    return call.result("CAST(" + bucket + " AS DECIMAL(" + digits + ",0))", new Fixed(digits, 0));
  }

  private static Typed bits(Call call, String function) throws SnowflakeException {
    var left = exact(call.as(0, Fixed.INTEGER).sql());
    var right = call.has(1) ? exact(call.as(1, Fixed.INTEGER).sql()) : "'0'";
    return whole(call, NumberKernels.BITS.call(Sql.quote(function), left, right));
  }
}
