package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Arrays;

/// A text cut into tokens; white space and comments lie between them. Kept in arrays, since a text
/// may have millions. Immutable once made.
public final class Tokens {
  private final String text;
  private final int[] starts;
  private final int[] ends;
  private final TokenKind[] kinds;
  private final int size;

  /// Which tokens are `?`.
  private final int[] binds;

  /// Where each line begins.
  private final int[] lines;

  private Tokens(String text, int[] starts, int[] ends, TokenKind[] kinds, int size, int[] binds) {
    this.text = text;
    this.starts = starts;
    this.ends = ends;
    this.kinds = kinds;
    this.size = size;
    this.binds = binds;
    this.lines = lines(text);
  }

  private static int[] lines(String text) {
    int[] lines = new int[16];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count == lines.length) {
        lines = Arrays.copyOf(lines, count * 2);
      }
      lines[count++] = at + 1;
    }
    return Arrays.copyOf(lines, count);
  }

  /// Cuts a text in time linear in its length.
  ///
  /// @throws SnowflakeException 001003 when the text ends inside a literal or a comment
  public static Tokens of(String text) throws SnowflakeException {
    return new Tokenizer(text).tokens();
  }

  /// How many, not counting the END.
  public int size() {
    return size;
  }

  /// @param index END from [#size] on, and before the first token
  public TokenKind kind(int index) {
    return index < 0 || index >= size ? TokenKind.END : kinds[index];
  }

  /// Where it begins, in characters from the text's beginning.
  public int start(int index) {
    return index >= size ? text.length() : starts[index];
  }

  /// Where it ends, exclusively.
  public int end(int index) {
    return index >= size ? text.length() : ends[index];
  }

  /// As written.
  public String text(int index) {
    return text.substring(start(index), end(index));
  }

  /// The text that was cut.
  public String source() {
    return text;
  }

  /// Whether the token is this word, without regard to case and not in quotes.
  public boolean isWord(int index, String word) {
    return kind(index) == TokenKind.WORD
        && end(index) - start(index) == word.length()
        && text.regionMatches(true, start(index), word, 0, word.length());
  }

  public boolean isSymbol(int index, String symbol) {
    return kind(index) == TokenKind.SYMBOL
        && end(index) - start(index) == symbol.length()
        && text.startsWith(symbol, start(index));
  }

  /// Whether nothing lies between this token and the one before it.
  public boolean touchesPrevious(int index) {
    return index > 0 && index < size && ends[index - 1] == starts[index];
  }

  /// How many `?` stand before a token.
  public int bindsBefore(int index) {
    int found = Arrays.binarySearch(binds, index);
    return found >= 0 ? found : -found - 1;
  }

  /// The line of an offset, counted from 1.
  public int line(int offset) {
    int found = Arrays.binarySearch(lines, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /// Where an offset lies in its line, counted from 0.
  public int position(int offset) {
    return offset - lines[line(offset) - 1];
  }

  /// What Snowflake says of a token that does not fit.
  public SnowflakeException unexpected(int index) {
    int at = start(index);
    String token = kind(index) == TokenKind.END ? "<EOF>" : text(index);
    return Errors.syntax(line(at), position(at), token);
  }

  /// Collects tokens while a text is cut.
  static final class Builder {
    private final String text;
    private int[] starts;
    private int[] ends;
    private TokenKind[] kinds;
    private int size;
    private int[] binds = new int[16];
    private int bound;

    Builder(String text) {
      this.text = text;
      int capacity = 16 + text.length() / 6;
      starts = new int[capacity];
      ends = new int[capacity];
      kinds = new TokenKind[capacity];
    }

    void add(TokenKind kind, int start, int end) {
      if (size == starts.length) {
        int capacity = size + (size >> 1) + 16;
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        kinds = Arrays.copyOf(kinds, capacity);
      }
      if (kind == TokenKind.SYMBOL && text.charAt(start) == '?') {
        binds = bound == binds.length ? Arrays.copyOf(binds, bound * 2) : binds;
        binds[bound++] = size;
      }
      starts[size] = start;
      ends[size] = end;
      kinds[size] = kind;
      size++;
    }

    /// Whether the last token ends here and is something that a path or a member can follow.
    boolean operandEndsAt(int offset) {
      if (size == 0 || ends[size - 1] != offset) {
        return false;
      }
      return switch (kinds[size - 1]) {
        case WORD, QUOTED, POSITION, VARIABLE -> true;
        case SYMBOL -> text.charAt(offset - 1) == ')' || text.charAt(offset - 1) == ']';
        default -> false;
      };
    }

    Tokens build() {
      return new Tokens(text, starts, ends, kinds, size, Arrays.copyOf(binds, bound));
    }
  }
}
