package dev.landfall.sandbox.snowflake.load.format;

import dev.landfall.sandbox.snowflake.function.DocumentValue;
import dev.landfall.sandbox.snowflake.function.Documents;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads the documents of a JSON file one after another (Snowflake, "CREATE FILE FORMAT", TYPE =
/// JSON). For one thread.
public final class JsonReader implements Closeable {
  private static final int LONGEST = 16_777_216;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream in;
  private final JsonFormat format;
  private final Documents.Rules rules;
  private final Window window;
  private boolean stripping;
  private long row;
  private int length;

  private JsonReader(InputStream in, JsonFormat format) throws IOException {
    this.in = in;
    this.format = format;
    this.rules =
        new Documents.Rules(
            format.allowDuplicate(), format.enableOctal(), format.stripNullValues());
    this.window = new Window(in);
    if (format.skipByteOrderMark() && window.matches(0, BYTE_ORDER_MARK)) {
      window.advance(BYTE_ORDER_MARK.length, 0);
      window.startOfLine();
    }
  }

  /// @param raw the file as it is stored; is closed with the reader
  /// @throws SnowflakeException when it is compressed in a way that the sandbox does not know
  public static JsonReader open(InputStream raw, JsonFormat format)
      throws IOException, SnowflakeException {
    boolean done = false;
    try {
      var in =
          Characters.utf8(
              format.compression().reading(raw),
              StandardCharsets.UTF_8,
              format.replaceInvalidCharacters());
      var reader = new JsonReader(in, format);
      done = true;
      return reader;
    } finally {
      if (!done) {
        raw.close();
      }
    }
  }

  /// Moves on to the next document.
  ///
  /// @return whether there is one
  /// @throws BadRecord when it is too long
  public boolean next() throws IOException, BadRecord {
    forget();
    if (!toStart()) {
      return false;
    }
    row++;
    boolean whole =
        switch (window.at(0)) {
          case '{', '[' -> nested();
          case '"' -> string(1);
          default -> scalar();
        };
    if (length > LONGEST) {
      throw BadRecord.parsing(
          "100069",
          "Error parsing JSON: document is too large, max size " + LONGEST + " bytes",
          window.place(0),
          -1);
    }
    // What is not whole ends with the file: parsing it says what is missing.
    assert whole || !window.has(length);
    return true;
  }

  private void forget() {
    window.advance(length, window.lines(length));
    length = 0;
  }

  /// Passes over white space, and with STRIP_OUTER_ARRAY over the array around the documents.
  private boolean toStart() throws IOException {
    int at = 0;
    while (window.has(at)) {
      byte b = window.at(at);
      boolean outer = format.stripOuterArray() && (stripping ? ends(b) : b == '[');
      if (outer) {
        stripping = b != ']';
      } else if (b > ' ' || b < 0) {
        break;
      }
      at++;
    }
    window.advance(at, window.lines(at));
    return window.has(0);
  }

  private boolean nested() throws IOException {
    int depth = 0;
    int at = 0;
    while (window.has(at)) {
      switch (window.at(at)) {
        case '{', '[' -> depth++;
        case '}', ']' -> {
          depth--;
          if (depth == 0) {
            length = at + 1;
            return true;
          }
        }
        case '"' -> {
          if (!string(at + 1)) {
            return false;
          }
          at = length - 1;
        }
        default -> {}
      }
      at++;
    }
    length = at;
    return false;
  }

  /// The rest of a string; then its end is `length`.
  private boolean string(int from) throws IOException {
    int at = from;
    while (window.has(at)) {
      byte b = window.at(at);
      if (b == '"') {
        length = at + 1;
        return true;
      }
      at += b == '\\' ? 2 : 1;
    }
    length = window.available();
    return false;
  }

  private boolean scalar() throws IOException {
    int at = 0;
    while (window.has(at)) {
      byte b = window.at(at);
      if ((b <= ' ' && b >= 0) || b == '{' || b == '[' || b == '"' || (stripping && ends(b))) {
        break;
      }
      at++;
    }
    length = Math.max(1, at);
    return true;
  }

  private static boolean ends(byte b) {
    return b == ',' || b == ']';
  }

  /// How many documents there were up to this one.
  public long row() {
    return row;
  }

  /// @throws BadRecord when it is no JSON
  public DocumentValue document() throws BadRecord {
    var document = Characters.text(window.bytes(), window.start(), length, this::start, -1);
    try {
      return Documents.read(document, rules);
    } catch (Documents.Malformed e) {
      int at =
          document
              .substring(0, Math.min(e.at(), document.length()))
              .getBytes(StandardCharsets.UTF_8)
              .length;
      throw new BadRecord(
          "100069",
          "22P02",
          BadRecord.Category.PARSING,
          "Error parsing JSON: " + e.what(),
          window.place(Math.max(0, at - 1)),
          -1);
    }
  }

  /// The place where the document starts.
  public Place start() {
    return window.place(0);
  }

  /// The document as it stands in the file.
  public String record() {
    return new String(window.bytes(), window.start(), length, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
