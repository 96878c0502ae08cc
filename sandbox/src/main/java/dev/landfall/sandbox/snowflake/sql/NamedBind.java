package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A `:name` in SQL that stands for the value of a variable, and not for a member as in `v:name`.
///
/// @param name in upper case unless quoted; digits for `:1`
/// @param start of the colon, in characters from the beginning
/// @param end behind the name
public record NamedBind(Name name, int start, int end) {
  /// Words after which an operand begins: what follows them is no path.
  private static final Set<String> BEFORE_OPERANDS =
      Set.of(
          """
          AND BETWEEN BY CASE DISTINCT ELSE ESCAPE ILIKE IN INTO INTERVAL IS LIKE LIMIT NOT OFFSET ON
          OR QUALIFY REGEXP RETURN RLIKE SELECT SET THEN TOP USING VALUES WHEN WHERE HAVING DEFAULT
          FETCH FROM TO ALL ANY AT BEFORE
          """
              .strip()
              .split("\\s+"));

  /// The binds of a text, in order.
  ///
  /// @throws SnowflakeException 001003 when the text ends inside a literal or a comment
  public static List<NamedBind> in(String sql) throws SnowflakeException {
    Tokens tokens = Tokens.of(sql);
    List<NamedBind> binds = new ArrayList<>();
    for (int at = 0; at + 1 < tokens.size(); at++) {
      if (tokens.isSymbol(at, ":")
          && tokens.touchesPrevious(at + 1)
          && isName(tokens.kind(at + 1))
          && !isMember(tokens, at)) {
        Name name =
            tokens.kind(at + 1) == TokenKind.NUMBER
                ? Name.quoted(tokens.text(at + 1))
                : Names.part(tokens, at + 1);
        binds.add(new NamedBind(name, tokens.start(at), tokens.end(at + 1)));
      }
    }
    return List.copyOf(binds);
  }

  private static boolean isName(TokenKind kind) {
    return kind == TokenKind.WORD || kind == TokenKind.QUOTED || kind == TokenKind.NUMBER;
  }

  /// Whether a colon follows an operand.
  private static boolean isMember(Tokens tokens, int colon) {
    if (colon == 0) {
      return false;
    }
    return switch (tokens.kind(colon - 1)) {
      case QUOTED, POSITION, VARIABLE, STRING, NUMBER -> true;
      case WORD -> !BEFORE_OPERANDS.contains(tokens.text(colon - 1).toUpperCase(Locale.ROOT));
      case SYMBOL -> tokens.isSymbol(colon - 1, ")") || tokens.isSymbol(colon - 1, "]");
      default -> false;
    };
  }
}
