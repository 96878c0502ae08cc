package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;

/// Reads a query in a block, which may put its row INTO variables.
final class SelectIntoParser {
  private final Cursor cursor;

  SelectIntoParser(Cursor cursor) {
    this.cursor = cursor;
  }

  /// To the semicolon.
  ScriptStatement parse(Place at) throws SnowflakeException {
    int from = cursor.mark();
    var spans = new Spans(cursor);
    Span before = spans.until(c -> c.isSymbol(";") || c.is("INTO"));
    if (!cursor.is("INTO")) {
      return new ScriptStatement.Sql(before, at);
    }
    int into = cursor.mark();
    cursor.skip();
    List<Name> variables = cursor.variables();
    int after = cursor.mark();
    if (!cursor.isSymbol(";") && !cursor.atEnd()) {
      spans.until(c -> c.isSymbol(";"));
    }
    return new ScriptStatement.SelectInto(
        blanked(cursor.span(from, cursor.mark()), into, after), variables, at);
  }

  /// White space instead of the tokens in between, so that all others stay where they are.
  private Span blanked(Span span, int from, int until) {
    Tokens tokens = cursor.tokens();
    int start = tokens.start(from) - span.offset();
    int end = tokens.end(until - 1) - span.offset();
    var text = new StringBuilder(span.text());
    for (int i = start; i < end; i++) {
      if (text.charAt(i) != '\n') {
        text.setCharAt(i, ' ');
      }
    }
    return new Span(
        text.toString().stripTrailing(), span.offset(), span.line(), span.position(), span.binds());
  }
}
