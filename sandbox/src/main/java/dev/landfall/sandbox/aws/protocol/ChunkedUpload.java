package dev.landfall.sandbox.aws.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What an `aws-chunked` upload carries: its chunks without their marks. A chunk whose signature is
/// wrong, and anything malformed, breaks the stream. Not for several threads.
final class ChunkedUpload extends InputStream {
  private static final int LONGEST_LINE = 16 * 1024;
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

  private final InputStream in;
  private final Optional<Signature> signature;
  private final Map<String, String> trailers = new LinkedHashMap<>();
  private final MessageDigest digest = Digests.of("SHA-256");
  private String before;
  private String wanted = "";
  private long left;
  private boolean started;
  private boolean ended;

  /// @param signature of the request, when its chunks are signed
  ChunkedUpload(InputStream in, Optional<Signature> signature) {
    this.in = in;
    this.signature = signature;
    this.before = signature.map(Signature::seed).orElse("");
  }

  /// A stream that cannot be gone on with.
  static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Trouble trouble;

    private BrokenException(Trouble trouble) {
      super(trouble.name());
      this.trouble = trouble;
    }

    Trouble trouble() {
      return trouble;
    }
  }

  /// What came after the last chunk, by names in lower case; complete when the stream is read to
  /// its end.
  Map<String, String> trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    while (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    var n = in.read(buffer, from, (int) Math.min(left, length));
    if (n < 0) {
      throw new BrokenException(Trouble.INCOMPLETE);
    }
    if (signature.isPresent()) {
      digest.update(buffer, from, n);
    }
    left -= n;
    if (left == 0) {
      check();
    }
    return n;
  }

  private void nextChunk() throws IOException {
    if (started && !line().isEmpty()) {
      throw new BrokenException(Trouble.INCOMPLETE);
    }
    started = true;
    var line = line();
    var semicolon = line.indexOf(';');
    var size = semicolon < 0 ? line : line.substring(0, semicolon);
    if (!size.matches("[0-9a-fA-F]{1,12}")) {
      throw new BrokenException(Trouble.INCOMPLETE);
    }
    left = Long.parseLong(size, 16);
    wanted = semicolon < 0 ? "" : line.substring(semicolon + 1).replace("chunk-signature=", "");
    if (left == 0) {
      check();
      end();
    }
  }

  private void check() throws IOException {
    if (signature.isEmpty()) {
      return;
    }
    var expected = signature.get().ofChunk(before, HexFormat.of().formatHex(digest.digest()));
    if (!Digests.same(expected, wanted.strip())) {
      throw new BrokenException(Trouble.WRONG_SIGNATURE);
    }
    before = expected;
  }

  private void end() throws IOException {
    ended = true;
    var signed = new StringBuilder();
    for (var line = line(); !line.isEmpty(); line = line()) {
      var colon = line.indexOf(':');
      if (colon < 0) {
        throw new BrokenException(Trouble.INCOMPLETE);
      }
      var name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      var value = line.substring(colon + 1).strip();
      if (!name.equals(TRAILER_SIGNATURE)) {
        signed.append(name).append(':').append(value).append('\n');
      }
      trailers.put(name, value);
    }
    var trailer = Optional.ofNullable(trailers.remove(TRAILER_SIGNATURE));
    if (signature.isPresent()
        && !trailers.isEmpty()
        && !Digests.same(
            signature.get().ofTrailers(before, signed.toString()), trailer.orElse(""))) {
      throw new BrokenException(Trouble.WRONG_SIGNATURE);
    }
  }

  /// A line without its end; empty at the end of the stream too.
  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() == LONGEST_LINE) {
        throw new BrokenException(Trouble.INCOMPLETE);
      }
      line.write(b);
    }
    return line.toString(UTF_8).strip();
  }
}
