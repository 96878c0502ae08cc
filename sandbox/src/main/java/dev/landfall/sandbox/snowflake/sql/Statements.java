package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;

/// Parts a text into statements at its semicolons, but not at those inside of literals, comments
/// and blocks of Snowflake Scripting.
public final class Statements {
  private Statements() {}

  /// One statement of a text.
  ///
  /// @param text without its semicolon and without white space and comments around it
  /// @param offset where it begins in the whole text, in characters
  /// @param line where it begins, counted from 1
  public record Piece(String text, int offset, int line) {}

  /// The statements of a text in time linear in its length; pieces that are empty are left out.
  ///
  /// @throws SnowflakeException 001003 when the text ends inside a literal or a comment
  public static List<Piece> split(String text) throws SnowflakeException {
    Tokens tokens = Tokens.of(text);
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    while (from < tokens.size()) {
      int end = BlockScanner.end(tokens, from);
      if (end > from) {
        int start = tokens.start(from);
        pieces.add(
            new Piece(text.substring(start, tokens.end(end - 1)), start, tokens.line(start)));
      }
      from = end + 1;
    }
    return List.copyOf(pieces);
  }

  /// How many `?` a statement has.
  ///
  /// @throws SnowflakeException 001003 when the text ends inside a literal or a comment
  public static int binds(String text) throws SnowflakeException {
    Tokens tokens = Tokens.of(text);
    return tokens.bindsBefore(tokens.size());
  }
}
