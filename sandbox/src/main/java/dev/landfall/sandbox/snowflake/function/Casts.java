package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Conversions between types (Snowflake, "Data type conversion").
public final class Casts {
  private Casts() {}

  /// `value::type` and `CAST(value AS type)`. A text longer than its target is cut, a number is
  /// rounded half away from zero.
  ///
  /// @throws SnowflakeException 001007 when Snowflake has no such conversion
  public static Typed cast(Typed value, DataType target, Ambient ambient)
      throws SnowflakeException {
    return Conversions.cast(value, target, ambient, false)
        .orElseThrow(() -> Coercions.noCast(value.type(), target));
  }

  /// `TRY_CAST(value AS type)`: NULL where the conversion fails. Snowflake takes only text.
  ///
  /// @throws SnowflakeException when the value is not text, or cannot become the type
  public static Typed tryCast(Typed value, DataType target, Ambient ambient)
      throws SnowflakeException {
    if (!(value.type() instanceof Text) && !value.isNull()) {
      throw Coercions.noTryCast(value.type(), target);
    }
    return Conversions.cast(value, target, ambient, true)
        .orElseThrow(() -> Coercions.noTryCast(value.type(), target));
  }

  /// A value where another type is wanted and nothing says how to convert it, such as a UNION's
  /// branch or a comparison's operand.
  ///
  /// @throws SnowflakeException 002004 when Snowflake does not convert it by itself
  public static Typed coerce(Typed value, DataType target, Ambient ambient)
      throws SnowflakeException {
    var coerced = implicit(value, target, ambient);
    if (coerced.isEmpty()) {
      throw Coercions.noCoercion(value.type(), target);
    }
    return coerced.get();
  }

  /// Like [#coerce], empty when Snowflake does not convert it by itself.
  static Optional<Typed> implicit(Typed value, DataType target, Ambient ambient)
      throws SnowflakeException {
    if (value.type().equals(target)) {
      return Optional.of(value);
    }
    if (!Coercions.implicit(value.type(), target)) {
      return Optional.empty();
    }
    return Conversions.cast(value, target, ambient, false);
  }

  /// A value that is stored into a column: refused when it does not fit, never cut.
  ///
  /// @param nullable whether the column takes NULLs
  /// @param column for the error's text
  /// @throws SnowflakeException 002023 when the types do not go together. When the statement runs:
  ///   100078 for a text that is too long, 100038 for a text that is no number, 100072 for a NULL
  ///   that the column does not take
  public static Typed assign(
      Typed value, DataType target, boolean nullable, Name column, Ambient ambient)
      throws SnowflakeException {
    return Assignments.assign(value, target, nullable, column, ambient);
  }

  /// The type that the values of a CASE, COALESCE, UNION or IN have in common.
  ///
  /// @throws SnowflakeException 002004 when there is none
  public static DataType common(Collection<DataType> types) throws SnowflakeException {
    return Coercions.common(types);
  }

  /// The same, for expressions whose values are known: among numbers a text literal counts as the
  /// number that it spells.
  ///
  /// @throws SnowflakeException 002004 when there is none
  public static DataType commonOf(List<Typed> values) throws SnowflakeException {
    return Coercions.commonOf(values);
  }
}
