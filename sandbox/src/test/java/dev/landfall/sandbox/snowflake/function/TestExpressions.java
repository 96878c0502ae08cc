package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Just enough of Snowflake's expressions to write tests of functions, casts and operators.
final class TestExpressions {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*('(?:[^']|'')*'|[0-9]+(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\\.[0-9]+"
              + "|[A-Za-z_][A-Za-z0-9_$]*|::|\\|\\||<>|!=|<=|>=|.)",
          Pattern.DOTALL);
  private static final Map<String, Integer> POWER =
      Map.ofEntries(
          Map.entry("OR", 1),
          Map.entry("AND", 2),
          Map.entry("=", 4),
          Map.entry("<>", 4),
          Map.entry("!=", 4),
          Map.entry("<", 4),
          Map.entry("<=", 4),
          Map.entry(">", 4),
          Map.entry(">=", 4),
          Map.entry("LIKE", 4),
          Map.entry("ILIKE", 4),
          Map.entry("IN", 4),
          Map.entry("IS", 4),
          Map.entry("+", 5),
          Map.entry("-", 5),
          Map.entry("||", 5),
          Map.entry("*", 6),
          Map.entry("/", 6),
          Map.entry("%", 6),
          Map.entry("::", 8));

  private final List<String> tokens = new ArrayList<>();
  private final Ambient ambient;
  private final Map<String, Typed> columns;
  private int at;

  private TestExpressions(String text, Ambient ambient, Map<String, Typed> columns) {
    this.ambient = ambient;
    this.columns = columns;
    Matcher matcher = TOKEN.matcher(text.strip());
    while (matcher.find()) {
      tokens.add(matcher.group(1));
    }
  }

  static Typed parse(String text, Ambient ambient) throws SnowflakeException {
    return parse(text, ambient, Map.of());
  }

  /// @param columns by name in upper case
  static Typed parse(String text, Ambient ambient, Map<String, Typed> columns)
      throws SnowflakeException {
    var parser = new TestExpressions(text, ambient, columns);
    var typed = parser.expression(0);
    if (parser.at < parser.tokens.size()) {
      throw new IllegalArgumentException(text + " at " + parser.peek());
    }
    return typed;
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at).toUpperCase(Locale.ROOT) : "";
  }

  private boolean next(String wanted) {
    if (peek().equals(wanted)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String wanted) {
    if (!next(wanted)) {
      throw new IllegalArgumentException("expected " + wanted + " at " + peek() + " in " + tokens);
    }
  }

  private Typed expression(int power) throws SnowflakeException {
    var left = operand();
    while (POWER.getOrDefault(peek(), 0) > power || (peek().equals("NOT") && power < 4)) {
      boolean negated = next("NOT");
      var operator = peek();
      at++;
      left =
          switch (operator) {
            case "::" -> Casts.cast(left, type(), ambient);
            case "IS" -> {
              boolean not = next("NOT");
              if (next("DISTINCT")) {
                expect("FROM");
                yield Operators.distinct(not, left, expression(4), ambient);
              }
              expect("NULL");
              yield Operators.isNull(left, not);
            }
            case "IN" -> Operators.in(left, list(), negated, ambient);
            case "LIKE", "ILIKE" -> {
              var pattern = expression(4);
              Optional<Typed> escape =
                  next("ESCAPE") ? Optional.of(expression(4)) : Optional.empty();
              yield Operators.like(
                  left, pattern, escape, operator.equals("ILIKE"), negated, ambient);
            }
            default ->
                (operator.equals("+") || operator.equals("-")) && next("INTERVAL")
                    ? Operators.interval(left, string(), operator.equals("-"), ambient)
                    : Operators.binary(
                        operator, left, expression(POWER.getOrDefault(operator, 0)), ambient);
          };
    }
    return left;
  }

  private List<Typed> list() throws SnowflakeException {
    expect("(");
    var arguments = new ArrayList<Typed>();
    if (next(")")) {
      return arguments;
    }
    do {
      arguments.add(expression(0));
    } while (next(","));
    expect(")");
    return arguments;
  }

  private String string() {
    var token = tokens.get(at++);
    return token.substring(1, token.length() - 1).replace("''", "'");
  }

  private Typed operand() throws SnowflakeException {
    var token = tokens.get(at);
    var upper = peek();
    char c = token.charAt(0);
    if (c == '\'') {
      return Literals.text(string());
    }
    at++;
    if (Character.isDigit(c) || (c == '.' && token.length() > 1)) {
      return Literals.number(token);
    }
    boolean text = at < tokens.size() && tokens.get(at).startsWith("'");
    return switch (upper) {
      case "(" -> {
        var inner = expression(0);
        expect(")");
        yield inner;
      }
      case "-" -> Operators.negate(expression(7), ambient);
      case "+" -> Operators.plus(expression(7), ambient);
      case "NOT" -> Operators.not(expression(3), ambient);
      case "NULL" -> Literals.nothing();
      case "TRUE" -> Literals.bool(true);
      case "FALSE" -> Literals.bool(false);
      case "DATE" -> text ? Literals.date(string(), ambient) : call(upper);
      case "TIME" -> text ? Literals.time(string(), ambient) : call(upper);
      case "TIMESTAMP" -> text ? Literals.timestamp(string(), Zone.NTZ, ambient) : call(upper);
      case "X" -> text ? Literals.binary(string()) : call(upper);
      case "CAST", "TRY_CAST" -> {
        expect("(");
        var value = expression(0);
        expect("AS");
        var type = type();
        expect(")");
        yield upper.equals("CAST")
            ? Casts.cast(value, type, ambient)
            : Casts.tryCast(value, type, ambient);
      }
      default -> call(upper);
    };
  }

  private Typed call(String name) throws SnowflakeException {
    if (!peek().equals("(")) {
      var column = columns.get(name);
      return column == null ? Literals.word(name.toLowerCase(Locale.ROOT)) : column;
    }
    var function = Functions.scalar(name).orElseThrow(() -> Functions.unknown(name));
    return function.call(list(), ambient);
  }

  private DataType type() {
    var name = peek();
    at++;
    var sizes = new ArrayList<Integer>();
    if (next("(")) {
      do {
        sizes.add(Integer.parseInt(tokens.get(at++)));
      } while (next(","));
      expect(")");
    }
    return type(name, sizes);
  }

  static DataType type(String name, List<Integer> sizes) {
    return switch (name) {
      case "NUMBER", "INT", "INTEGER" ->
          new DataType.Fixed(
              sizes.isEmpty() ? 38 : sizes.get(0), sizes.size() < 2 ? 0 : sizes.get(1));
      case "FLOAT" -> new DataType.Float64();
      case "VARCHAR" -> sizes.isEmpty() ? DataType.Text.MAX : new DataType.Text(sizes.getFirst());
      case "BINARY" -> new DataType.Binary(sizes.isEmpty() ? DataType.MAX_BINARY : sizes.get(0));
      case "BOOLEAN" -> new DataType.Bool();
      case "DATE" -> new DataType.Date();
      case "TIME" -> new DataType.Time(sizes.isEmpty() ? 9 : sizes.getFirst());
      case "TIMESTAMP_NTZ" ->
          new DataType.Timestamp(Zone.NTZ, sizes.isEmpty() ? 9 : sizes.getFirst());
      case "TIMESTAMP_LTZ" ->
          new DataType.Timestamp(Zone.LTZ, sizes.isEmpty() ? 9 : sizes.getFirst());
      case "TIMESTAMP_TZ" ->
          new DataType.Timestamp(Zone.TZ, sizes.isEmpty() ? 9 : sizes.getFirst());
      case "VARIANT" -> new DataType.Variant();
      case "OBJECT" -> new DataType.Obj();
      case "ARRAY" -> new DataType.Array();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
