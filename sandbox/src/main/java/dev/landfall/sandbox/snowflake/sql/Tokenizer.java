package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;

/// Cuts a text into [Tokens] (Snowflake, "Identifier requirements", "String & binary data types",
/// "Session variables"). It never looks back further than one token, hence its linear time.
final class Tokenizer {
  /// Longer ones first.
  private static final String[] SYMBOLS = {
    "->>", "=>", "::", ":=", "->", "||", "<=", ">=", "<>", "!="
  };

  private final String text;
  private final Tokens.Builder tokens;
  private int at;

  Tokenizer(String text) {
    this.text = text;
    this.tokens = new Tokens.Builder(text);
  }

  Tokens tokens() throws SnowflakeException {
    while (true) {
      skipBlanks();
      if (at >= text.length()) {
        return tokens.build();
      }
      int start = at;
      tokens.add(next(), start, at);
    }
  }

  private TokenKind next() throws SnowflakeException {
    char c = text.charAt(at);
    if (isWordStart(c)) {
      return word();
    }
    if (isDigit(c) || (c == '.' && isDigit(peek(1)) && !tokens.operandEndsAt(at))) {
      number();
      return TokenKind.NUMBER;
    }
    return switch (c) {
      case '\'' -> {
        string();
        yield TokenKind.STRING;
      }
      case '"' -> {
        at = quotedEnd(at);
        yield TokenKind.QUOTED;
      }
      case '$' -> dollar();
      case '@' -> {
        stage();
        yield TokenKind.STAGE;
      }
      default -> {
        symbol();
        yield TokenKind.SYMBOL;
      }
    };
  }

  private void skipBlanks() throws SnowflakeException {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c <= ' ' || c == '\uFEFF' || c == '\u00A0') {
        at++;
      } else if ((c == '-' || c == '/') && peek(1) == c) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
      } else if (c == '/' && peek(1) == '*') {
        at = after("*/", at + 2);
      } else {
        return;
      }
    }
  }

  private TokenKind word() {
    int start = at;
    while (at < text.length() && isWordPart(text.charAt(at))) {
      at++;
    }
    if (at - start == 4
        && text.startsWith("://", at)
        && text.regionMatches(true, start, "file", 0, 4)) {
      while (at < text.length() && text.charAt(at) > ' ' && text.charAt(at) != ';') {
        at++;
      }
      return TokenKind.FILE_URL;
    }
    return TokenKind.WORD;
  }

  private void number() {
    digits();
    if (peek(0) == '.' && peek(1) != '.') {
      at++;
      digits();
    }
    if ((peek(0) == 'e' || peek(0) == 'E')
        && (isDigit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && isDigit(peek(2))))) {
      at += 2;
      digits();
    }
  }

  private void digits() {
    while (isDigit(peek(0))) {
      at++;
    }
  }

  private void string() throws SnowflakeException {
    at++;
    while (true) {
      if (at >= text.length()) {
        throw unterminated();
      }
      char c = text.charAt(at);
      if (c == '\\') {
        at += 2;
      } else if (c != '\'') {
        at++;
      } else if (peek(1) == '\'') {
        at += 2;
      } else {
        at++;
        return;
      }
    }
  }

  private int quotedEnd(int start) throws SnowflakeException {
    int end = start + 1;
    while (true) {
      end = text.indexOf('"', end);
      if (end < 0) {
        throw unterminated();
      }
      if (end + 1 < text.length() && text.charAt(end + 1) == '"') {
        end += 2;
      } else {
        return end + 1;
      }
    }
  }

  private TokenKind dollar() throws SnowflakeException {
    if (peek(1) == '$') {
      at = after("$$", at + 2);
      return TokenKind.DOLLAR_STRING;
    }
    at++;
    if (isDigit(peek(0))) {
      digits();
      return TokenKind.POSITION;
    }
    if (isWordStart(peek(0))) {
      while (at < text.length() && isWordPart(text.charAt(at))) {
        at++;
      }
      return TokenKind.VARIABLE;
    }
    return TokenKind.SYMBOL;
  }

  private void stage() throws SnowflakeException {
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        at = quotedEnd(at);
      } else if (c <= ' ' || c == '(' || c == ')' || c == ',' || c == ';' || c == '\'') {
        return;
      } else {
        at++;
      }
    }
  }

  private void symbol() {
    for (String symbol : SYMBOLS) {
      if (text.startsWith(symbol, at)) {
        at += symbol.length();
        return;
      }
    }
    at += Character.charCount(text.codePointAt(at));
  }

  private int after(String end, int from) throws SnowflakeException {
    int found = text.indexOf(end, from);
    if (found < 0) {
      throw unterminated();
    }
    return found + end.length();
  }

  private SnowflakeException unterminated() {
    Tokens soFar = tokens.build();
    return SqlErrors.unterminated(soFar.line(text.length()), soFar.position(text.length()));
  }

  /// Zero past the end.
  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }
}
