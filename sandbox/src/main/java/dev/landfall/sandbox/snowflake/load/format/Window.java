package dev.landfall.sandbox.snowflake.load.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// A file as it is read: the bytes of the current record are in memory, as many as there are, and
/// what lies before is forgotten. Bytes are addressed by their distance from the record's start.
final class Window {
  /// No record may be longer: it could hold no row that fits.
  static final int LONGEST = 256 * 1024 * 1024;

  private static final int FIRST = 256 * 1024;

  private final InputStream in;
  private byte[] bytes = new byte[FIRST];
  private int start;
  private int limit;
  private boolean ended;
  private long offset;
  private long line = 1;

  /// How many characters lie between the start of the line and that of the record.
  private long column;

  Window(InputStream in) {
    this.in = in;
  }

  /// Whether a byte is there, which may have to be read first.
  boolean has(int at) throws IOException {
    while (start + at >= limit) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  /// A byte that is known to be there.
  byte at(int at) {
    return bytes[start + at];
  }

  /// The array that holds the bytes, until more are read.
  byte[] bytes() {
    return bytes;
  }

  /// Where the record starts in [#bytes].
  int start() {
    return start;
  }

  /// How many bytes from the record's start on are in memory.
  int available() {
    return limit - start;
  }

  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (start > 0) {
      System.arraycopy(bytes, start, bytes, 0, limit - start);
      limit -= start;
      start = 0;
    }
    if (limit == bytes.length) {
      if (bytes.length >= LONGEST) {
        throw new IOException("a record has more than " + LONGEST + " bytes");
      }
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    int read = in.read(bytes, limit, bytes.length - limit);
    if (read < 0) {
      ended = true;
      return false;
    }
    limit += read;
    return true;
  }

  /// The next record starts so many bytes further on.
  ///
  /// @param lines how many lines end between
  void advance(int length, int lines) {
    if (length > 0 && at(length - 1) == '\n') {
      column = 0;
    } else {
      column = characters(lines > 0 ? lastLine(length) : 0, length) + (lines > 0 ? 0 : column);
    }
    start += length;
    offset += length;
    line += lines;
  }

  /// The record starts its line, whatever stood before it.
  void startOfLine() {
    column = 0;
  }

  private int lastLine(int length) {
    int at = length;
    while (at > 0 && at(at - 1) != '\n') {
      at--;
    }
    return at;
  }

  private long characters(int from, int to) {
    long count = 0;
    for (int i = from; i < to; i++) {
      if ((at(i) & 0xc0) != 0x80) {
        count++;
      }
    }
    return count;
  }

  /// The line in which the record starts, counted from 1.
  long line() {
    return line;
  }

  /// Whether the bytes from here on are these.
  boolean matches(int at, byte[] wanted) throws IOException {
    for (int i = 0; i < wanted.length; i++) {
      if (!has(at + i) || at(at + i) != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /// How many line feeds are among the first bytes.
  int lines(int length) {
    int count = 0;
    for (int i = start; i < start + length; i++) {
      if (bytes[i] == '\n') {
        count++;
      }
    }
    return count;
  }

  /// The place of a byte of the record, or of the one behind its last.
  Place place(int at) {
    int lineStart = lastLine(at);
    long before = lineStart > 0 ? 0 : column;
    return new Place(line + lines(at), before + characters(lineStart, at) + 1, offset + at);
  }
}
