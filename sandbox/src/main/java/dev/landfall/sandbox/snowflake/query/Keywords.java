package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.sql.TokenKind;
import dev.landfall.sandbox.snowflake.sql.Tokens;
import java.util.BitSet;
import java.util.Set;

/// Which words of a text are syntax, and which are names (Snowflake, "Reserved & limited
/// keywords").
///
/// Only words of Snowflake's own queries are ever syntax: every other dialect's words are names
/// here, so that a statement that needs them as syntax does not parse.
final class Keywords {
  private static final Set<String> RESERVED =
      Set.of(
          "SELECT",
          "DISTINCT",
          "ALL",
          "ANY",
          "SOME",
          "FROM",
          "WHERE",
          "GROUP",
          "BY",
          "HAVING",
          "QUALIFY",
          "ORDER",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "MINUS",
          "JOIN",
          "INNER",
          "LEFT",
          "RIGHT",
          "FULL",
          "CROSS",
          "NATURAL",
          "ON",
          "USING",
          "LATERAL",
          "AS",
          "WITH",
          "VALUES",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "END",
          "AND",
          "OR",
          "NOT",
          "IN",
          "LIKE",
          "ILIKE",
          "RLIKE",
          "REGEXP",
          "BETWEEN",
          "IS",
          "NULL",
          "TRUE",
          "FALSE",
          "EXISTS",
          "INTO",
          "SET",
          "TABLE",
          "FOR",
          "ROW",
          "ROWS");

  /// Functions that share their name with a word of syntax.
  private static final Set<String> CALLED = Set.of("LEFT", "RIGHT", "INSERT", "REPLACE");

  private final QueryText text;
  private final Tokens tokens;

  /// Tokens that were taken as names.
  private final BitSet names;

  Keywords(QueryText text, BitSet names) {
    this.text = text;
    this.tokens = text.tokens();
    this.names = names;
  }

  /// @param frames whether the token stands between the parentheses of an OVER
  boolean isSyntax(int at, boolean frames) {
    if (tokens.isSymbol(at - 1, ".")
        || tokens.isSymbol(at + 1, ".")
        || tokens.isSymbol(at + 1, "=>")
        || tokens.isWord(at - 1, "AS")) {
      return false;
    }
    var word = text.word(at);
    if (tokens.isSymbol(at + 1, "(") && isCalled(word, at)) {
      return false;
    }
    return RESERVED.contains(word) || isSyntaxHere(word, at, frames);
  }

  private boolean isCalled(String word, int at) {
    return switch (word) {
      case "LIKE", "ILIKE", "RLIKE", "REGEXP" ->
          !endsOperand(at - 1) && !tokens.isWord(at - 1, "NOT");
      case "INSERT" -> !tokens.isWord(at - 1, "THEN");
      default -> CALLED.contains(word);
    };
  }

  private boolean isSyntaxHere(String word, int at, boolean frames) {
    return switch (word) {
      case "OVER" -> tokens.isSymbol(at + 1, "(") && endsCall(at - 1);
      case "WITHIN" -> tokens.isWord(at + 1, "GROUP") && endsCall(at - 1);
      case "PARTITION" -> tokens.isWord(at + 1, "BY");
      case "RANGE", "UNBOUNDED", "PRECEDING", "FOLLOWING" -> frames;
      case "CURRENT" -> frames && tokens.isWord(at + 1, "ROW");
      case "ASC", "DESC" -> endsOperand(at - 1) || tokens.isWord(at - 1, "ALL");
      case "ESCAPE" -> endsOperand(at - 1);
      case "LIMIT", "OFFSET" -> endsClause(at - 1) && startsCount(at + 1);
      case "TOP" -> startsCount(at + 1) && startsList(at - 1);
      case "FIRST", "LAST" -> tokens.isWord(at - 1, "NULLS");
      case "NULLS" ->
          tokens.isWord(at + 1, "FIRST")
              || tokens.isWord(at + 1, "LAST")
              || tokens.isWord(at - 1, "IGNORE")
              || tokens.isWord(at - 1, "RESPECT")
              || tokens.isWord(at - 1, "INCLUDE")
              || tokens.isWord(at - 1, "EXCLUDE");
      case "IGNORE", "RESPECT" -> tokens.isWord(at + 1, "NULLS");
      case "INCLUDE", "EXCLUDE" -> tokens.isWord(at - 1, "UNPIVOT");
      case "OUTER" -> tokens.isWord(at + 1, "JOIN");
      case "RECURSIVE" -> tokens.isWord(at - 1, "WITH");
      case "GROUPING" -> tokens.isWord(at + 1, "SETS");
      case "SETS" -> tokens.isWord(at - 1, "GROUPING");
      case "PIVOT" -> tokens.isSymbol(at + 1, "(") && endsOperand(at - 1);
      case "UNPIVOT" ->
          endsOperand(at - 1)
              && (tokens.isSymbol(at + 1, "(")
                  || tokens.isWord(at + 1, "INCLUDE")
                  || tokens.isWord(at + 1, "EXCLUDE"));
      case "MATCHED" -> tokens.isWord(at - 1, "WHEN") || tokens.isWord(at - 1, "NOT");
      case "INSERT", "UPDATE", "DELETE" -> at == 0 || tokens.isWord(at - 1, "THEN");
      case "MERGE" -> at == 0;
      default -> false;
    };
  }

  private boolean endsCall(int at) {
    return tokens.isSymbol(at, ")")
        || tokens.isWord(at, "NULLS")
        || (tokens.isWord(at, "FIRST") && tokens.isWord(at - 1, "FROM"));
  }

  /// Whether FETCH may follow.
  boolean endsCount(int at) {
    return endsClause(at) || tokens.isWord(at, "ROW") || tokens.isWord(at, "ROWS");
  }

  private boolean startsList(int at) {
    return tokens.isWord(at, "SELECT") || tokens.isWord(at, "DISTINCT") || tokens.isWord(at, "ALL");
  }

  private boolean endsClause(int at) {
    return endsOperand(at)
        || tokens.isSymbol(at, "*")
        || tokens.isWord(at, "ASC")
        || tokens.isWord(at, "DESC")
        || tokens.isWord(at, "ALL")
        || tokens.isWord(at, "FIRST")
        || tokens.isWord(at, "LAST");
  }

  private boolean startsCount(int at) {
    return switch (tokens.kind(at)) {
      case NUMBER, VARIABLE, STRING -> true;
      case SYMBOL -> tokens.isSymbol(at, "?") || tokens.isSymbol(at, ":");
      case WORD -> tokens.isWord(at, "NULL");
      default -> false;
    };
  }

  /// Whether an operand may end with this token, so that what follows is no operand but something
  /// that is done with it.
  boolean endsOperand(int at) {
    return switch (tokens.kind(at)) {
      case QUOTED, POSITION, VARIABLE, STRING, DOLLAR_STRING, NUMBER, STAGE -> true;
      case WORD ->
          names.get(at)
              || tokens.isWord(at, "END")
              || tokens.isWord(at, "NULL")
              || tokens.isWord(at, "TRUE")
              || tokens.isWord(at, "FALSE");
      case SYMBOL ->
          tokens.isSymbol(at, ")")
              || tokens.isSymbol(at, "]")
              || tokens.isSymbol(at, "}")
              || tokens.isSymbol(at, "?");
      default -> false;
    };
  }

  /// Whether a word is followed by a text, as in `DATE '2024-01-31'`.
  boolean precedesText(int at) {
    return tokens.kind(at + 1) == TokenKind.STRING
        && !tokens.isSymbol(at - 1, ".")
        && !tokens.isWord(at - 1, "AS");
  }
}
