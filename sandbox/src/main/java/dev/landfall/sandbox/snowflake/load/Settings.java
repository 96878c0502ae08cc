package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Option;
import dev.landfall.sandbox.snowflake.sql.Options;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The properties of a statement as the catalogue would keep them. Taken one by one; whoever is
/// done looks at what is left.
final class Settings {
  private final Map<String, Value> left;

  private Settings(Map<String, Value> left) {
    this.left = left;
  }

  /// @param fallback what holds where the statement says nothing
  static Settings of(Options options, Map<String, Value> fallback) throws SnowflakeException {
    Map<String, Value> all = new LinkedHashMap<>(fallback);
    for (Option option : options.all()) {
      if (!(option.value() instanceof dev.landfall.sandbox.snowflake.sql.Value.Nested)) {
        all.put(option.name(), value(option.name(), option.value()));
      }
    }
    return new Settings(all);
  }

  static Value value(String name, dev.landfall.sandbox.snowflake.sql.Value value)
      throws SnowflakeException {
    return switch (value) {
      case dev.landfall.sandbox.snowflake.sql.Value.Text(var text) -> new Value.Text(text);
      case dev.landfall.sandbox.snowflake.sql.Value.Numeric(var number) ->
          new Value.Word(number.toPlainString());
      case dev.landfall.sandbox.snowflake.sql.Value.Bool(var bool) ->
          new Value.Word(bool ? "TRUE" : "FALSE");
      case dev.landfall.sandbox.snowflake.sql.Value.Null() -> new Value.Word("NULL");
      case dev.landfall.sandbox.snowflake.sql.Value.Word(var word) -> new Value.Word(word.sql());
      case dev.landfall.sandbox.snowflake.sql.Value.Many(var values) -> {
        var all = new java.util.ArrayList<Value>();
        for (var each : values) {
          all.add(value(name, each));
        }
        yield new Value.Many(all);
      }
      case dev.landfall.sandbox.snowflake.sql.Value.Nested nested -> throw invalid(name, "(…)");
      case dev.landfall.sandbox.snowflake.sql.Value.Expression(var span) ->
          throw invalid(name, span.text());
    };
  }

  Optional<Value> value(String name) {
    return Optional.ofNullable(left.remove(name));
  }

  Optional<String> text(String name) {
    return value(name).map(Value::plain);
  }

  /// In upper case.
  Optional<String> word(String name) {
    return text(name).map(text -> text.toUpperCase(Locale.ROOT));
  }

  boolean bool(String name, boolean fallback) throws SnowflakeException {
    var value = value(name);
    if (value.isEmpty()) {
      return fallback;
    }
    if (value.get() instanceof Value.Word(var word)) {
      if (word.equalsIgnoreCase("TRUE")) {
        return true;
      }
      if (word.equalsIgnoreCase("FALSE")) {
        return false;
      }
    }
    throw invalid(name, value.get().sql());
  }

  OptionalLong count(String name) throws SnowflakeException {
    var value = value(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(value.get().plain());
      if (number >= 0) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException e) {
      throw invalid(name, value.get().sql());
    }
    throw invalid(name, value.get().sql());
  }

  Map<String, Value> left() {
    return left;
  }

  static SnowflakeException invalid(String name, String written) {
    return new SnowflakeException(
        "001008",
        "22023",
        "SQL compilation error:\ninvalid value [" + written + "] for parameter '" + name + "'");
  }
}
