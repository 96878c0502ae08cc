package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;

/// Reads CREATE of masking policies, row access policies and tags.
final class PolicyParser {
  private final Cursor cursor;
  private final CreateHead head;
  private final Clauses clauses;

  PolicyParser(Cursor cursor, CreateHead head) {
    this.cursor = cursor;
    this.head = head;
    this.clauses = new Clauses(cursor);
  }

  Statement masking() throws SnowflakeException {
    head.allow();
    QualifiedName name = head.name();
    cursor.expect("AS");
    List<Parameter> parameters = parameters();
    cursor.expect("RETURNS");
    DataType returns = new TypeParser(cursor).parse();
    cursor.expectSymbol("->");
    Span body = body(cursor);
    return new PolicyStatement.CreateMaskingPolicy(
        head.creation(), name, parameters, returns, body, options());
  }

  Statement rowAccess() throws SnowflakeException {
    head.allow();
    QualifiedName name = head.name();
    cursor.expect("AS");
    List<Parameter> parameters = parameters();
    cursor.expect("RETURNS", "BOOLEAN");
    cursor.expectSymbol("->");
    Span body = body(cursor);
    return new PolicyStatement.CreateRowAccessPolicy(
        head.creation(), name, parameters, body, options());
  }

  private List<Parameter> parameters() throws SnowflakeException {
    int mark = cursor.mark();
    List<Parameter> parameters = clauses.parameters();
    if (parameters.isEmpty()) {
      throw cursor.unexpectedAt(mark + 1);
    }
    return parameters;
  }

  /// An expression to the end, or to a property behind it.
  static Span body(Cursor cursor) throws SnowflakeException {
    var tokens = cursor.tokens();
    return new Spans(cursor)
        .until(c ->
            c.isAny("COMMENT", "EXEMPT_OTHER_POLICIES")
                && c.isSymbolAt(1, "=")
                && endsOperand(tokens, c.mark() - 1));
  }

  /// Whether what stands before a word lets an expression end there: in `a = COMMENT = 'x'` it does
  /// not.
  private static boolean endsOperand(Tokens tokens, int index) {
    return switch (tokens.kind(index)) {
      case SYMBOL -> tokens.isSymbol(index, ")") || tokens.isSymbol(index, "]");
      case WORD ->
          !tokens.isWord(index, "AND")
              && !tokens.isWord(index, "OR")
              && !tokens.isWord(index, "NOT")
              && !tokens.isWord(index, "LIKE")
              && !tokens.isWord(index, "ILIKE");
      default -> true;
    };
  }

  private Options options() throws SnowflakeException {
    return new OptionParser(cursor, head.kind()).all().done();
  }

  Statement tag() throws SnowflakeException {
    head.allow();
    QualifiedName name = head.name();
    Optional<List<String>> allowed = Optional.empty();
    var options = new OptionParser(cursor, head.kind());
    while (true) {
      if (allowed.isEmpty() && cursor.accept("ALLOWED_VALUES")) {
        allowed = Optional.of(List.copyOf(clauses.strings()));
      } else if (!options.accept()) {
        break;
      }
    }
    return new PolicyStatement.CreateTag(head.creation(), name, allowed, options.done());
  }
}
