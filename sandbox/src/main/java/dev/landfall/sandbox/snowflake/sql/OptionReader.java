package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes properties out of [Options] one by one, and in the end refuses those nobody took. For one
/// thread.
///
/// Every method that takes one throws 001008 (invalid value) when the value is of another type.
public final class OptionReader {
  private final String statement;
  private final Map<String, Option> left = new LinkedHashMap<>();

  OptionReader(String statement, Options options) {
    this.statement = statement;
    options.all().forEach(option -> left.put(option.name(), option));
  }

  /// Any value.
  public Optional<Value> value(String name) {
    return Optional.ofNullable(left.remove(name)).map(Option::value);
  }

  /// A string literal; a number or a bare word will do, as it does for Snowflake.
  public Optional<String> text(String name) throws SnowflakeException {
    Optional<Value> value = value(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(plain(name, value.get()));
  }

  public Optional<Boolean> bool(String name) throws SnowflakeException {
    Optional<Value> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return switch (value.get()) {
      case Value.Bool(boolean bool) -> Optional.of(bool);
      case Value.Text(String text) when text.equalsIgnoreCase("true") -> Optional.of(true);
      case Value.Text(String text) when text.equalsIgnoreCase("false") -> Optional.of(false);
      default -> throw invalid(name, value.get());
    };
  }

  public Optional<Long> integer(String name) throws SnowflakeException {
    Optional<Value> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return switch (value.get()) {
        case Value.Numeric(BigDecimal number) -> Optional.of(number.longValueExact());
        case Value.Text(String text) -> Optional.of(Long.valueOf(text));
        default -> throw invalid(name, value.get());
      };
    } catch (ArithmeticException | NumberFormatException e) {
      throw invalid(name, value.get());
    }
  }

  /// A bare name, or a string literal whose content is one.
  public Optional<QualifiedName> name(String name) throws SnowflakeException {
    Optional<Value> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return switch (value.get()) {
      case Value.Word(QualifiedName word) -> Optional.of(word);
      case Value.Text(String text) -> Optional.of(Names.parse(text));
      default -> throw invalid(name, value.get());
    };
  }

  /// Strings in parentheses; a single one will do.
  public Optional<List<String>> texts(String name) throws SnowflakeException {
    Optional<Value> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (Value each : value.get() instanceof Value.Many(var many) ? many : List.of(value.get())) {
      texts.add(plain(name, each));
    }
    return Optional.of(List.copyOf(texts));
  }

  /// The properties of a property, with a reader of their own, which must be finished as well.
  public Optional<OptionReader> nested(String name) throws SnowflakeException {
    Optional<Value> value = value(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return switch (value.get()) {
      case Value.Nested(Options options) ->
          Optional.of(new OptionReader(statement + " … " + name, options));
      default -> throw invalid(name, value.get());
    };
  }

  /// The names of what is left.
  public List<String> left() {
    return List.copyOf(left.keySet());
  }

  /// Everything must have been taken.
  ///
  /// @throws SnowflakeException when something is left: the sandbox does not honour it
  public void finish() throws SnowflakeException {
    if (!left.isEmpty()) {
      throw Errors.notSupported(statement + " … " + String.join(", ", left.keySet()));
    }
  }

  private static String plain(String name, Value value) throws SnowflakeException {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Numeric(BigDecimal number) -> number.toPlainString();
      case Value.Word(QualifiedName word) -> word.sql();
      case Value.Bool(boolean bool) -> bool ? "TRUE" : "FALSE";
      default -> throw invalid(name, value);
    };
  }

  private static SnowflakeException invalid(String name, Value value) {
    return SqlErrors.invalidValue(name, value);
  }
}
