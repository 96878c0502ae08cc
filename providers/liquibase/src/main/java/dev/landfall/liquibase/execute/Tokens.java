package dev.landfall.liquibase.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts SQL into tokens: it knows strings, dollar quotes, quoted names and comments, so that a word
/// in one of those is not taken for a keyword.
final class Tokens {
  /// A token.
  ///
  /// @param text as it is written; the name itself for a quoted one
  /// @param kind what it is
  record Token(String text, Kind kind) {
    boolean is(String keyword) {
      return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    boolean isSymbol(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName() {
      return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /// The name as SQL that means the same.
    String sql() {
      return kind == Kind.QUOTED ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    @Override
    public String toString() {
      return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : text;
    }
  }

  enum Kind {
    WORD,
    QUOTED,
    STRING,
    SYMBOL
  }

  private final String sql;
  private int at;

  private Tokens(String sql) {
    this.sql = sql;
  }

  /// The statements of a text, each as its tokens.
  static List<List<Token>> statements(String sql) {
    var tokens = new Tokens(sql);
    List<List<Token>> statements = new ArrayList<>();
    List<Token> current = new ArrayList<>();
    while (tokens.skipBlank()) {
      var token = tokens.next();
      if (!token.isSymbol(";")) {
        current.add(token);
      } else if (!current.isEmpty()) {
        statements.add(current);
        current = new ArrayList<>();
      }
    }
    if (!current.isEmpty()) {
      statements.add(current);
    }
    return statements;
  }

  private boolean skipBlank() {
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        at = after("\n", at);
      } else if (sql.startsWith("/*", at)) {
        skipBlockComment();
      } else {
        return true;
      }
    }
    return false;
  }

  private void skipBlockComment() {
    var depth = 0;
    do {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < sql.length());
  }

  private Token next() {
    var c = sql.charAt(at);
    var start = at;
    if (c == '\'') {
      var escapes = start > 0 && "eE".indexOf(sql.charAt(start - 1)) >= 0;
      skipQuoted('\'', escapes);
      return new Token(sql.substring(start, at), Kind.STRING);
    }
    if (c == '"' || c == '`') {
      skipQuoted(c, false);
      var end = Math.max(start + 1, at - 1);
      var quote = String.valueOf(c);
      return new Token(sql.substring(start + 1, end).replace(quote + quote, quote), Kind.QUOTED);
    }
    if (c == '$' && dollarTag() > at) {
      var tag = sql.substring(at, dollarTag());
      at = after(tag, at + tag.length());
      return new Token(sql.substring(start, at), Kind.STRING);
    }
    if (Character.isLetterOrDigit(c) || c == '_') {
      while (at < sql.length() && isPartOfWord(sql.charAt(at))) {
        at++;
      }
      return new Token(sql.substring(start, at), Kind.WORD);
    }
    at++;
    return new Token(String.valueOf(c), Kind.SYMBOL);
  }

  private static boolean isPartOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  /// Where the opening tag of a dollar quote ends; `at` when there is none.
  private int dollarTag() {
    var end = at + 1;
    while (end < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
      end++;
    }
    var digit = end > at + 1 && Character.isDigit(sql.charAt(at + 1));
    return end < sql.length() && sql.charAt(end) == '$' && !digit ? end + 1 : at;
  }

  private void skipQuoted(char quote, boolean escapes) {
    at++;
    while (at < sql.length()) {
      var c = sql.charAt(at++);
      if (escapes && c == '\\') {
        at++;
      } else if (c == quote) {
        if (at < sql.length() && sql.charAt(at) == quote) {
          at++;
        } else {
          return;
        }
      }
    }
    at = Math.min(at, sql.length());
  }

  private int after(String mark, int from) {
    var found = sql.indexOf(mark, from);
    return found < 0 ? sql.length() : found + mark.length();
  }
}
