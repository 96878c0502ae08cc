package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what DECLARE and LET declare.
final class DeclarationParser {
  /// What an exception is unless its declaration says otherwise (Snowflake Scripting, "DECLARE").
  private static final int STANDARD_NUMBER = -20000;

  private final Cursor cursor;
  private final Spans spans;

  DeclarationParser(Cursor cursor) {
    this.cursor = cursor;
    this.spans = new Spans(cursor);
  }

  /// Declarations with their semicolons, up to BEGIN.
  List<Declaration> declarations() throws SnowflakeException {
    List<Declaration> declarations = new ArrayList<>();
    while (!cursor.is("BEGIN")) {
      declarations.add(declaration());
      cursor.expectSymbol(";");
    }
    return declarations;
  }

  /// After LET: an exception cannot be declared there, and a variable needs a value.
  Declaration let() throws SnowflakeException {
    int mark = cursor.mark();
    Declaration declaration = declaration();
    boolean fits =
        switch (declaration) {
          case Declaration.UserException exception -> false;
          case Declaration.Variable variable -> variable.value().isPresent();
          case Declaration.ResultSet resultSet -> resultSet.query().isPresent();
          default -> true;
        };
    if (!fits) {
      throw declaration instanceof Declaration.UserException
          ? cursor.unexpectedAt(mark + 1)
          : cursor.unexpected();
    }
    return declaration;
  }

  private Declaration declaration() throws SnowflakeException {
    Place at = cursor.here();
    Name name = cursor.name();
    if (cursor.accept("CURSOR", "FOR")) {
      return forCursor(name, at);
    }
    if (cursor.accept("RESULTSET")) {
      Optional<Span> query = assigned() ? Optional.of(resultSetQuery()) : Optional.empty();
      return new Declaration.ResultSet(name, query, at);
    }
    if (cursor.accept("EXCEPTION")) {
      return exception(name, at);
    }
    if (cursor.is("PROCEDURE") || cursor.is("FUNCTION")) {
      throw Errors.notSupported("a " + cursor.upper() + " declared in a block");
    }
    Optional<DataType> type =
        cursor.isSymbol(":=") || cursor.is("DEFAULT")
            ? Optional.empty()
            : Optional.of(new TypeParser(cursor).parse());
    Optional<Span> value =
        assigned() ? Optional.of(spans.until(c -> c.isSymbol(";"))) : Optional.empty();
    return new Declaration.Variable(name, type, value, at);
  }

  private boolean assigned() {
    return cursor.acceptSymbol(":=") || cursor.accept("DEFAULT");
  }

  private Declaration forCursor(Name name, Place at) throws SnowflakeException {
    if (cursor.isSymbolAt(1, ";") && cursor.kind(1) == TokenKind.SYMBOL) {
      return new Declaration.ResultSetCursor(name, cursor.name(), at);
    }
    return new Declaration.QueryCursor(name, spans.until(c -> c.isSymbol(";")), at);
  }

  private Span resultSetQuery() throws SnowflakeException {
    if (cursor.is("ASYNC")) {
      throw Errors.notSupported("RESULTSET … ASYNC");
    }
    return spans.inParentheses();
  }

  /// `EXCEPTION [(number, 'message')]`
  private Declaration exception(Name name, Place at) throws SnowflakeException {
    int number = STANDARD_NUMBER;
    String message = "";
    if (cursor.acceptSymbol("(")) {
      int mark = cursor.mark();
      var written = cursor.integer();
      if (written.intValue() < -20999 || written.intValue() > -20000 || written.bitLength() > 31) {
        throw cursor.unexpectedAt(mark);
      }
      number = written.intValue();
      if (cursor.acceptSymbol(",")) {
        message = cursor.string();
      }
      cursor.expectSymbol(")");
    }
    return new Declaration.UserException(name, number, message, at);
  }
}
