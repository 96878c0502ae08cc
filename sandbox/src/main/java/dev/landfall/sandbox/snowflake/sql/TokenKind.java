package dev.landfall.sandbox.snowflake.sql;

/// What a token is.
public enum TokenKind {
  /// A keyword or identifier without quotes.
  WORD,
  /// An identifier in double quotes.
  QUOTED,
  /// A literal in single quotes.
  STRING,
  /// A literal between `$$`.
  DOLLAR_STRING,
  NUMBER,
  /// `$name`
  VARIABLE,
  /// `$1`
  POSITION,
  /// `@stage/path`
  STAGE,
  /// `file:///tmp/x` without quotes.
  FILE_URL,
  /// An operator or a mark of punctuation, `?` among them; or a character that has no meaning.
  SYMBOL,
  /// After the last token.
  END
}
