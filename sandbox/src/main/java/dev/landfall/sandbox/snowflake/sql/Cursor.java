package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A place among the tokens of one statement, from which a parser reads on. Every `accept` moves on
/// only when it answers true, every `expect` throws 001003 at the token that does not fit.
final class Cursor {
  /// More than any type of Snowflake's holds.
  private static final int MOST_DIGITS = 400;

  private final Tokens tokens;
  private final Surroundings surroundings;
  private final int end;
  private int at;

  /// @param from the first token
  /// @param end the token after the last one
  Cursor(Tokens tokens, Surroundings surroundings, int from, int end) {
    this.tokens = tokens;
    this.surroundings = surroundings;
    this.at = from;
    this.end = end;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Tokens tokens() {
    return tokens;
  }

  /// The index of the current token.
  int mark() {
    return at;
  }

  /// The token behind the last one.
  int endMark() {
    return end;
  }

  /// Some of the tokens, read on their own.
  Cursor part(int from, int until, Surroundings around) {
    return new Cursor(tokens, around, from, until);
  }

  /// Where the current token stands.
  Place here() {
    int start = atEnd() ? tokens.end(end - 1) : tokens.start(at);
    return new Place(tokens.line(start), tokens.position(start));
  }

  /// Back to a mark.
  void reset(int mark) {
    at = mark;
  }

  void skip() {
    at = Math.min(end, at + 1);
  }

  boolean atEnd() {
    return at >= end;
  }

  TokenKind kind() {
    return kind(0);
  }

  TokenKind kind(int ahead) {
    return at + ahead >= end ? TokenKind.END : tokens.kind(at + ahead);
  }

  /// The current token as written.
  String text() {
    return atEnd() ? "" : tokens.text(at);
  }

  /// The current token in upper case.
  String upper() {
    return text().toUpperCase(Locale.ROOT);
  }

  boolean is(String word) {
    return isAt(0, word);
  }

  boolean isAt(int ahead, String word) {
    return at + ahead < end && tokens.isWord(at + ahead, word);
  }

  /// Whether these words come next.
  boolean isNext(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!isAt(i, words[i])) {
        return false;
      }
    }
    return true;
  }

  boolean isAny(String... words) {
    for (String word : words) {
      if (is(word)) {
        return true;
      }
    }
    return false;
  }

  boolean isSymbol(String symbol) {
    return isSymbolAt(0, symbol);
  }

  boolean isSymbolAt(int ahead, String symbol) {
    return at + ahead < end && tokens.isSymbol(at + ahead, symbol);
  }

  /// Whether the current token touches the one before it.
  boolean touchesPrevious() {
    return tokens.touchesPrevious(at);
  }

  /// Whether the current token follows a point or a colon, and so names a member, whatever word it
  /// is.
  boolean isMember() {
    return at > 0 && (tokens.isSymbol(at - 1, ".") || tokens.isSymbol(at - 1, ":"));
  }

  /// All of the words, or none.
  boolean accept(String... words) {
    if (!isNext(words)) {
      return false;
    }
    at += words.length;
    return true;
  }

  boolean acceptSymbol(String symbol) {
    if (!isSymbol(symbol)) {
      return false;
    }
    at++;
    return true;
  }

  void expect(String... words) throws SnowflakeException {
    for (String word : words) {
      if (!accept(word)) {
        throw unexpected();
      }
    }
  }

  void expectSymbol(String symbol) throws SnowflakeException {
    if (!acceptSymbol(symbol)) {
      throw unexpected();
    }
  }

  /// Nothing may follow.
  void expectEnd() throws SnowflakeException {
    if (!atEnd()) {
      throw unexpected();
    }
  }

  /// What is to be said of the current token.
  SnowflakeException unexpected() {
    return unexpectedAt(at);
  }

  SnowflakeException unexpectedAt(int index) {
    return tokens.unexpected(Math.min(index, end));
  }

  /// Any word, in upper case, reserved or not.
  String word() throws SnowflakeException {
    if (kind() != TokenKind.WORD) {
      throw unexpected();
    }
    String word = upper();
    at++;
    return word;
  }

  /// One of these words.
  String oneOf(String... words) throws SnowflakeException {
    for (String word : words) {
      if (accept(word)) {
        return word;
      }
    }
    throw unexpected();
  }

  /// A name of one part.
  Name name() throws SnowflakeException {
    if (isIdentifierCall()) {
      return identifierCall(1).last();
    }
    return part();
  }

  /// A name of one to three parts; `db..object` leaves out the schema PUBLIC.
  QualifiedName qualified() throws SnowflakeException {
    return qualified(3);
  }

  QualifiedName qualified(int most) throws SnowflakeException {
    if (isIdentifierCall()) {
      return identifierCall(most);
    }
    List<Name> parts = new ArrayList<>();
    parts.add(part());
    while (parts.size() < most && acceptSymbol(".")) {
      if (parts.size() == 1 && acceptSymbol(".")) {
        parts.add(Names.PUBLIC);
      }
      parts.add(part());
    }
    return new QualifiedName(parts);
  }

  List<Name> names() throws SnowflakeException {
    expectSymbol("(");
    List<Name> names = new ArrayList<>();
    do {
      names.add(name());
    } while (acceptSymbol(","));
    expectSymbol(")");
    return names;
  }

  /// `:a, b`: names of variables, with or without colons.
  List<Name> variables() throws SnowflakeException {
    List<Name> names = new ArrayList<>();
    do {
      acceptSymbol(":");
      names.add(name());
    } while (acceptSymbol(","));
    return names;
  }

  private Name part() throws SnowflakeException {
    if (atEnd() || (kind() == TokenKind.WORD && Reserved.is(text()))) {
      throw unexpected();
    }
    Name name = Names.part(tokens, at);
    at++;
    return name;
  }

  private boolean isIdentifierCall() {
    if (!is("IDENTIFIER") || !isSymbolAt(1, "(")) {
      return false;
    }
    return switch (kind(2)) {
      case STRING, DOLLAR_STRING, VARIABLE -> true;
      case SYMBOL -> isSymbolAt(2, "?") || isSymbolAt(2, ":");
      default -> false;
    };
  }

  private QualifiedName identifierCall(int most) throws SnowflakeException {
    at += 2;
    int written = at;
    String text = string();
    expectSymbol(")");
    try {
      return Names.parse(text, most);
    } catch (SnowflakeException e) {
      throw unexpectedAt(written);
    }
  }

  /// Whether a string comes next, or a variable or bind that stands for one.
  boolean isString() {
    return switch (kind()) {
      case STRING, DOLLAR_STRING, VARIABLE -> true;
      case SYMBOL -> isSymbol("?") || isSymbol(":");
      default -> false;
    };
  }

  /// A string, or the value of a variable or bind.
  String string() throws SnowflakeException {
    TokenKind kind = kind();
    if (kind == TokenKind.STRING || kind == TokenKind.DOLLAR_STRING) {
      String value = Literals.string(text());
      at++;
      return value;
    }
    if (kind == TokenKind.VARIABLE) {
      Name name = Name.unquoted(text().substring(1));
      at++;
      return surroundings.variable(name);
    }
    if (acceptSymbol("?")) {
      return surroundings.bind(tokens.bindsBefore(at));
    }
    if (isSymbol(":") && tokens.touchesPrevious(at + 1)) {
      at++;
      return namedBind();
    }
    throw unexpected();
  }

  private String namedBind() throws SnowflakeException {
    if (kind() == TokenKind.NUMBER) {
      return surroundings.bind(Math.toIntExact(unsigned()));
    }
    return surroundings.bind(part());
  }

  /// A number without a sign and without a fraction.
  long unsigned() throws SnowflakeException {
    BigInteger value = whole(digits());
    if (value.bitLength() > 62) {
      throw unexpected();
    }
    at++;
    return value.longValueExact();
  }

  /// A number without a fraction.
  BigInteger integer() throws SnowflakeException {
    boolean negative = sign();
    BigInteger value = whole(digits());
    at++;
    return negative ? value.negate() : value;
  }

  BigDecimal number() throws SnowflakeException {
    boolean negative = sign();
    BigDecimal value = digits();
    at++;
    return negative ? value.negate() : value;
  }

  private boolean sign() {
    boolean negative = acceptSymbol("-");
    if (!negative) {
      acceptSymbol("+");
    }
    return negative;
  }

  private BigInteger whole(BigDecimal value) throws SnowflakeException {
    try {
      return value.toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw unexpected();
    }
  }

  /// The value of the current token, which must be a number of some proportion.
  private BigDecimal digits() throws SnowflakeException {
    if (kind() != TokenKind.NUMBER || text().length() > MOST_DIGITS) {
      throw unexpected();
    }
    try {
      BigDecimal value = new BigDecimal(text());
      if (Math.abs((long) value.scale()) > MOST_DIGITS) {
        throw unexpected();
      }
      return value;
    } catch (NumberFormatException e) {
      throw unexpected();
    }
  }

  /// The text from one token to another, without what follows the last of them.
  Span span(int from, int until) {
    int start = from < end ? tokens.start(from) : tokens.end(end - 1);
    int stop = until > from ? tokens.end(until - 1) : start;
    return new Span(
        tokens.source().substring(start, stop),
        start,
        tokens.line(start),
        tokens.position(start),
        tokens.bindsBefore(from));
  }

  /// The text of a literal, with the place where the literal stands.
  Span literal() throws SnowflakeException {
    int start = tokens.start(at);
    int from = at;
    String text = string();
    return new Span(
        text, start, tokens.line(start), tokens.position(start), tokens.bindsBefore(from));
  }
}
