package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads blocks of Snowflake Scripting and what stands in them.
final class ScriptParser {
  /// Blocks, branches and loops inside each other: what the stack is sure to bear.
  private static final int DEEPEST = 100;

  private final Cursor cursor;
  private final Spans spans;
  private int depth;

  ScriptParser(Cursor cursor) {
    this.cursor = cursor;
    this.spans = new Spans(cursor);
  }

  /// `[DECLARE …] BEGIN … END [label]`, without its semicolon.
  ScriptStatement.Block block() throws SnowflakeException {
    deeper();
    Place at = here();
    List<Declaration> declarations = List.of();
    if (cursor.accept("DECLARE")) {
      declarations = new DeclarationParser(cursor).declarations();
    }
    cursor.expect("BEGIN");
    List<ScriptStatement> body = statements();
    List<ScriptStatement.Handler> handlers = handlers();
    cursor.expect("END");
    label();
    depth--;
    return new ScriptStatement.Block(declarations, body, handlers, at);
  }

  private void deeper() throws SnowflakeException {
    if (++depth > DEEPEST) {
      throw SqlErrors.tooDeep(DEEPEST, "blocks", cursor.here());
    }
  }

  private Place here() {
    return cursor.here();
  }

  /// A name behind an END.
  private Optional<Name> label() throws SnowflakeException {
    return cursor.isSymbol(";") || cursor.atEnd() ? Optional.empty() : Optional.of(cursor.name());
  }

  /// Statements with their semicolons, up to a word that ends them.
  private List<ScriptStatement> statements() throws SnowflakeException {
    List<ScriptStatement> statements = new ArrayList<>();
    while (!ends()) {
      statements.add(statement());
      cursor.expectSymbol(";");
    }
    if (statements.isEmpty()) {
      throw cursor.unexpected();
    }
    return statements;
  }

  private boolean ends() {
    return cursor.isAny("END", "ELSE", "ELSEIF", "UNTIL")
        || (cursor.is("EXCEPTION") && cursor.isAt(1, "WHEN"))
        || (cursor.is("WHEN") && !cursor.isSymbolAt(1, ":="));
  }

  private List<ScriptStatement.Handler> handlers() throws SnowflakeException {
    List<ScriptStatement.Handler> handlers = new ArrayList<>();
    if (!cursor.accept("EXCEPTION")) {
      return handlers;
    }
    do {
      cursor.expect("WHEN");
      List<Name> exceptions = new ArrayList<>();
      do {
        exceptions.add(cursor.name());
      } while (cursor.accept("OR"));
      boolean goesOn = cursor.accept("CONTINUE");
      if (!goesOn) {
        cursor.accept("EXIT");
      }
      cursor.expect("THEN");
      handlers.add(new ScriptStatement.Handler(exceptions, goesOn, statements()));
    } while (cursor.is("WHEN"));
    return handlers;
  }

  private ScriptStatement statement() throws SnowflakeException {
    Place at = here();
    if (cursor.isSymbolAt(1, ":=")) {
      Name variable = cursor.name();
      cursor.skip();
      return new ScriptStatement.Assign(variable, toSemicolon(), at);
    }
    if (cursor.kind() != TokenKind.WORD) {
      return sql(at);
    }
    return switch (cursor.upper()) {
      case "DECLARE" -> block();
      case "BEGIN" -> BlockScanner.isBlock(cursor.tokens(), cursor.mark()) ? block() : sql(at);
      case "LET" -> {
        cursor.skip();
        yield new ScriptStatement.Let(new DeclarationParser(cursor).let(), at);
      }
      case "IF" -> branches(at);
      case "CASE" -> cases(at);
      case "FOR" -> forLoop(at);
      case "WHILE" -> whileLoop(at);
      case "REPEAT" -> repeat(at);
      case "LOOP" -> loop(at);
      case "BREAK", "EXIT" -> {
        cursor.skip();
        yield new ScriptStatement.Break(label(), at);
      }
      case "CONTINUE", "ITERATE" -> {
        cursor.skip();
        yield new ScriptStatement.Continue(label(), at);
      }
      case "RETURN" -> returned(at);
      case "RAISE" -> {
        cursor.skip();
        yield new ScriptStatement.Raise(label(), at);
      }
      case "OPEN" -> open(at);
      case "FETCH" -> fetch(at);
      case "CLOSE" -> {
        cursor.skip();
        yield new ScriptStatement.Close(cursor.name(), at);
      }
      case "NULL" -> {
        cursor.skip();
        yield new ScriptStatement.Nothing(at);
      }
      case "ASYNC", "AWAIT", "CANCEL" -> throw Errors.notSupported(cursor.upper() + " in a block");
      case "SELECT", "WITH" -> new SelectIntoParser(cursor).parse(at);
      default -> sql(at);
    };
  }

  /// An expression to one of these words, which must come before the statement ends.
  private Span upTo(String... words) throws SnowflakeException {
    return spans.until(c -> c.isAny(words) || c.isSymbol(";"));
  }

  private Span toSemicolon() throws SnowflakeException {
    return spans.until(c -> c.isSymbol(";"));
  }

  /// A statement of SQL to its semicolon.
  private ScriptStatement sql(Place at) throws SnowflakeException {
    int from = cursor.mark();
    int end = Math.min(BlockScanner.end(cursor.tokens(), from), cursor.endMark());
    var inner = cursor.part(from, end, new MadeUp(cursor.surroundings()));
    Statement statement = new StatementParser(inner).parse();
    cursor.reset(end);
    return switch (statement) {
      case CodeStatement.Call call -> new ScriptStatement.Call(call, at);
      case CodeStatement.ExecuteImmediate execute ->
          new ScriptStatement.ExecuteImmediate(execute, at);
      default -> new ScriptStatement.Sql(cursor.span(from, end), at);
    };
  }

  private ScriptStatement branches(Place at) throws SnowflakeException {
    deeper();
    List<ScriptStatement.Branch> branches = new ArrayList<>();
    do {
      cursor.skip();
      Span condition = upTo("THEN");
      cursor.expect("THEN");
      branches.add(new ScriptStatement.Branch(condition, statements()));
    } while (cursor.is("ELSEIF"));
    List<ScriptStatement> otherwise = cursor.accept("ELSE") ? statements() : List.of();
    cursor.expect("END", "IF");
    depth--;
    return new ScriptStatement.If(branches, otherwise, at);
  }

  private ScriptStatement cases(Place at) throws SnowflakeException {
    deeper();
    cursor.expect("CASE");
    Optional<Span> subject = cursor.is("WHEN") ? Optional.empty() : Optional.of(upTo("WHEN"));
    List<ScriptStatement.Branch> branches = new ArrayList<>();
    do {
      cursor.expect("WHEN");
      Span condition = upTo("THEN");
      cursor.expect("THEN");
      branches.add(new ScriptStatement.Branch(condition, statements()));
    } while (cursor.is("WHEN"));
    Optional<List<ScriptStatement>> otherwise =
        cursor.accept("ELSE") ? Optional.of(List.copyOf(statements())) : Optional.empty();
    cursor.expect("END");
    cursor.accept("CASE");
    depth--;
    return new ScriptStatement.Case(subject, branches, otherwise, at);
  }

  private ScriptStatement forLoop(Place at) throws SnowflakeException {
    deeper();
    cursor.expect("FOR");
    Name name = cursor.name();
    cursor.expect("IN");
    boolean rows = cursor.isAt(1, "DO") || cursor.isAt(1, "LOOP");
    ScriptStatement loop = rows ? forRows(name, at) : forRange(name, at);
    depth--;
    return loop;
  }

  private ScriptStatement forRows(Name row, Place at) throws SnowflakeException {
    Name source = cursor.name();
    List<ScriptStatement> body = loopBody("FOR");
    return new ScriptStatement.ForRows(row, source, body, label(), at);
  }

  private ScriptStatement forRange(Name counter, Place at) throws SnowflakeException {
    boolean reverse = cursor.accept("REVERSE");
    Span from = upTo("TO");
    cursor.expect("TO");
    Span to = upTo("DO", "LOOP");
    List<ScriptStatement> body = loopBody("FOR");
    return new ScriptStatement.ForRange(counter, reverse, from, to, body, label(), at);
  }

  /// `DO … END FOR` or `LOOP … END LOOP`.
  private List<ScriptStatement> loopBody(String word) throws SnowflakeException {
    boolean loop = cursor.oneOf("DO", "LOOP").equals("LOOP");
    List<ScriptStatement> body = statements();
    cursor.expect("END", loop ? "LOOP" : word);
    return body;
  }

  private ScriptStatement whileLoop(Place at) throws SnowflakeException {
    deeper();
    cursor.expect("WHILE");
    Span condition = upTo("DO", "LOOP");
    List<ScriptStatement> body = loopBody("WHILE");
    depth--;
    return new ScriptStatement.While(condition, body, label(), at);
  }

  private ScriptStatement repeat(Place at) throws SnowflakeException {
    deeper();
    cursor.expect("REPEAT");
    List<ScriptStatement> body = statements();
    cursor.expect("UNTIL");
    Span until = spans.inParentheses();
    cursor.expect("END", "REPEAT");
    depth--;
    return new ScriptStatement.Repeat(body, until, label(), at);
  }

  private ScriptStatement loop(Place at) throws SnowflakeException {
    deeper();
    cursor.expect("LOOP");
    List<ScriptStatement> body = statements();
    cursor.expect("END", "LOOP");
    depth--;
    return new ScriptStatement.Loop(body, label(), at);
  }

  private ScriptStatement returned(Place at) throws SnowflakeException {
    cursor.expect("RETURN");
    if (cursor.isSymbol(";")) {
      return new ScriptStatement.Return(Optional.empty(), at);
    }
    if (cursor.is("TABLE") && cursor.isSymbolAt(1, "(")) {
      cursor.skip();
      return new ScriptStatement.ReturnTable(spans.inParentheses(), at);
    }
    return new ScriptStatement.Return(Optional.of(toSemicolon()), at);
  }

  private ScriptStatement open(Place at) throws SnowflakeException {
    cursor.expect("OPEN");
    Name name = cursor.name();
    List<Span> using = cursor.accept("USING") ? spans.list() : List.of();
    return new ScriptStatement.Open(name, using, at);
  }

  private ScriptStatement fetch(Place at) throws SnowflakeException {
    cursor.expect("FETCH");
    Name name = cursor.name();
    cursor.expect("INTO");
    return new ScriptStatement.Fetch(name, cursor.variables(), at);
  }
}
