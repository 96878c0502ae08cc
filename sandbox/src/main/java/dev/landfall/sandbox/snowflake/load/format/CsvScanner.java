package dev.landfall.sandbox.snowflake.load.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Finds the fields of a CSV record.
///
/// An escape in front of a delimiter, of itself, or within an enclosure of the enclosing character,
/// makes that an ordinary character; in front of any other character it is one itself.
final class CsvScanner {
  private static final int FIRST_FIELDS = 64;
  private static final int NO_BYTE = -1;

  private final Window window;
  private final boolean multiLine;
  private final boolean trim;
  private final int quote;
  private final int quotedEscape;
  private final int plainEscape;
  private final byte[] fieldDelimiter;
  private final byte[] recordDelimiter;
  private final boolean newline;
  private final boolean[] special = new boolean[256];

  /// How many fields a record should have; 0 when that is not known.
  private final int expected;

  /// Where each field starts, with its enclosure.
  private int[] starts = new int[FIRST_FIELDS];

  /// Where each field's content starts and ends.
  private int[] from = new int[FIRST_FIELDS];

  private int[] to = new int[FIRST_FIELDS];
  private boolean[] enclosed = new boolean[FIRST_FIELDS];
  private boolean[] escaped = new boolean[FIRST_FIELDS];
  private int fields;
  private int at;
  private int end;
  private int length;
  private int lines;

  CsvScanner(Window window, CsvFormat format, Optional<Byte> plainEscape, int expected) {
    this.window = window;
    this.expected = expected;
    this.multiLine = format.multiLine();
    this.trim = format.trimSpace();
    this.quote = format.enclosedBy().map(Byte::intValue).orElse(NO_BYTE);
    this.quotedEscape = format.escape().map(Byte::intValue).orElse(NO_BYTE);
    this.plainEscape = plainEscape.map(Byte::intValue).orElse(NO_BYTE);
    this.fieldDelimiter = bytes(format.fieldDelimiter());
    this.recordDelimiter = bytes(format.recordDelimiter());
    this.newline = format.recordDelimiter().filter("\n"::equals).isPresent();
    special['\n'] = true;
    mark(fieldDelimiter);
    mark(recordDelimiter);
    special['\r'] |= newline;
    if (this.plainEscape != NO_BYTE) {
      special[this.plainEscape] = true;
    }
  }

  private static byte[] bytes(Optional<String> delimiter) {
    return delimiter.orElse("").getBytes(StandardCharsets.UTF_8);
  }

  private void mark(byte[] delimiter) {
    if (delimiter.length > 0) {
      special[delimiter[0] & 0xff] = true;
    }
  }

  int fields() {
    return fields;
  }

  int start(int field) {
    return starts[field];
  }

  /// How many bytes the content has, escapes included.
  int length(int field) {
    return to[field] - from[field];
  }

  boolean enclosed(int field) {
    return enclosed[field];
  }

  int delimiterLength() {
    return fieldDelimiter.length;
  }

  /// Behind the last field.
  int end() {
    return end;
  }

  /// Behind the record's delimiter.
  int length() {
    return length;
  }

  /// The record is forgotten.
  void done() {
    window.advance(length, lines);
    length = 0;
    lines = 0;
    fields = 0;
  }

  /// Reads a record from the window's start.
  ///
  /// @return whether there is one
  /// @throws BadRecord after the record's end was looked for and found
  boolean next() throws IOException, BadRecord {
    fields = 0;
    at = 0;
    lines = 0;
    length = 0;
    if (!window.has(0)) {
      return false;
    }
    while (true) {
      grow();
      starts[fields] = at;
      if (quoted()) {
        readEnclosed();
      } else {
        readPlain();
      }
      fields++;
      end = at;
      if (atRecordEnd()) {
        return true;
      }
      at += fieldDelimiter.length;
    }
  }

  private void grow() {
    if (fields == starts.length) {
      starts = Arrays.copyOf(starts, fields * 2);
      from = Arrays.copyOf(from, fields * 2);
      to = Arrays.copyOf(to, fields * 2);
      enclosed = Arrays.copyOf(enclosed, fields * 2);
      escaped = Arrays.copyOf(escaped, fields * 2);
    }
  }

  /// Whether an enclosed field begins here; then its first byte of content is `from`.
  private boolean quoted() throws IOException {
    if (quote == NO_BYTE) {
      return false;
    }
    int ahead = at;
    while (trim && window.has(ahead) && space(window.at(ahead)) && !delimiter(ahead)) {
      ahead++;
    }
    if (!window.has(ahead) || window.at(ahead) != quote) {
      return false;
    }
    from[fields] = ahead + 1;
    return true;
  }

  private boolean delimiter(int position) throws IOException {
    return (fieldDelimiter.length > 0 && window.matches(position, fieldDelimiter))
        || recordEnd(position) > 0;
  }

  private static boolean space(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /// Stops at a delimiter or at the end of the file.
  private void readPlain() throws IOException {
    from[fields] = at;
    enclosed[fields] = false;
    escaped[fields] = false;
    while (true) {
      if (!window.has(at)) {
        break;
      }
      var bytes = window.bytes();
      int stop = window.start() + window.available();
      int i = window.start() + at;
      while (i < stop && !special[bytes[i] & 0xff]) {
        i++;
      }
      at = i - window.start();
      if (i == stop) {
        continue;
      }
      if (bytes[i] == plainEscape) {
        escaped[fields] = true;
        skipEscaped(ordinary(at + 1, plainEscape, NO_BYTE));
      } else if (delimiter(at)) {
        break;
      } else {
        lines += bytes[i] == '\n' ? 1 : 0;
        at++;
      }
    }
    to[fields] = at;
    if (trim) {
      while (from[fields] < to[fields] && space(window.at(from[fields]))) {
        from[fields]++;
      }
      while (from[fields] < to[fields] && space(window.at(to[fields] - 1))) {
        to[fields]--;
      }
    }
  }

  /// An escape and what is behind it.
  private void skipEscaped(int ordinary) {
    lines += ordinary > 0 && window.at(at + ordinary) == '\n' ? 1 : 0;
    at += 1 + ordinary;
  }

  /// How many bytes an escape in front of them makes ordinary; 0 when it is ordinary itself.
  private int ordinary(int position, int escape, int enclosure) throws IOException {
    if (!window.has(position)) {
      return 0;
    }
    byte b = window.at(position);
    if (b == escape || b == enclosure) {
      return 1;
    }
    return fieldDelimiter.length > 0 && window.matches(position, fieldDelimiter)
        ? fieldDelimiter.length
        : recordEnd(position);
  }

  private void readEnclosed() throws IOException, BadRecord {
    enclosed[fields] = true;
    escaped[fields] = false;
    at = from[fields];
    while (true) {
      if (!window.has(at)) {
        throw unfinished("file");
      }
      byte b = window.at(at);
      if (b == quotedEscape && b != quote) {
        escaped[fields] = true;
        skipEscaped(ordinary(at + 1, quotedEscape, quote));
      } else if (b == quote) {
        if (!window.has(at + 1) || window.at(at + 1) != quote) {
          break;
        }
        escaped[fields] = true;
        at += 2;
      } else if (!multiLine && recordEnd(at) > 0) {
        throw unfinished("record");
      } else {
        lines += b == '\n' ? 1 : 0;
        at++;
      }
    }
    to[fields] = at;
    at++;
    while (window.has(at) && space(window.at(at)) && !delimiter(at)) {
      at++;
    }
    if (window.has(at) && !delimiter(at)) {
      throw unexpected();
    }
  }

  private BadRecord unfinished(String before) throws IOException {
    var place = window.place(starts[fields]);
    toNextRecord();
    return BadRecord.parsing(
        "100014",
        "matching enclosing character '" + (char) quote + "' not found before end of " + before,
        place,
        fields);
  }

  /// A character behind a closing enclosure, where a delimiter has to be.
  private BadRecord unexpected() throws IOException {
    var place = window.place(at);
    int ahead = at + 1;
    while (window.has(ahead) && (window.at(ahead) & 0xc0) == 0x80) {
      ahead++;
    }
    var found = new String(window.bytes(), window.start() + at, ahead - at, StandardCharsets.UTF_8);
    toNextRecord();
    boolean last = fieldDelimiter.length == 0 || fields + 1 == expected;
    return BadRecord.parsing(
        last ? "100067" : "100065",
        "Found character '"
            + found
            + (last ? "' instead of record delimiter '" : "' instead of field delimiter '")
            + shown(last ? recordDelimiter : fieldDelimiter)
            + "'",
        place,
        fields);
  }

  /// A delimiter as messages show it.
  static String shown(byte[] delimiter) {
    return new String(delimiter, StandardCharsets.UTF_8)
        .replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }

  /// What is left of the record is passed over.
  private void toNextRecord() throws IOException {
    end = at;
    while (window.has(at)) {
      if (atRecordEnd()) {
        return;
      }
      lines += window.at(at) == '\n' ? 1 : 0;
      at++;
      end = at;
    }
    length = at;
  }

  /// Whether the record ends here, with its delimiter or with the file.
  private boolean atRecordEnd() throws IOException {
    if (!window.has(at)) {
      length = at;
      return true;
    }
    int ended = recordEnd(at);
    if (ended == 0) {
      return false;
    }
    lines += window.at(at + ended - 1) == '\n' ? 1 : 0;
    length = at + ended;
    return true;
  }

  /// The length of a record's delimiter at a position; 0 when there is none.
  private int recordEnd(int position) throws IOException {
    if (recordDelimiter.length == 0) {
      return 0;
    }
    if (newline) {
      byte b = window.at(position);
      if (b == '\n') {
        return 1;
      }
      return b == '\r' && window.has(position + 1) && window.at(position + 1) == '\n' ? 2 : 0;
    }
    return window.matches(position, recordDelimiter) ? recordDelimiter.length : 0;
  }

  /// A field's content, escapes resolved.
  ///
  /// @throws BadRecord when it is not UTF-8
  String text(int field) throws BadRecord {
    var bytes = window.bytes();
    int start = window.start() + from[field];
    int size = to[field] - from[field];
    if (!escaped[field]) {
      return Characters.text(bytes, start, size, () -> window.place(starts[field]), field);
    }
    var out = new byte[size];
    int written = 0;
    int escape = enclosed[field] ? quotedEscape : plainEscape;
    int position = from[field];
    try {
      while (position < to[field]) {
        byte b = window.at(position);
        int ordinary = 0;
        if (enclosed[field] && b == quote) {
          ordinary = 1;
        } else if (b == escape) {
          ordinary = ordinary(position + 1, escape, enclosed[field] ? quote : NO_BYTE);
        }
        position += ordinary > 0 ? 1 : 0;
        ordinary = Math.max(1, ordinary);
        System.arraycopy(bytes, window.start() + position, out, written, ordinary);
        written += ordinary;
        position += ordinary;
      }
    } catch (IOException e) {
      // All of the record is in memory by now.
      throw new IllegalStateException(e);
    }
    return Characters.text(out, 0, written, () -> window.place(starts[field]), field);
  }
}
