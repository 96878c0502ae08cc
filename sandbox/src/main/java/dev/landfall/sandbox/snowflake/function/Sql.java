package dev.landfall.sandbox.snowflake.function;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Pieces of DuckDB's SQL.
final class Sql {
  private static final Pattern TOKEN =
      Pattern.compile(
          "[A-Za-z_][\\w$]*|\"[^\"]*\"(\\.\"[^\"]*\")*|[\\w]+(\\.[\\w]+)+|[0-9]+|'[^']*'");
  private static final Pattern RESTLESS =
      Pattern.compile("\\b(random|nextval|uuid|sf_next\\w*)\\(");

  private Sql() {}

  /// A string literal.
  static String quote(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /// Whether an expression can be written twice without being computed twice.
  static boolean simple(String sql) {
    return TOKEN.matcher(sql).matches();
  }

  /// An expression that uses another one several times. One whose value may differ each time is
  /// computed once.
  static String let(String value, UnaryOperator<String> body) {
    return RESTLESS.matcher(value).find() ? once(value, body) : body.apply(value);
  }

  /// An expression that uses another one several times, which is written once unless it is short.
  static String once(String value, UnaryOperator<String> body) {
    if (simple(value)) {
      return body.apply(value);
    }
    var name = "v" + Integer.toHexString(value.hashCode());
    return "list_transform([" + value + "], lambda " + name + ": " + body.apply(name) + ")[1]";
  }
}
