package dev.landfall.sandbox.snowflake.show;

import java.util.Optional;

/// LIKE of a SHOW: `%` and `_`, in any case; a backslash takes their meaning away.
final class Pattern {
  private final Optional<java.util.regex.Pattern> regex;

  Pattern(Optional<String> like) {
    this.regex = like.map(Pattern::compile);
  }

  private static java.util.regex.Pattern compile(String like) {
    var text = new StringBuilder();
    for (int i = 0; i < like.length(); i++) {
      char each = like.charAt(i);
      if (each == '\\' && i + 1 < like.length()) {
        i++;
        text.append(java.util.regex.Pattern.quote(String.valueOf(like.charAt(i))));
      } else if (each == '%') {
        text.append(".*");
      } else if (each == '_') {
        text.append('.');
      } else {
        text.append(java.util.regex.Pattern.quote(String.valueOf(each)));
      }
    }
    return java.util.regex.Pattern.compile(
        text.toString(),
        java.util.regex.Pattern.CASE_INSENSITIVE
            | java.util.regex.Pattern.UNICODE_CASE
            | java.util.regex.Pattern.DOTALL);
  }

  boolean matches(String name) {
    return regex.isEmpty() || regex.get().matcher(name).matches();
  }
}
