package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;

/// Reads one statement. Stateless; threads may share it.
public final class SnowflakeParser {
  private SnowflakeParser() {}

  /// @param text one statement, with or without a semicolon at its end; see [Statements] for
  ///   several
  /// @throws SnowflakeException 001003 when it is none, 000900 when it is empty, 000002 when it has
  ///   a clause that the sandbox does not know how to keep
  public static Statement parse(String text, Surroundings surroundings) throws SnowflakeException {
    Tokens tokens = Tokens.of(text);
    int from = 0;
    while (tokens.isSymbol(from, ";")) {
      from++;
    }
    if (from == tokens.size()) {
      throw new SnowflakeException(
          "000900", "42601", "SQL compilation error:\nEmpty SQL statement.");
    }
    int end = BlockScanner.end(tokens, from);
    int more = end;
    while (tokens.isSymbol(more, ";")) {
      more++;
    }
    if (more < tokens.size()) {
      throw tokens.unexpected(more);
    }
    return new StatementParser(new Cursor(tokens, surroundings, from, end)).parse();
  }

  /// Reads a block of Snowflake Scripting, such as the body of a procedure or the text of a
  /// [CodeStatement.Block]; positions in it are those in this text.
  ///
  /// @throws SnowflakeException 001003 when it is none
  public static ScriptStatement.Block script(String text, Surroundings surroundings)
      throws SnowflakeException {
    Tokens tokens = Tokens.of(text);
    var cursor = new Cursor(tokens, surroundings, 0, tokens.size());
    ScriptStatement.Block block = new ScriptParser(cursor).block();
    while (cursor.acceptSymbol(";")) {
      // The last END may have semicolons or not.
    }
    cursor.expectEnd();
    return block;
  }
}
