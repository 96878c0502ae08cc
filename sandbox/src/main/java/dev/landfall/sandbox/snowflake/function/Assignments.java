package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;

/// Values that are stored into columns.
final class Assignments {
  private static final Kernel FIT =
      Kernel.of(
          "sf_fit",
          Kind.TEXT,
          a -> {
            var text = a.text(0);
            long limit = a.number(1);
            if (text.length() > limit && text.codePointCount(0, text.length()) > limit) {
              throw tooLong(text);
            }
            return text;
          },
          Kind.TEXT,
          Kind.LONG);

  static final List<Kernel> KERNELS = List.of(FIT);

  private Assignments() {}

  static Typed assign(Typed value, DataType target, boolean nullable, Name column, Ambient ambient)
      throws SnowflakeException {
    if (value.isNull() && !nullable) {
      throw new SnowflakeException("100072", "22000", "NULL result in a non-nullable column");
    }
    if (!Coercions.implicit(value.type(), target)) {
      throw new SnowflakeException(
          "002023",
          "22000",
          "SQL compilation error:\nExpression type does not match column data type, expecting "
              + Types.named(target)
              + " but got "
              + Types.named(value.type())
              + " for column "
              + column.value());
    }
    if (target instanceof Text(var length)) {
      return text(value, length, ambient);
    }
    return Casts.cast(value, target, ambient);
  }

  private static Typed text(Typed value, int length, Ambient ambient) throws SnowflakeException {
    var text = Casts.cast(value, Text.MAX, ambient);
    var type = new Text(length);
    if (value.isNull() || (value.type() instanceof Text(var given) && given <= length)) {
      return Typed.of(text.sql(), type, value.nullable());
    }
    var fit = FIT.call(text.sql(), Integer.toString(length));
    if (Sql.simple(text.sql())) {
      fit =
          "CASE WHEN length("
              + text.sql()
              + ") <= "
              + length
              + " THEN "
              + text.sql()
              + " ELSE "
              + fit
              + " END";
      return Typed.of("(" + fit + ")", type, value.nullable());
    }
    return Typed.of(fit, type, value.nullable());
  }

  static SnowflakeException tooLong(String text) {
    return new SnowflakeException(
        "100078", "22000", "String '" + text + "' is too long and would be truncated");
  }
}
