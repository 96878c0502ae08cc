package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads CREATE of functions and procedures (Snowflake, "CREATE FUNCTION", "CREATE PROCEDURE",
/// "CREATE EXTERNAL FUNCTION").
final class RoutineParser {
  private final Cursor cursor;
  private final Clauses clauses;
  private final OptionParser options;

  private boolean copyGrants;
  private Optional<CodeStatement.Language> language = Optional.empty();
  private Optional<CodeStatement.NullInput> nullInput = Optional.empty();
  private Optional<CodeStatement.Volatility> volatility = Optional.empty();
  private Optional<CodeStatement.ExecuteAs> executeAs = Optional.empty();
  private boolean memoizable;

  RoutineParser(Cursor cursor, ObjectKind kind) {
    this.cursor = cursor;
    this.clauses = new Clauses(cursor);
    this.options = new OptionParser(cursor, kind);
  }

  Statement function(CreateHead head) throws SnowflakeException {
    head.allow(
        CreateHead.Modifier.SECURE, CreateHead.Modifier.TEMPORARY, CreateHead.Modifier.AGGREGATE);
    QualifiedName name = head.name();
    List<Parameter> parameters = clauses.parameters();
    copyGrants = cursor.accept("COPY", "GRANTS");
    CodeStatement.Returns returns = returns();
    while (options.accept() || functionClause()) {
      // Each is stored.
    }
    return new CodeStatement.CreateFunction(
        head.creation(),
        head.has(CreateHead.Modifier.SECURE),
        head.has(CreateHead.Modifier.TEMPORARY),
        head.has(CreateHead.Modifier.AGGREGATE),
        name,
        parameters,
        copyGrants,
        returns,
        language.orElse(CodeStatement.Language.SQL),
        nullInput,
        volatility,
        memoizable,
        options.done(),
        body());
  }

  Statement procedure(CreateHead head) throws SnowflakeException {
    head.allow(CreateHead.Modifier.SECURE, CreateHead.Modifier.TEMPORARY);
    QualifiedName name = head.name();
    return procedure(
        head.creation(),
        head.has(CreateHead.Modifier.SECURE),
        head.has(CreateHead.Modifier.TEMPORARY),
        name);
  }

  /// `WITH name AS PROCEDURE (…) … CALL name(…)` (Snowflake, "CALL (with anonymous procedure)").
  Statement anonymous() throws SnowflakeException {
    cursor.expect("WITH");
    QualifiedName name = QualifiedName.of(cursor.name());
    cursor.expect("AS", "PROCEDURE");
    var procedure = procedure(Creation.NEW, false, false, name);
    if (cursor.isSymbol(",")) {
      throw Errors.notSupported("WITH … AS PROCEDURE … and more common table expressions");
    }
    return new CodeStatement.CallAnonymous(procedure, StatementParser.call(cursor));
  }

  private CodeStatement.CreateProcedure procedure(
      Creation creation, boolean secure, boolean temporary, QualifiedName name)
      throws SnowflakeException {
    List<Parameter> parameters = clauses.parameters();
    copyGrants = cursor.accept("COPY", "GRANTS");
    CodeStatement.Returns returns = returns();
    while (options.accept() || commonClause() || executeAs()) {
      // Each is stored.
    }
    Optional<Span> body = body();
    if (language.orElse(CodeStatement.Language.SQL) == CodeStatement.Language.SQL
        && body.isPresent()) {
      SnowflakeParser.script(body.get().text(), cursor.surroundings());
    }
    return new CodeStatement.CreateProcedure(
        creation,
        secure,
        temporary,
        name,
        parameters,
        copyGrants,
        returns,
        language.orElse(CodeStatement.Language.SQL),
        nullInput,
        volatility,
        executeAs.orElse(CodeStatement.ExecuteAs.OWNER),
        options.done(),
        body);
  }

  Statement externalFunction(CreateHead head) throws SnowflakeException {
    head.allow(CreateHead.Modifier.SECURE);
    QualifiedName name = head.name();
    List<Parameter> parameters = clauses.parameters();
    CodeStatement.Returns returns = returns();
    while (options.accept() || nullInput() || volatility()) {
      // Each is stored.
    }
    cursor.expect("AS");
    return new CodeStatement.CreateExternalFunction(
        head.creation(),
        head.has(CreateHead.Modifier.SECURE),
        name,
        parameters,
        returns,
        nullInput,
        volatility,
        options.done(),
        cursor.string());
  }

  private CodeStatement.Returns returns() throws SnowflakeException {
    cursor.expect("RETURNS");
    if (cursor.accept("TABLE")) {
      return new CodeStatement.Returns.Rows(clauses.parameters());
    }
    DataType type = new TypeParser(cursor).parse();
    boolean notNull = cursor.accept("NOT", "NULL");
    if (!notNull) {
      cursor.accept("NULL");
    }
    return new CodeStatement.Returns.Scalar(type, notNull);
  }

  private boolean functionClause() throws SnowflakeException {
    if (!memoizable && cursor.accept("MEMOIZABLE")) {
      memoizable = true;
      return true;
    }
    return commonClause();
  }

  private boolean commonClause() throws SnowflakeException {
    if (language.isEmpty() && cursor.accept("LANGUAGE")) {
      language =
          Optional.of(
              CodeStatement.Language.valueOf(
                  cursor.oneOf("SQL", "JAVASCRIPT", "PYTHON", "JAVA", "SCALA")));
      return true;
    }
    if (!copyGrants && cursor.accept("COPY", "GRANTS")) {
      copyGrants = true;
      return true;
    }
    return nullInput() || volatility();
  }

  private boolean nullInput() {
    if (nullInput.isPresent()) {
      return false;
    }
    if (cursor.accept("CALLED", "ON", "NULL", "INPUT")) {
      nullInput = Optional.of(CodeStatement.NullInput.CALLED_ON_NULL_INPUT);
    } else if (cursor.accept("RETURNS", "NULL", "ON", "NULL", "INPUT") || cursor.accept("STRICT")) {
      nullInput = Optional.of(CodeStatement.NullInput.RETURNS_NULL);
    }
    return nullInput.isPresent();
  }

  private boolean volatility() {
    if (volatility.isPresent()) {
      return false;
    }
    if (cursor.accept("VOLATILE")) {
      volatility = Optional.of(CodeStatement.Volatility.VOLATILE);
    } else if (cursor.accept("IMMUTABLE")) {
      volatility = Optional.of(CodeStatement.Volatility.IMMUTABLE);
    }
    return volatility.isPresent();
  }

  private boolean executeAs() throws SnowflakeException {
    if (executeAs.isPresent() || !cursor.accept("EXECUTE", "AS")) {
      return false;
    }
    executeAs = Optional.of(executeAs(cursor));
    return true;
  }

  /// After `EXECUTE AS`.
  static CodeStatement.ExecuteAs executeAs(Cursor cursor) throws SnowflakeException {
    if (cursor.accept("RESTRICTED", "CALLER")) {
      return CodeStatement.ExecuteAs.RESTRICTED_CALLER;
    }
    return CodeStatement.ExecuteAs.valueOf(cursor.oneOf("OWNER", "CALLER"));
  }

  /// A literal, or a block of Snowflake Scripting without quotes.
  private Optional<Span> body() throws SnowflakeException {
    if (cursor.atEnd() && language.isPresent() && imported()) {
      return Optional.empty();
    }
    cursor.expect("AS");
    if (cursor.kind() == TokenKind.STRING || cursor.kind() == TokenKind.DOLLAR_STRING) {
      return Optional.of(cursor.literal());
    }
    if (!cursor.isAny("BEGIN", "DECLARE")
        || language.orElse(CodeStatement.Language.SQL) != CodeStatement.Language.SQL) {
      throw cursor.unexpected();
    }
    int mark = cursor.mark();
    new ScriptParser(cursor).block();
    return Optional.of(cursor.span(mark, cursor.mark()));
  }

  private boolean imported() {
    Options found = options.done();
    return found.find("HANDLER").isPresent() && found.find("IMPORTS").isPresent();
  }

  /// The arguments of a CALL.
  static List<CodeStatement.Argument> arguments(Cursor cursor) throws SnowflakeException {
    List<CodeStatement.Argument> arguments = new ArrayList<>();
    cursor.expectSymbol("(");
    if (cursor.acceptSymbol(")")) {
      return arguments;
    }
    var spans = new Spans(cursor);
    do {
      boolean named = cursor.isSymbolAt(1, "=>");
      Optional<Name> name = named ? Optional.of(cursor.name()) : Optional.empty();
      if (named) {
        cursor.skip();
      }
      arguments.add(
          new CodeStatement.Argument(name, spans.until(c -> c.isSymbol(",") || c.isSymbol(")"))));
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
    return arguments;
  }
}
