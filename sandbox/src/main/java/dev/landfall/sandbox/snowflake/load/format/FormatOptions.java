package dev.landfall.sandbox.snowflake.load.format;

import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Takes the options of a file format one by one, and in the end refuses those nobody took.
final class FormatOptions {
  private final Map<String, Value> left;

  FormatOptions(Map<String, Value> options) {
    this.left = new LinkedHashMap<>(options);
  }

  /// A text; `NONE` without quotes is none.
  ///
  /// @param fallback what holds when the option is not set
  Optional<String> textOrNone(String name, Optional<String> fallback) throws SnowflakeException {
    var value = left.remove(name);
    return switch (value) {
      case null -> fallback;
      case Value.Word(var word) when word.equalsIgnoreCase("NONE") -> Optional.empty();
      case Value.Text(var text) when text.equalsIgnoreCase("NONE") -> Optional.empty();
      case Value.Text(var text) -> Optional.of(text);
      case Value.Word(var word) -> Optional.of(word);
      case Value.Many many -> throw invalid(name, value);
    };
  }

  String text(String name, String fallback) throws SnowflakeException {
    var value = left.remove(name);
    return switch (value) {
      case null -> fallback;
      case Value.Text(var text) -> text;
      case Value.Word(var word) -> word;
      case Value.Many many -> throw invalid(name, value);
    };
  }

  String word(String name, String fallback) throws SnowflakeException {
    return text(name, fallback).toUpperCase(Locale.ROOT);
  }

  boolean bool(String name, boolean fallback) throws SnowflakeException {
    var value = left.remove(name);
    if (value == null) {
      return fallback;
    }
    return switch (value.plain().toUpperCase(Locale.ROOT)) {
      case "TRUE" -> true;
      case "FALSE" -> false;
      default -> throw invalid(name, value);
    };
  }

  int count(String name, int fallback) throws SnowflakeException {
    var value = left.remove(name);
    if (value == null) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(value.plain());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw invalid(name, value);
    }
    throw invalid(name, value);
  }

  List<String> texts(String name, List<String> fallback) {
    var value = left.remove(name);
    return switch (value) {
      case null -> fallback;
      case Value.Many(var values) -> values.stream().map(Value::plain).toList();
      case Value.Text(var text) -> List.of(text);
      case Value.Word(var word) -> List.of(word);
    };
  }

  /// An option that is honoured with one value only.
  ///
  /// @param format such as `JSON`
  void only(String format, String name, String honoured) throws SnowflakeException {
    var value = left.remove(name);
    if (value != null
        && !value.plain().equalsIgnoreCase(honoured)
        && !(honoured.isEmpty() && value instanceof Value.Many(var values) && values.isEmpty())) {
      throw Errors.notSupported(
          "FILE_FORMAT TYPE = " + format + " … " + name + " = " + value.sql());
    }
  }

  /// @throws SnowflakeException when an option is left that this format does not have
  void finish(String format) throws SnowflakeException {
    if (!left.isEmpty()) {
      throw new SnowflakeException(
          "001420",
          "22023",
          "SQL compilation error:\ninvalid property '"
              + left.keySet().iterator().next()
              + "' for 'FILE_FORMAT' of type "
              + format);
    }
  }

  static SnowflakeException invalid(String name, Value value) {
    return invalid(name, value.sql());
  }

  /// @param written as the statement writes it
  static SnowflakeException invalid(String name, String written) {
    return new SnowflakeException(
        "001008",
        "22023",
        "SQL compilation error:\ninvalid value [" + written + "] for parameter '" + name + "'");
  }
}
