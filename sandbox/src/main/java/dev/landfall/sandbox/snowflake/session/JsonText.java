package dev.landfall.sandbox.snowflake.session;

/// JSON as clients see it, and as it is kept.
final class JsonText {
  private JsonText() {}

  /// With each member and element on a line of its own, as Snowflake sends semi-structured values.
  ///
  /// @param compact without white space
  /// @param indent blanks for each level (the parameter `JSON_INDENT`); 0 leaves it as it is
  static String pretty(String compact, int indent) {
    var first = compact.isEmpty() ? ' ' : compact.charAt(0);
    if (indent == 0 || (first != '{' && first != '[')) {
      return compact;
    }
    var out = new StringBuilder(compact.length() * 2);
    var depth = 0;
    var at = 0;
    while (at < compact.length()) {
      var c = compact.charAt(at);
      switch (c) {
        case '"' -> {
          var end = endOfString(compact, at);
          out.append(compact, at, end);
          at = end - 1;
        }
        case '{', '[' -> {
          out.append(c);
          if (at + 1 < compact.length() && "}]".indexOf(compact.charAt(at + 1)) >= 0) {
            out.append(compact.charAt(++at));
          } else {
            line(out, ++depth * indent);
          }
        }
        case '}', ']' -> {
          line(out, --depth * indent);
          out.append(c);
        }
        case ',' -> {
          out.append(c);
          line(out, depth * indent);
        }
        case ':' -> out.append(": ");
        default -> out.append(c);
      }
      at++;
    }
    return out.toString();
  }

  private static void line(StringBuilder out, int blanks) {
    out.append('\n').repeat(' ', blanks);
  }

  /// Without white space between its parts.
  static String compact(String json) {
    var out = new StringBuilder(json.length());
    var at = 0;
    while (at < json.length()) {
      var c = json.charAt(at);
      if (c == '"') {
        var end = endOfString(json, at);
        out.append(json, at, end);
        at = end;
      } else {
        if (c > ' ') {
          out.append(c);
        }
        at++;
      }
    }
    return out.toString();
  }

  private static int endOfString(String json, int start) {
    var at = start + 1;
    while (at < json.length() && json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, json.length());
  }
}
