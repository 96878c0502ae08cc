package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;

/// Dates with whole days added or taken away, and the days between two dates.
final class TemporalArithmetic {
  private TemporalArithmetic() {}

  /// @return empty when neither operand is a date or a time
  static Optional<Typed> apply(String operator, Typed left, Typed right, Ambient ambient)
      throws SnowflakeException {
    if (!temporal(left) && !temporal(right)) {
      return Optional.empty();
    }
    boolean nullable = left.nullable() || right.nullable();
    boolean plus = operator.equals("+");
    boolean minus = operator.equals("-");
    if (minus && left.type() instanceof DataType.Date && right.type() instanceof DataType.Date) {
      var type = new Fixed(9, 0);
      return Optional.of(
          Typed.of(
              "CAST((" + left.sql() + " - " + right.sql() + ") AS DECIMAL(9,0))", type, nullable));
    }
    if ((plus || minus) && left.type() instanceof DataType.Date && number(right)) {
      return Optional.of(days(left, operator, right, nullable, ambient));
    }
    if (plus && number(left) && right.type() instanceof DataType.Date) {
      return Optional.of(days(right, operator, left, nullable, ambient));
    }
    throw Types.wrongArguments(operator, List.of(left, right));
  }

  private static Typed days(
      Typed date, String operator, Typed days, boolean nullable, Ambient ambient)
      throws SnowflakeException {
    var whole = Casts.cast(days, new Fixed(9, 0), ambient).sql();
    return Typed.of(
        "(" + date.sql() + " " + operator + " CAST(" + whole + " AS INTEGER))",
        Types.DATE,
        nullable);
  }

  private static boolean temporal(Typed value) {
    return value.type() instanceof DataType.Date
        || value.type() instanceof DataType.Time
        || value.type() instanceof Timestamp;
  }

  private static boolean number(Typed value) {
    return value.type() instanceof Fixed || value.isNull();
  }
}
