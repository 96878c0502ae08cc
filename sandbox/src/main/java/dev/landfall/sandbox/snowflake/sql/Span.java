package dev.landfall.sandbox.snowflake.sql;

/// A piece of a statement that is kept as text: a query, an expression, a body.
///
/// @param text as written, without white space and comments around it; the content of a literal
///   when the piece is one, such as a body between `$$`
/// @param offset where it begins in the text that was parsed, in characters
/// @param line where it begins, counted from 1
/// @param position where it begins within the line, counted from 0
/// @param binds how many `?` stand before it
public record Span(String text, int offset, int line, int position, int binds) {
  /// The text alone: where a piece stood is of no concern to what it means.
  @Override
  public String toString() {
    return text;
  }
}
