package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Cuts pieces that stay text out of a statement: by brackets, and by where an expression ends.
/// Nothing here recurses, so that depth costs no stack; but those who read the pieces later do
/// recurse, hence a limit.
final class Spans {
  private static final String[] BINARY_SYMBOLS = {
    "+", "-", "*", "/", "%", "||", "=", "<>", "!=", "<", ">", "<=", ">=", "::", "->"
  };

  /// Brackets and CASEs inside each other.
  private static final int DEEPEST = 500;

  private final Cursor cursor;

  Spans(Cursor cursor) {
    this.cursor = cursor;
  }

  /// All that is left; at least one token.
  Span rest() throws SnowflakeException {
    int from = cursor.mark();
    if (cursor.atEnd()) {
      throw cursor.unexpected();
    }
    var open = new ArrayList<String>();
    while (!cursor.atEnd()) {
      if (cursor.isSymbol("->>")) {
        throw Errors.notSupported("the flow operator ->>");
      }
      nest(open);
      cursor.skip();
    }
    if (!open.isEmpty()) {
      throw cursor.unexpected();
    }
    return cursor.span(from, cursor.mark());
  }

  /// What is between the parenthesis that comes next and its partner; at least one token.
  Span inParentheses() throws SnowflakeException {
    int open = cursor.mark();
    skipParentheses();
    int close = cursor.mark() - 1;
    if (close == open + 1) {
      throw cursor.unexpectedAt(close);
    }
    return cursor.span(open + 1, close);
  }

  /// Past the parenthesis that comes next and its partner.
  void skipParentheses() throws SnowflakeException {
    if (!cursor.isSymbol("(")) {
      throw cursor.unexpected();
    }
    skipBrackets();
  }

  private void skipBrackets() throws SnowflakeException {
    var open = new ArrayList<String>();
    do {
      if (cursor.atEnd()) {
        throw cursor.unexpected();
      }
      nest(open);
      cursor.skip();
    } while (!open.isEmpty());
  }

  private void nest(List<String> open) throws SnowflakeException {
    if (cursor.kind() != TokenKind.SYMBOL) {
      return;
    }
    switch (cursor.text()) {
      case "(" -> opens(open, ")");
      case "[" -> opens(open, "]");
      case "{" -> opens(open, "}");
      case ")", "]", "}" -> {
        if (open.isEmpty() || !open.removeLast().equals(cursor.text())) {
          throw cursor.unexpected();
        }
      }
      default -> {}
    }
  }

  private void opens(List<String> open, String partner) throws SnowflakeException {
    if (open.size() == DEEPEST) {
      throw SqlErrors.tooDeep(DEEPEST, "brackets", cursor.here());
    }
    open.add(partner);
  }

  /// Expressions in parentheses, parted by commas.
  List<Span> list() throws SnowflakeException {
    cursor.expectSymbol("(");
    List<Span> parts = new ArrayList<>();
    do {
      parts.add(until(c -> c.isSymbol(",") || c.isSymbol(")")));
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
    return parts;
  }

  /// Everything to the first token, outside of brackets and of CASE … END, at which something is
  /// true, or to the end; at least one token.
  Span until(Predicate<Cursor> stop) throws SnowflakeException {
    int from = cursor.mark();
    var open = new ArrayList<String>();
    while (!cursor.atEnd() && !(open.isEmpty() && stop.test(cursor))) {
      step(open);
      cursor.skip();
    }
    if (!open.isEmpty() || cursor.mark() == from) {
      throw cursor.unexpected();
    }
    return cursor.span(from, cursor.mark());
  }

  /// What a token opens or closes, CASE and END among them.
  private void step(List<String> open) throws SnowflakeException {
    if (cursor.is("CASE") && !cursor.isMember()) {
      opens(open, "END");
    } else if (cursor.is("END") && !cursor.isMember()) {
      if (open.isEmpty() || !open.removeLast().equals("END")) {
        throw cursor.unexpected();
      }
    } else {
      nest(open);
    }
  }

  /// One expression, which ends where no operator goes on: `1 NOT NULL` is `1`.
  Span expression() throws SnowflakeException {
    int from = cursor.mark();
    do {
      operand();
    } while (operator());
    return cursor.span(from, cursor.mark());
  }

  private void operand() throws SnowflakeException {
    while (cursor.acceptSymbol("-") || cursor.acceptSymbol("+") || cursor.accept("NOT")) {
      // Signs and negations stand before an operand, in any number.
    }
    if (cursor.is("CASE")) {
      caseExpression();
    } else if (cursor.isSymbol("(") || cursor.isSymbol("[") || cursor.isSymbol("{")) {
      skipBrackets();
    } else {
      atom();
    }
    suffixes();
  }

  private void caseExpression() throws SnowflakeException {
    var open = new ArrayList<String>();
    do {
      if (cursor.atEnd()) {
        throw cursor.unexpected();
      }
      step(open);
      cursor.skip();
    } while (!open.isEmpty());
  }

  private void atom() throws SnowflakeException {
    switch (cursor.kind()) {
      case STRING, DOLLAR_STRING, NUMBER, VARIABLE, POSITION, QUOTED -> cursor.skip();
      case WORD -> word();
      default -> {
        if (cursor.acceptSymbol("?")) {
          return;
        }
        cursor.expectSymbol(":");
        if (!cursor.touchesPrevious() || cursor.atEnd()) {
          throw cursor.unexpected();
        }
        cursor.skip();
      }
    }
  }

  private void word() throws SnowflakeException {
    if (Reserved.is(cursor.text()) && !cursor.isAny("NULL", "EXISTS", "CURRENT", "ANY", "ALL")) {
      throw cursor.unexpected();
    }
    boolean prefix =
        cursor.isAny("DATE", "TIME", "TIMESTAMP", "INTERVAL", "X", "EXISTS", "ANY", "ALL");
    cursor.skip();
    if (prefix && cursor.kind() == TokenKind.STRING) {
      cursor.skip();
    }
  }

  /// Members, calls, elements, paths and casts.
  private void suffixes() throws SnowflakeException {
    while (true) {
      if (cursor.isSymbol("(") || cursor.isSymbol("[")) {
        skipBrackets();
      } else if (cursor.acceptSymbol(".") || cursor.acceptSymbol(":")) {
        if (cursor.kind() != TokenKind.WORD && cursor.kind() != TokenKind.QUOTED) {
          throw cursor.unexpected();
        }
        cursor.skip();
      } else if (cursor.isSymbol("::")) {
        cursor.skip();
        new TypeParser(cursor).parse();
      } else if (cursor.is("COLLATE") && cursor.kind(1) == TokenKind.STRING) {
        return;
      } else if (cursor.isNext("AT", "TIME", "ZONE")) {
        cursor.accept("AT", "TIME", "ZONE");
      } else {
        return;
      }
    }
  }

  /// Whether an operator comes next that another operand follows; a postfix one is passed over.
  private boolean operator() throws SnowflakeException {
    while (cursor.accept("IS", "NULL")
        || cursor.accept("IS", "NOT", "NULL")
        || cursor.accept("IS", "TRUE")
        || cursor.accept("IS", "FALSE")
        || cursor.accept("IS", "NOT", "TRUE")
        || cursor.accept("IS", "NOT", "FALSE")) {
      // Postfix operators follow each other.
    }
    for (String symbol : BINARY_SYMBOLS) {
      if (cursor.acceptSymbol(symbol)) {
        return true;
      }
    }
    boolean negated = cursor.is("NOT");
    if (negated) {
      if (!cursor.isAt(1, "LIKE")
          && !cursor.isAt(1, "ILIKE")
          && !cursor.isAt(1, "RLIKE")
          && !cursor.isAt(1, "REGEXP")
          && !cursor.isAt(1, "IN")
          && !cursor.isAt(1, "BETWEEN")) {
        return false;
      }
      cursor.skip();
    }
    return cursor.accept("AND")
        || cursor.accept("OR")
        || cursor.accept("LIKE")
        || cursor.accept("ILIKE")
        || cursor.accept("RLIKE")
        || cursor.accept("REGEXP")
        || cursor.accept("IN")
        || cursor.accept("BETWEEN")
        || cursor.accept("IS", "NOT", "DISTINCT", "FROM")
        || cursor.accept("IS", "DISTINCT", "FROM")
        || cursor.accept("ESCAPE");
  }
}
