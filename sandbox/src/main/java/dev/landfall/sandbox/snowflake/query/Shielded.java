package dev.landfall.sandbox.snowflake.query;

/// What JSqlParser is given, and where each piece of it came from.
final class Shielded {
  private final String sql;
  private final int[] pieces;
  private final int from;
  private final int to;

  /// @param pieces for each piece where it begins in the text, and the tokens it was made of
  /// @param from the first of the tokens
  /// @param to behind the last of the tokens
  Shielded(String sql, int[] pieces, int from, int to) {
    this.sql = sql;
    this.pieces = pieces;
    this.from = from;
    this.to = to;
  }

  String sql() {
    return sql;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /// The first token that the piece at a place was made of.
  ///
  /// @param offset counted from 0
  int first(int offset) {
    int piece = piece(offset);
    return piece < 0 ? from : pieces[piece * 3 + 1];
  }

  /// The last token that the piece at a place was made of.
  int last(int offset) {
    int piece = piece(offset);
    return piece < 0 ? from : Math.max(pieces[piece * 3 + 2] - 1, pieces[piece * 3 + 1]);
  }

  private int piece(int offset) {
    int low = 0;
    int high = pieces.length / 3 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (pieces[middle * 3] <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }
}
