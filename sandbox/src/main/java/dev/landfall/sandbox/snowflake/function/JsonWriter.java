package dev.landfall.sandbox.snowflake.function;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/// Writes [Json] as Snowflake does: on one line, or indented as clients see it.
final class JsonWriter {
  private final StringBuilder out = new StringBuilder();
  private final boolean indented;

  private JsonWriter(boolean indented) {
    this.indented = indented;
  }

  static String canonical(Json value) {
    return new JsonWriter(false).write(value, 0).out.toString();
  }

  static String indented(Json value) {
    return new JsonWriter(true).write(value, 0).out.toString();
  }

  private JsonWriter write(Json value, int depth) {
    switch (value) {
      case Json.Nil nil -> out.append("null");
      case Json.Undefined undefined -> out.append("undefined");
      case Json.Bool(var bool) -> out.append(bool);
      case Json.Exact(var number) -> out.append(exact(number));
      case Json.Real(var number) -> out.append(real(number));
      case Json.Text(var text) -> quote(text);
      case Json.Items(var items) -> items(items.iterator(), depth);
      case Json.Members(var members) -> members(members, depth);
    }
    return this;
  }

  private void items(Iterator<Json> items, int depth) {
    out.append('[');
    boolean any = items.hasNext();
    while (items.hasNext()) {
      line(depth + 1);
      write(items.next(), depth + 1);
      if (items.hasNext()) {
        out.append(',');
      }
    }
    if (any) {
      line(depth);
    }
    out.append(']');
  }

  private void members(Map<String, Json> members, int depth) {
    out.append('{');
    boolean first = true;
    for (var member : members.entrySet()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      line(depth + 1);
      quote(member.getKey());
      out.append(indented ? ": " : ":");
      write(member.getValue(), depth + 1);
    }
    if (!first) {
      line(depth);
    }
    out.append('}');
  }

  private void line(int depth) {
    if (indented) {
      out.append('\n').repeat(' ', 2 * depth);
    }
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  static String exact(BigDecimal number) {
    return Json.stripped(number).toPlainString();
  }

  /// With 16 significant digits and an exponent, such as `1.500000000000000e+00`.
  static String real(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Infinity" : "-Infinity";
    }
    return String.format(Locale.ROOT, "%.15e", number);
  }
}
