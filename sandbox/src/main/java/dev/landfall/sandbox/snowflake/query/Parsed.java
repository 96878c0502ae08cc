package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.parser.ASTNodeAccess;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.statement.Statement;
import org.jspecify.annotations.Nullable;

/// JSqlParser's tree of a piece of text, and the way back to the text.
///
/// @param tree a statement or an expression
record Parsed<T>(T tree, QueryText text, Shielded shielded) {
  private static final Trees<Statement> STATEMENTS = new Trees<>();
  private static final Trees<Expression> EXPRESSIONS = new Trees<>();

  private interface Production<T> {
    T parse(CCJSqlParser parser) throws ParseException;
  }

  /// @throws SnowflakeException 001003 when it is no statement
  static Parsed<Statement> statement(QueryText text, int from, int to, Zone mapping)
      throws SnowflakeException {
    if (from == to) {
      throw text.tokens().unexpected(from);
    }
    return parse(text, from, to, mapping, CCJSqlParser::Statement, STATEMENTS);
  }

  /// @throws SnowflakeException 001003 when these tokens are no expression
  static Parsed<Expression> expression(QueryText text, int from, int to, Zone mapping)
      throws SnowflakeException {
    return parse(text, from, to, mapping, CCJSqlParser::Expression, EXPRESSIONS);
  }

  private static <T> Parsed<T> parse(
      QueryText text, int from, int to, Zone mapping, Production<T> production, Trees<T> trees)
      throws SnowflakeException {
    var shielded = new Shield(text, mapping).shield(from, to);
    var known = trees.find(shielded.sql());
    if (known.isPresent()) {
      return new Parsed<>(known.get(), text, shielded);
    }
    var parser = new CCJSqlParser(new StringProvider(shielded.sql()));
    parser.withAllowComplexParsing(true);
    try {
      var tree = production.parse(parser);
      var next = parser.getToken(1);
      if (next.kind != CCJSqlParserConstants.EOF) {
        throw unexpected(text, shielded, next);
      }
      trees.keep(shielded.sql(), tree);
      return new Parsed<>(tree, text, shielded);
    } catch (ParseException e) {
      throw unexpected(text, shielded, e.currentToken == null ? null : e.currentToken.next);
    } catch (TokenMgrException | IllegalArgumentException e) {
      throw text.tokens().unexpected(from);
    } catch (StackOverflowError e) {
      throw Errors.notSupported("a statement that nests this deep");
    }
  }

  private static SnowflakeException unexpected(
      QueryText text, Shielded shielded, @Nullable Token token) {
    int at =
        token == null || token.kind == CCJSqlParserConstants.EOF
            ? shielded.to()
            : shielded.first(token.beginColumn - 1);
    return text.tokens().unexpected(at);
  }

  /// The first token of the text that a node was made of.
  int first(ASTNodeAccess node) {
    var made = node.getASTNode();
    return made == null ? shielded.from() : shielded.first(made.jjtGetFirstToken().beginColumn - 1);
  }

  /// The node as it was written.
  String written(ASTNodeAccess node) {
    var made = node.getASTNode();
    if (made == null) {
      return "";
    }
    int first = shielded.first(made.jjtGetFirstToken().beginColumn - 1);
    int last = shielded.last(made.jjtGetLastToken().endColumn - 1);
    return text.written(first, last);
  }
}
