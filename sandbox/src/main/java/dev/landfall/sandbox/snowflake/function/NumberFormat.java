package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A format model of numbers such as `$9,999.00` (Snowflake, "SQL format models"). Immutable.
final class NumberFormat {
  private static final Map<String, NumberFormat> KNOWN = new ConcurrentHashMap<>();
  private static final int KEEP = 500;

  /// The parts of a model; in this order the first that fits is taken.
  private enum Element {
    TM9,
    TME,
    TM,
    MI,
    FM,
    EEEE,
    EEE,
    EE,
    NINE,
    ZERO,
    POINT,
    GROUP,
    DOLLAR,
    SIGN,
    BLANK,
    HEX,
    LITERAL
  }

  private record Token(Element element, String text) {}

  private final String model;
  private final List<Token> tokens;

  private NumberFormat(String model, String direction) throws SnowflakeException {
    this.model = model;
    this.tokens = tokens(model, direction);
  }

  /// @param direction `input` or `output`, for the error's text
  /// @throws SnowflakeException when it is no format model
  static NumberFormat of(String model, String direction) throws SnowflakeException {
    var known = KNOWN.get(model);
    if (known != null) {
      return known;
    }
    var made = new NumberFormat(model, direction);
    if (KNOWN.size() < KEEP) {
      KNOWN.put(model, made);
    }
    return made;
  }

  private static List<Token> tokens(String model, String direction) throws SnowflakeException {
    var tokens = new ArrayList<Token>();
    int at = 0;
    while (at < model.length()) {
      char c = model.charAt(at);
      if (c == '"') {
        int end = model.indexOf('"', at + 1);
        if (end < 0) {
          throw bad(model, direction, model.substring(at));
        }
        tokens.add(new Token(Element.LITERAL, model.substring(at + 1, end)));
        at = end + 1;
        continue;
      }
      var element = element(model, at);
      if (element == null) {
        throw bad(model, direction, model.substring(at));
      }
      int length = length(element);
      tokens.add(new Token(element, model.substring(at, at + length)));
      at += length;
    }
    long points = tokens.stream().filter(token -> token.element() == Element.POINT).count();
    if (points > 1) {
      throw bad(model, direction, ".");
    }
    return List.copyOf(tokens);
  }

  private static int length(Element element) {
    return switch (element) {
      case TM9, TME, EEE -> 3;
      case TM, MI, FM, EE -> 2;
      case EEEE -> 4;
      default -> 1;
    };
  }

  private static @org.jspecify.annotations.Nullable Element element(String model, int at) {
    for (var element : Element.values()) {
      if (element.compareTo(Element.NINE) < 0
          && model.regionMatches(true, at, element.name(), 0, element.name().length())) {
        return element;
      }
    }
    return switch (model.charAt(at)) {
      case '9' -> Element.NINE;
      case '0' -> Element.ZERO;
      case '.', 'D', 'd' -> Element.POINT;
      case ',', 'G', 'g' -> Element.GROUP;
      case '$' -> Element.DOLLAR;
      case 'S', 's' -> Element.SIGN;
      case 'B', 'b' -> Element.BLANK;
      case 'X', 'x' -> Element.HEX;
      case ' ', '-', '+', '/', ':', ';', '(', ')', '=', '_' -> Element.LITERAL;
      default -> null;
    };
  }

  private static SnowflakeException bad(String model, String direction, String keyword) {
    return new SnowflakeException(
        "100088",
        "22007",
        "Bad "
            + direction
            + " format model '"
            + model
            + "' for FIXED: invalid numeric format keyword: '"
            + keyword
            + "'");
  }

  private boolean has(Element element) {
    return tokens.stream().anyMatch(token -> token.element() == element);
  }

  String print(BigDecimal number) {
    if (has(Element.TM9) || has(Element.TM)) {
      return literals(number.stripTrailingZeros().toPlainString());
    }
    if (has(Element.TME)) {
      return literals(scientific(number));
    }
    return has(Element.HEX) ? hexadecimal(number) : new Printing(number).print();
  }

  /// The literals of a minimal model around a number.
  private String literals(String number) {
    var out = new StringBuilder();
    for (var token : tokens) {
      out.append(token.element() == Element.LITERAL ? token.text() : number);
    }
    return out.toString();
  }

  private static String scientific(BigDecimal number) {
    if (number.signum() == 0) {
      return "0E0";
    }
    var plain = number.stripTrailingZeros();
    int exponent = plain.precision() - plain.scale() - 1;
    return plain.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "E" + exponent;
  }

  private String hexadecimal(BigDecimal number) {
    var whole = number.setScale(0, RoundingMode.HALF_UP).toBigInteger();
    int places =
        (int)
            tokens.stream()
                .filter(t -> t.element() == Element.HEX || t.element() == Element.ZERO)
                .count();
    boolean signed = has(Element.SIGN) || has(Element.MI);
    boolean zeros = has(Element.ZERO);
    boolean lower = tokens.stream().anyMatch(token -> token.text().equals("x"));
    var magnitude = signed ? whole.abs() : whole;
    if (magnitude.signum() < 0) {
      magnitude = magnitude.add(BigInteger.ONE.shiftLeft(4 * places));
    }
    var digits = magnitude.toString(16);
    if (digits.length() > places || magnitude.signum() < 0) {
      digits = "#".repeat(places);
    }
    digits = lower ? digits : digits.toUpperCase(Locale.ROOT);
    digits = (zeros ? "0" : " ").repeat(places - digits.length()) + digits;
    if (has(Element.FM)) {
      digits = digits.strip();
    }
    var out = new StringBuilder();
    boolean printed = false;
    for (var token : tokens) {
      switch (token.element()) {
        case LITERAL -> out.append(token.text());
        case SIGN -> out.append(whole.signum() < 0 ? '-' : '+');
        case MI -> out.append(whole.signum() < 0 ? '-' : ' ');
        case HEX, ZERO -> {
          out.append(printed ? "" : digits);
          printed = true;
        }
        default -> {}
      }
    }
    return out.toString();
  }

  /// One number on its way through a model of digit positions.
  private final class Printing {
    private final boolean negative;
    private final boolean overflow;
    private final String whole;
    private final String fraction;
    private final int exponent;
    private final StringBuilder before = new StringBuilder();
    private final StringBuilder body = new StringBuilder();

    Printing(BigDecimal number) {
      int wholes = positions(false);
      int fractions = positions(true);
      boolean normalised = exponentDigits() > 0;
      int shift =
          normalised && number.signum() != 0
              ? number.precision() - number.scale() - Math.max(1, wholes)
              : 0;
      var rounded = number.movePointLeft(shift).setScale(fractions, RoundingMode.HALF_UP);
      exponent = shift;
      negative = number.signum() < 0;
      var digits = rounded.abs().toPlainString();
      int point = digits.indexOf('.');
      var integer = point < 0 ? digits : digits.substring(0, point);
      fraction = point < 0 ? "" : digits.substring(point + 1);
      integer = integer.equals("0") ? "" : integer;
      overflow = integer.length() > wholes;
      whole = " ".repeat(Math.max(0, wholes - integer.length())) + integer;
    }

    private int positions(boolean afterPoint) {
      int count = 0;
      boolean after = false;
      for (var token : tokens) {
        after |= token.element() == Element.POINT;
        boolean digit = token.element() == Element.NINE || token.element() == Element.ZERO;
        count += digit && after == afterPoint ? 1 : 0;
      }
      return count;
    }

    private int exponentDigits() {
      return has(Element.EEEE) ? 2 : has(Element.EEE) ? 1 : has(Element.EE) ? 1 : 0;
    }

    String print() {
      boolean dollar = false;
      boolean after = false;
      boolean started = false;
      boolean numeric = false;
      boolean digitSeen = false;
      int wholeAt = 0;
      int fractionAt = 0;
      String sign = null;
      int lastWhole = lastWholePosition();
      for (int i = 0; i < tokens.size(); i++) {
        var token = tokens.get(i);
        switch (token.element()) {
          case LITERAL -> (numeric ? body : before).append(token.text());
          case DOLLAR -> {
            dollar = true;
            numeric = true;
          }
          case SIGN -> {
            numeric = true;
            if (digitSeen) {
              body.append(negative ? '-' : '+');
              sign = "";
            } else {
              sign = negative ? "-" : "+";
            }
          }
          case MI -> {
            body.append(negative ? '-' : ' ');
            sign = sign == null ? "" : sign;
          }
          case NINE, ZERO -> {
            numeric = true;
            digitSeen = true;
            if (after) {
              boolean rest = fraction.substring(fractionAt).chars().allMatch(c -> c == '0');
              boolean blank = token.element() == Element.NINE && rest && onlyNines(i);
              body.append(overflow ? '#' : blank ? ' ' : fraction.charAt(fractionAt));
              fractionAt++;
            } else {
              char digit = overflow ? '#' : whole.charAt(wholeAt);
              wholeAt++;
              boolean zero =
                  token.element() == Element.ZERO
                      || started
                      || (i == lastWhole && !has(Element.BLANK));
              if (digit == ' ' && zero) {
                digit = '0';
              }
              started |= digit != ' ';
              body.append(digit);
            }
          }
          case GROUP -> body.append(started ? ',' : ' ');
          case POINT -> {
            numeric = true;
            after = true;
            body.append('.');
          }
          case EEEE, EEE, EE ->
              body.append('E')
                  .append(exponent < 0 ? '-' : '+')
                  .append(exponentDigits() > 1 && Math.abs(exponent) < 10 ? "0" : "")
                  .append(Math.abs(exponent));
          default -> {}
        }
      }
      var prefix = (sign == null ? (negative ? "-" : " ") : sign) + (dollar ? "$" : "");
      return before + floated(prefix, body.toString());
    }

    /// Whether no `0` follows among the digits after the point.
    private boolean onlyNines(int from) {
      for (int i = from; i < tokens.size(); i++) {
        if (tokens.get(i).element() == Element.ZERO) {
          return false;
        }
      }
      return true;
    }

    private int lastWholePosition() {
      int last = -1;
      for (int i = 0; i < tokens.size() && tokens.get(i).element() != Element.POINT; i++) {
        boolean digit =
            tokens.get(i).element() == Element.NINE || tokens.get(i).element() == Element.ZERO;
        last = digit ? i : last;
      }
      return last;
    }

    /// Sign and currency stand just before the first digit that is printed.
    private String floated(String prefix, String text) {
      int blanks = 0;
      while (blanks < text.length() && text.charAt(blanks) == ' ') {
        blanks++;
      }
      return has(Element.FM)
          ? (prefix + text.substring(blanks)).strip()
          : " ".repeat(blanks) + prefix + text.substring(blanks);
    }
  }

  /// @throws SnowflakeException 100097 when the text is not of this form
  BigDecimal parse(String text) throws SnowflakeException {
    try {
      return read(text.strip());
    } catch (NumberFormatException e) {
      throw new SnowflakeException(
          "100097", "22018", "Can't parse '" + text + "' as number with format '" + model + "'");
    }
  }

  private BigDecimal read(String text) {
    if (has(Element.TM9) || has(Element.TM) || has(Element.TME)) {
      return new BigDecimal(text);
    }
    if (has(Element.HEX)) {
      return new BigDecimal(new BigInteger(text, 16));
    }
    var rest = text;
    boolean negative = false;
    if (rest.startsWith("-") || rest.startsWith("+")) {
      negative = rest.charAt(0) == '-';
      rest = rest.substring(1);
    } else if (rest.endsWith("-") && (has(Element.MI) || has(Element.SIGN))) {
      negative = true;
      rest = rest.substring(0, rest.length() - 1);
    }
    rest = rest.strip();
    if (rest.startsWith("$") && has(Element.DOLLAR)) {
      rest = rest.substring(1);
    }
    boolean exponential = has(Element.EEEE) || has(Element.EEE) || has(Element.EE);
    if (!exponential) {
      rest = fitted(rest);
    }
    var number = new BigDecimal(rest);
    return negative ? number.negate() : number;
  }

  /// A number without its group separators, after a look at whether it has room in the model.
  private String fitted(String text) {
    int point = text.indexOf('.');
    var whole = point < 0 ? text : text.substring(0, point);
    var fraction = point < 0 ? "" : text.substring(point + 1);
    var before = new StringBuilder();
    int after = 0;
    boolean passed = false;
    for (var token : tokens) {
      switch (token.element()) {
        case POINT -> passed = true;
        case GROUP -> before.append(',');
        case NINE, ZERO -> {
          after += passed ? 1 : 0;
          before.append(passed ? "" : "9");
        }
        default -> {}
      }
    }
    var shape = before.toString();
    var given = whole.replaceAll("[0-9]", "9");
    boolean fits = shape.endsWith(given) && fraction.length() <= after;
    if (!fits || (whole.isEmpty() && fraction.isEmpty()) || given.startsWith(",")) {
      throw new NumberFormatException(text);
    }
    return whole.replace(",", "") + (point < 0 ? "" : "." + fraction);
  }
}
