package dev.landfall.sandbox.snowflake.sql;

import java.util.ArrayList;
import java.util.List;

/// Finds where a statement ends among tokens: at its semicolon, which for a block of Snowflake
/// Scripting comes after the END of its BEGIN. Only counts what opens and closes; whether the block
/// makes sense is for its parser.
final class BlockScanner {
  private final Tokens tokens;

  /// What waits for its END.
  private enum Open {
    BLOCK,
    CASE_STATEMENT,
    CASE_EXPRESSION
  }

  private final List<Open> open = new ArrayList<>();

  private BlockScanner(Tokens tokens) {
    this.tokens = tokens;
  }

  /// @return the semicolon, or the number of tokens when there is none
  static int end(Tokens tokens, int from) {
    int start = blockStart(tokens, from);
    if (start < 0) {
      return semicolon(tokens, from);
    }
    return new BlockScanner(tokens).blockEnd(start);
  }

  private static int semicolon(Tokens tokens, int from) {
    int at = from;
    while (at < tokens.size() && !tokens.isSymbol(at, ";")) {
      at++;
    }
    return at;
  }

  /// Whether a block begins at a token, and not a transaction.
  static boolean isBlock(Tokens tokens, int at) {
    if (tokens.isWord(at, "DECLARE")) {
      return true;
    }
    if (!tokens.isWord(at, "BEGIN") || at + 1 >= tokens.size() || tokens.isSymbol(at + 1, ";")) {
      return false;
    }
    boolean transaction =
        tokens.isWord(at + 1, "TRANSACTION")
            || tokens.isWord(at + 1, "WORK")
            || tokens.isWord(at + 1, "NAME");
    return !transaction || tokens.isSymbol(at + 2, ":=");
  }

  /// Where the block of a statement begins, -1 when it has none.
  private static int blockStart(Tokens tokens, int from) {
    if (isBlock(tokens, from)) {
      return from;
    }
    if (!tokens.isWord(from, "CREATE")
        && !tokens.isWord(from, "ALTER")
        && !tokens.isWord(from, "WITH")) {
      return -1;
    }
    boolean mayHold = false;
    for (int at = from + 1; at < tokens.size() && !tokens.isSymbol(at, ";"); at++) {
      if (at < from + 8) {
        mayHold |=
            tokens.isWord(at, "PROCEDURE")
                || tokens.isWord(at, "FUNCTION")
                || tokens.isWord(at, "TASK")
                || tokens.isWord(at, "ALERT");
      } else if (!mayHold) {
        return -1;
      }
      boolean after =
          tokens.isWord(at - 1, "AS")
              || tokens.isWord(at - 1, "THEN")
              || tokens.isWord(at - 1, "ACTION");
      if (mayHold && after && isBlock(tokens, at)) {
        return at;
      }
    }
    return -1;
  }

  private int blockEnd(int start) {
    int at = start;
    boolean opened = false;
    while (at < tokens.size()) {
      if (tokens.kind(at) == TokenKind.WORD) {
        at = word(at, start);
        opened |= !open.isEmpty();
      } else if (tokens.isSymbol(at, ";") && opened && open.isEmpty()) {
        return at;
      }
      at++;
    }
    return at;
  }

  /// @return the last token of what was read
  private int word(int at, int start) {
    if (tokens.isWord(at, "BEGIN")) {
      if ((at == start || isStatementStart(at)) && isBlock(tokens, at)) {
        open.add(Open.BLOCK);
      }
    } else if (tokens.isWord(at, "CASE")) {
      if (!isMember(at)) {
        open.add(isStatementStart(at) ? Open.CASE_STATEMENT : Open.CASE_EXPRESSION);
      }
    } else if (tokens.isWord(at, "END") && !open.isEmpty() && !isMember(at)) {
      return end(at);
    }
    return at;
  }

  private int end(int at) {
    for (String loop : List.of("IF", "FOR", "WHILE", "LOOP", "REPEAT")) {
      if (open.getLast() != Open.CASE_EXPRESSION && tokens.isWord(at + 1, loop)) {
        return at + 1;
      }
    }
    if (open.getLast() != Open.BLOCK) {
      open.removeLast();
      return tokens.isWord(at + 1, "CASE") ? at + 1 : at;
    }
    if (isStatementStart(at)) {
      open.removeLast();
    }
    return at;
  }

  /// Whether a statement of a block may begin here.
  private boolean isStatementStart(int at) {
    if (tokens.isSymbol(at - 1, ";")) {
      return true;
    }
    for (String word : List.of("BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT", "AS", "DECLARE")) {
      if (tokens.isWord(at - 1, word)) {
        return true;
      }
    }
    return false;
  }

  private boolean isMember(int at) {
    return tokens.isSymbol(at - 1, ".") || tokens.isSymbol(at - 1, ":");
  }
}
