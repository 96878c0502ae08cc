package dev.landfall.liquibase.changelog;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Looks for statements that must not be sent: those that Liquibase has cut inside a quote or a
/// comment, so that they would swallow what is sent behind them, and those that end the transaction
/// of their changeset.
///
/// Follows "Lexical Structure" of PostgreSQL's and "String & binary data types" of Snowflake's
/// manual.
final class Wellformed {
  private static final Pattern TRANSACTION =
      Pattern.compile(
          "(?is)(begin|start\\s+transaction|commit|end|abort|rollback|prepare\\s+transaction)\\b"
              + "(?!\\s+(?:work\\s+|transaction\\s+)?to\\b).*");

  private final String sql;
  private final boolean postgres;
  private final StringBuilder unescaped = new StringBuilder();
  private int at;
  private int begin = -1;

  private Wellformed(String sql, DatabaseKind kind) {
    this.sql = sql;
    this.postgres = kind == DatabaseKind.POSTGRESQL;
  }

  /// What is wrong with a statement, as a sentence; nothing when it may be sent.
  static Optional<String> problem(String sql, DatabaseKind kind) {
    var scan = new Wellformed(sql, kind);
    var open = scan.open();
    if (open.isPresent()) {
      return Optional.of(
          "Liquibase ends a statement where "
              + open.get()
              + " is still open: it cuts at its end delimiter, also in there. Add"
              + " splitStatements:false, or choose another endDelimiter.");
    }
    var statement = scan.begin < 0 ? "" : sql.substring(scan.begin);
    if (scan.postgres && TRANSACTION.matcher(statement).matches()) {
      return Optional.of(
          "'"
              + statement.lines().findFirst().orElse("").strip().toUpperCase(Locale.ROOT)
              + "' would end the transaction that the changeset and its bookkeeping share. Leave it"
              + " out; runInTransaction:false runs every statement by itself.");
    }
    return Optional.empty();
  }

  /// A statement of somebody's own SQL as PostgreSQL's driver hands it on for Liquibase: `??`
  /// stands for `?`, unless in a quote or a comment.
  static String unescaped(String sql, DatabaseKind kind) {
    if (kind != DatabaseKind.POSTGRESQL || !sql.contains("??")) {
      return sql;
    }
    var scan = new Wellformed(sql, kind);
    return scan.open().isPresent() ? sql : scan.unescaped.toString();
  }

  /// What is open at the end.
  private Optional<String> open() {
    while (at < sql.length()) {
      var start = at;
      var c = sql.charAt(at);
      var comment = sql.startsWith("--", at) || (!postgres && sql.startsWith("//", at));
      if (!comment && !sql.startsWith("/*", at) && !Character.isWhitespace(c) && begin < 0) {
        begin = at;
      }
      if (comment) {
        at = after("\n", at).orElse(sql.length());
      } else if (sql.startsWith("/*", at)) {
        if (!skipsComment()) {
          return Optional.of("the comment /*");
        }
      } else if (c == '\'' || c == '"') {
        if (!skipsQuoted(c, c == '\'' && hasEscapes())) {
          return Optional.of("the quote " + c);
        }
      } else if (c == '$' && !isPartOfName(at - 1) && tagEnd() > at) {
        var tag = sql.substring(at, tagEnd());
        var end = after(tag, at + tag.length());
        if (end.isEmpty()) {
          return Optional.of("the quote " + tag);
        }
        at = end.get();
      } else {
        at += sql.startsWith("??", at) ? 2 : 1;
      }
      if (at == start + 2 && c == '?') {
        unescaped.append('?');
      } else {
        unescaped.append(sql, start, at);
      }
    }
    return Optional.empty();
  }

  private boolean skipsComment() {
    var depth = 0;
    while (at < sql.length()) {
      if (sql.startsWith("/*", at) && (postgres || depth == 0)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
        if (depth == 0) {
          return true;
        }
      } else {
        at++;
      }
    }
    return false;
  }

  private boolean hasEscapes() {
    return !postgres || (at > 0 && "eE".indexOf(sql.charAt(at - 1)) >= 0 && !isPartOfName(at - 2));
  }

  private boolean skipsQuoted(char quote, boolean escapes) {
    at++;
    while (at < sql.length()) {
      var c = sql.charAt(at++);
      if (escapes && c == '\\') {
        at++;
      } else if (c == quote) {
        return true; // a doubled one opens the next at once
      }
    }
    return false;
  }

  /// Where the opening tag of a dollar quote ends; `at` when there is none.
  private int tagEnd() {
    var end = at + 1;
    while (postgres && end < sql.length() && isPartOfName(end) && sql.charAt(end) != '$') {
      end++;
    }
    var isParameter = end > at + 1 && Character.isDigit(sql.charAt(at + 1));
    return end < sql.length() && sql.charAt(end) == '$' && !isParameter ? end + 1 : at;
  }

  private boolean isPartOfName(int index) {
    return index >= 0
        && (Character.isLetterOrDigit(sql.charAt(index))
            || sql.charAt(index) == '_'
            || sql.charAt(index) == '$');
  }

  private Optional<Integer> after(String mark, int from) {
    var found = sql.indexOf(mark, from);
    return found < 0 ? Optional.empty() : Optional.of(found + mark.length());
  }
}
