package dev.landfall.sandbox.snowflake.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Reads JSON as Snowflake does: an element may be missing, which makes it undefined; `NaN`,
/// `Infinity` and `undefined` are known (Snowflake, "PARSE_JSON").
final class JsonReader {
  private static final int MAX_DEPTH = 1000;

  /// A text that is not JSON.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
    private final String what;
    private final int at;

    Malformed(String what, int at) {
      super(what + ", pos " + (at + 1), null, false, false);
      this.what = what;
      this.at = at;
    }

    String text() {
      return String.valueOf(getMessage());
    }

    /// Without the position.
    String what() {
      return what;
    }

    /// How many characters were read.
    int at() {
      return at;
    }
  }

  private final String text;
  private final boolean duplicates;
  private final boolean octal;
  private int at;

  private JsonReader(String text, boolean duplicates, boolean octal) {
    this.text = text;
    this.duplicates = duplicates;
    this.octal = octal;
  }

  /// @param duplicates whether a key may stand twice in an object; then the last one counts
  static Json read(String text, boolean duplicates) throws Malformed {
    return read(text, duplicates, false);
  }

  /// @param octal whether a number that begins with 0 is octal
  static Json read(String text, boolean duplicates, boolean octal) throws Malformed {
    var reader = new JsonReader(text, duplicates, octal);
    var value = reader.value(0);
    reader.space();
    if (reader.at < text.length()) {
      throw reader.malformed("unexpected characters after the value");
    }
    return value;
  }

  /// A value in our own canonical form.
  static Json canonical(String text) {
    try {
      return read(text, false);
    } catch (Malformed e) {
      throw new IllegalStateException("not canonical JSON: " + e.text(), e);
    }
  }

  private Json value(int depth) throws Malformed {
    if (depth > MAX_DEPTH) {
      throw malformed("nested too deeply");
    }
    space();
    if (at >= text.length()) {
      throw malformed("incomplete value");
    }
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> members(depth);
      case '[' -> items(depth);
      case '"' -> new Json.Text(string());
      default -> Character.isLetter(c) || c == '_' ? word() : number();
    };
  }

  private Json members(int depth) throws Malformed {
    at++;
    Map<String, Json> members = new TreeMap<>();
    if (next('}')) {
      return new Json.Members(members);
    }
    while (true) {
      var key = key();
      if (!duplicates && members.containsKey(key)) {
        throw malformed("duplicate object attribute \"" + key + "\"");
      }
      if (!next(':')) {
        throw malformed("missing colon");
      }
      var value = value(depth + 1);
      members.put(key, value instanceof Json.Undefined ? Json.nil() : value);
      if (next('}')) {
        return new Json.Members(members);
      }
      if (!next(',')) {
        throw malformed("missing comma");
      }
      if (next('}')) {
        return new Json.Members(members);
      }
    }
  }

  /// A name between quotes, or a plain one without.
  private String key() throws Malformed {
    space();
    if (at < text.length() && text.charAt(at) == '"') {
      return string();
    }
    int start = at;
    while (at < text.length() && plain(text.charAt(at), at > start)) {
      at++;
    }
    if (at == start) {
      throw malformed("missing object attribute name");
    }
    return text.substring(start, at);
  }

  private static boolean plain(char c, boolean digits) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (digits && c >= '0' && c <= '9');
  }

  private Json items(int depth) throws Malformed {
    at++;
    List<Json> items = new ArrayList<>();
    if (next(']')) {
      return new Json.Items(items);
    }
    boolean holes = true;
    while (true) {
      if (peek(']') && holes) {
        at++;
        return new Json.Items(items);
      }
      if (peek(',') || peek(']')) {
        items.add(Json.undefined());
      } else {
        items.add(value(depth + 1));
        holes = false;
      }
      if (next(']')) {
        return new Json.Items(items);
      }
      if (!next(',')) {
        throw malformed("missing comma");
      }
    }
  }

  private String string() throws Malformed {
    var result = new StringBuilder();
    at++;
    while (true) {
      if (at >= text.length()) {
        throw malformed("unterminated string");
      }
      char c = text.charAt(at++);
      if (c == '"') {
        return result.toString();
      }
      result.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() throws Malformed {
    if (at >= text.length()) {
      throw malformed("unterminated string");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw malformed("incomplete escape sequence");
        }
        try {
          yield (char) Integer.parseInt(text, at, at += 4, 16);
        } catch (NumberFormatException e) {
          throw malformed("invalid escape sequence");
        }
      }
      default -> c;
    };
  }

  private Json word() throws Malformed {
    int start = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    var word = text.substring(start, at);
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "null" -> Json.nil();
      case "true" -> Json.of(true);
      case "false" -> Json.of(false);
      case "undefined" -> Json.undefined();
      case "nan" -> new Json.Real(Double.NaN);
      case "inf", "infinity" -> new Json.Real(Double.POSITIVE_INFINITY);
      default -> throw malformed("unknown keyword \"" + word + "\"");
    };
  }

  /// What stands after a sign and is no digit.
  private Json signed(boolean negative) throws Malformed {
    if (word() instanceof Json.Real(var number) && !(negative && Double.isNaN(number))) {
      return new Json.Real(negative ? -number : number);
    }
    throw malformed("invalid number");
  }

  private Json number() throws Malformed {
    int start = at;
    boolean exponent = false;
    if (text.charAt(at) == '-' || text.charAt(at) == '+') {
      at++;
      if (at < text.length() && Character.isLetter(text.charAt(at))) {
        return signed(text.charAt(start) == '-');
      }
    }
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == 'e' || c == 'E') {
        exponent = true;
        at++;
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
          at++;
        }
      } else if (c == '.' || (c >= '0' && c <= '9')) {
        at++;
      } else {
        break;
      }
    }
    var written = text.substring(start, at);
    if (written.equals(".")) {
      return Json.of(0);
    }
    try {
      if (octal && written.length() > 1 && written.matches("-?0[0-7]+")) {
        return new Json.Exact(new BigDecimal(new BigInteger(written, 8)));
      }
      var exact = exponent ? BigDecimal.ZERO : Json.stripped(new BigDecimal(written));
      boolean fits =
          !exponent
              && exact.precision() - exact.scale() <= 38
              && exact.precision() <= 38
              && exact.scale() <= 37;
      return fits ? new Json.Exact(exact) : new Json.Real(Double.parseDouble(written));
    } catch (NumberFormatException e) {
      throw malformed("invalid value \"" + written + "\"");
    }
  }

  private boolean next(char wanted) {
    if (peek(wanted)) {
      at++;
      return true;
    }
    return false;
  }

  private boolean peek(char wanted) {
    space();
    return at < text.length() && text.charAt(at) == wanted;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private Malformed malformed(String what) {
    return new Malformed(what, at);
  }
}
