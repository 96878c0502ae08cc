package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relations;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The arguments of a table function of INFORMATION_SCHEMA, which are passed by name. Whoever takes
/// them one by one says at the end that these were all. For one thread.
final class NamedArguments {
  private static final long LIMIT = 100;
  private static final long MOST = 10_000;

  private final String function;
  private final TreeMap<String, Typed> named = new TreeMap<>();

  NamedArguments(String function, List<Relations.Argument> arguments) throws SnowflakeException {
    this.function = function;
    for (var argument : arguments) {
      if (argument.name().isEmpty()) {
        throw Errors.notSupported(function + " with arguments by position");
      }
      named.put(argument.name().get().value(), argument.value());
    }
  }

  Optional<String> take(String name) throws SnowflakeException {
    var value = Optional.ofNullable(named.remove(name));
    if (value.isPresent() && value.get().constant().isEmpty()) {
      throw Errors.notSupported(function + "(" + name + " => something that is computed)");
    }
    return value.flatMap(Typed::constant);
  }

  boolean flag(String name) throws SnowflakeException {
    return take(name).filter(v -> v.equalsIgnoreCase("true") || v.equals("1")).isPresent();
  }

  /// A time, as DuckDB's SQL.
  Optional<String> time(String name) throws SnowflakeException {
    var value = Optional.ofNullable(named.remove(name));
    if (value.isPresent()
        && !(value.get().type() instanceof DataType.Timestamp(var zone, var _)
            && zone == DataType.Timestamp.Zone.LTZ)) {
      throw Errors.notSupported(
          function + "(" + name + " => a value of another type than" + " TIMESTAMP_LTZ)");
    }
    return value.map(Typed::sql);
  }

  void finish() throws SnowflakeException {
    if (!named.isEmpty()) {
      throw Errors.notSupported(function + "(" + named.firstKey() + " => …)");
    }
  }

  /// RESULT_LIMIT: how many rows are wanted at most.
  long limit() throws SnowflakeException {
    var limit = number("RESULT_LIMIT").orElse(LIMIT);
    if (limit < 1 || limit > MOST) {
      throw Errors.compilation(
          "001011", "22023", "invalid value [" + limit + "] for parameter 'RESULT_LIMIT'");
    }
    return limit;
  }

  Optional<Long> number(String name) throws SnowflakeException {
    var value = take(name);
    try {
      return value.map(Long::parseLong);
    } catch (NumberFormatException e) {
      throw Errors.compilation(
          "001011",
          "22023",
          "invalid value [" + value.orElse("") + "] for parameter '" + name + "'");
    }
  }
}
