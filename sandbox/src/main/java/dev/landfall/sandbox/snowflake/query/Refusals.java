package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.TokenKind;
import dev.landfall.sandbox.snowflake.sql.Tokens;
import java.util.Map;
import java.util.Set;

/// Clauses of Snowflake's queries that the sandbox does not honour, by the word they begin with.
/// They are told before JSqlParser can take them for something else.
final class Refusals {
  /// Whether the clause stands where its word does.
  private interface Sign {
    boolean at(QueryText text, int word, Keywords keywords);
  }

  private record Clause(String name, Sign sign) {}

  private static final Set<String> TIME_TRAVEL =
      Set.of("TIMESTAMP", "OFFSET", "STATEMENT", "STREAM");

  private static final Map<String, Clause> BY_WORD =
      Map.ofEntries(
          clause("AT", "time travel with AT", Refusals::travels),
          clause("BEFORE", "time travel with BEFORE", Refusals::travels),
          clause(
              "CHANGES",
              "CHANGES",
              (text, at, keywords) -> calls(text, at) && word(text, at + 2, "INFORMATION")),
          clause("MATCH_RECOGNIZE", "MATCH_RECOGNIZE", (text, at, keywords) -> calls(text, at)),
          clause("CONNECT", "CONNECT BY", (text, at, keywords) -> word(text, at + 1, "BY")),
          clause(
              "START",
              "START WITH … CONNECT BY",
              (text, at, keywords) -> word(text, at + 1, "WITH")),
          clause("PRIOR", "PRIOR", (text, at, keywords) -> text.isName(at + 1)),
          clause("CONNECT_BY_ROOT", "CONNECT_BY_ROOT", (text, at, keywords) -> text.isName(at + 1)),
          clause("ASOF", "ASOF JOIN", (text, at, keywords) -> word(text, at + 1, "JOIN")),
          clause(
              "COLLATE",
              "COLLATE",
              (text, at, keywords) -> keywords.endsOperand(at - 1) && text.isString(at + 1)),
          clause(
              "FOR", "SELECT … FOR UPDATE", (text, at, keywords) -> word(text, at + 1, "UPDATE")),
          clause("BY", "UNION … BY NAME", Refusals::matchesByName),
          clause(
              "DEFAULT",
              "PIVOT … DEFAULT ON NULL",
              (text, at, keywords) -> word(text, at + 1, "ON") && word(text, at + 2, "NULL")),
          clause(
              "ANY",
              "PIVOT … IN (ANY)",
              (text, at, keywords) ->
                  text.tokens().isSymbol(at - 1, "(")
                      && word(text, at - 2, "IN")
                      && (text.tokens().isSymbol(at + 1, ")") || word(text, at + 1, "ORDER"))),
          clause(
              "WITHIN",
              "WITHIN GROUP with an OVER that has ORDER BY",
              (text, at, keywords) -> ordersTwice(text, at)),
          clause(
              "OVER",
              "OVER behind more than three arguments",
              (text, at, keywords) -> calls(text, at) && hasManyArguments(text, at - 1)),
          clause(
              "GROUPING",
              "GROUPING SETS beside other keys",
              (text, at, keywords) -> hasFurtherSets(text, at)));

  private Refusals() {}

  private static Map.Entry<String, Clause> clause(String word, String name, Sign sign) {
    return Map.entry(word, new Clause(name, sign));
  }

  /// @throws SnowflakeException when a clause begins here that is not honoured
  static void check(QueryText text, int at, Keywords keywords) throws SnowflakeException {
    var clause = BY_WORD.get(text.word(at));
    if (clause != null && clause.sign().at(text, at, keywords)) {
      throw Errors.notSupported(clause.name());
    }
  }

  private static boolean calls(QueryText text, int at) {
    return text.tokens().isSymbol(at + 1, "(");
  }

  private static boolean word(QueryText text, int at, String word) {
    return text.tokens().isWord(at, word);
  }

  private static boolean travels(QueryText text, int at, Keywords keywords) {
    return calls(text, at)
        && text.tokens().kind(at + 2) == TokenKind.WORD
        && TIME_TRAVEL.contains(text.word(at + 2));
  }

  private static boolean matchesByName(QueryText text, int at, Keywords keywords) {
    return word(text, at + 1, "NAME") && (word(text, at - 1, "UNION") || word(text, at - 1, "ALL"));
  }

  /// `WITHIN GROUP (ORDER BY …) OVER (… ORDER BY …)`, of which JSqlParser keeps one order.
  private static boolean ordersTwice(QueryText text, int at) {
    Tokens tokens = text.tokens();
    if (!word(text, at + 1, "GROUP") || !tokens.isSymbol(at + 2, "(")) {
      return false;
    }
    int over = text.closing(at + 2) + 1;
    return word(text, over, "OVER")
        && tokens.isSymbol(over + 1, "(")
        && text.find("ORDER", over + 2, text.closing(over + 1)) >= 0;
  }

  /// `f(a, b, c, d)`, of which JSqlParser does not parse an OVER.
  private static boolean hasManyArguments(QueryText text, int close) {
    int open = close - 1;
    while (open >= 0 && text.closing(open) != close) {
      open--;
    }
    int commas = 0;
    for (int i = open + 1; open >= 0 && i < close; i++) {
      commas += text.tokens().isSymbol(i, ",") ? 1 : 0;
      i = Math.max(i, text.closing(i));
    }
    return commas > 2;
  }

  /// `GROUPING SETS (…), a`, which JSqlParser does not parse.
  private static boolean hasFurtherSets(QueryText text, int at) {
    return word(text, at + 1, "SETS")
        && text.tokens().isSymbol(at + 2, "(")
        && text.tokens().isSymbol(text.closing(at + 2) + 1, ",");
  }
}
