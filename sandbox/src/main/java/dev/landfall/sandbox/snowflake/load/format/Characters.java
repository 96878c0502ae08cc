package dev.landfall.sandbox.snowflake.load.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;

/// Bytes and the characters they stand for.
final class Characters {
  private Characters() {}

  /// A file in some character set as UTF-8. What is UTF-8 already is not looked at.
  ///
  /// @param replace whether bytes that are no characters become `�`
  static InputStream utf8(InputStream in, Charset charset, boolean replace) {
    if (charset.equals(StandardCharsets.UTF_8)) {
      return replace ? new Utf8Stream(reader(in, charset, true)) : in;
    }
    return new Utf8Stream(reader(in, charset, replace));
  }

  private static Reader reader(InputStream in, Charset charset, boolean replace) {
    var action = replace ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT;
    return new InputStreamReader(
        in, charset.newDecoder().onMalformedInput(action).onUnmappableCharacter(action));
  }

  /// @throws BadRecord when the bytes are not UTF-8
  static String text(byte[] bytes, int start, int length, Supplier<Place> place, int field)
      throws BadRecord {
    for (int i = start; i < start + length; i++) {
      if (bytes[i] < 0) {
        return decoded(bytes, start, length, place, field);
      }
    }
    return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
  }

  private static String decoded(
      byte[] bytes, int start, int length, Supplier<Place> place, int field) throws BadRecord {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, start, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw BadRecord.parsing(
          "100144",
          "Invalid UTF8 detected in string '" + shown(bytes, start, length) + "'",
          place.get(),
          field);
    }
  }

  /// Bytes that are no characters as `0xFF`.
  private static String shown(byte[] bytes, int start, int length) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var in = ByteBuffer.wrap(bytes, start, length);
    var out = CharBuffer.allocate(length);
    var shown = new StringBuilder();
    while (in.hasRemaining()) {
      var result = decoder.reset().decode(in, out.clear(), true);
      shown.append(out.flip());
      for (int i = 0; result.isError() && i < result.length(); i++) {
        shown.append(String.format(Locale.ROOT, "0x%02X", in.get() & 0xff));
      }
    }
    return shown.toString();
  }

  /// What a reader reads, in UTF-8.
  private static final class Utf8Stream extends InputStream {
    private static final int CHARACTERS = 16 * 1024;

    private final Reader reader;
    private final char[] characters = new char[CHARACTERS];
    private ByteBuffer encoded = ByteBuffer.allocate(0);
    private int kept;

    Utf8Stream(Reader reader) {
      this.reader = reader;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      while (!encoded.hasRemaining()) {
        int read = reader.read(characters, kept, characters.length - kept);
        if (read < 0 && kept == 0) {
          return -1;
        }
        int available = kept + Math.max(0, read);
        // Both halves of a surrogate pair have to be encoded together.
        kept = read >= 0 && Character.isHighSurrogate(characters[available - 1]) ? 1 : 0;
        encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters, 0, available - kept));
        if (kept > 0) {
          characters[0] = characters[available - 1];
        }
      }
      int count = Math.min(length, encoded.remaining());
      encoded.get(into, offset, count);
      return count;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
