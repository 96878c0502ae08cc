package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;

/// LIKE and ILIKE.
final class Patterns {
  private Patterns() {}

  static Typed like(
      Typed subject,
      Typed pattern,
      Optional<Typed> escape,
      boolean ignoreCase,
      boolean negated,
      Ambient ambient)
      throws SnowflakeException {
    var name = ignoreCase ? "ILIKE" : "LIKE";
    var a = text(name, subject, ambient);
    var b = text(name, pattern, ambient);
    boolean nullable = subject.nullable() || pattern.nullable();
    var sql = a + (negated ? " NOT " : " ") + name + " " + b;
    if (escape.isPresent()) {
      sql += " ESCAPE " + text(name, escape.get(), ambient);
      nullable |= escape.get().nullable();
    }
    return Typed.of("(" + sql + ")", Types.BOOL, nullable);
  }

  private static String text(String name, Typed value, Ambient ambient) throws SnowflakeException {
    return Casts.implicit(value, Text.MAX, ambient)
        .orElseThrow(() -> Types.wrongArguments(name, List.of(value)))
        .sql();
  }
}
