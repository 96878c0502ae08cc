package dev.landfall.sandbox.snowflake.load.format;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// How CSV and JSON files are compressed.
public enum Compression {
  /// What the file's first bytes show; gzip when files are written.
  AUTO(".gz"),
  GZIP(".gz"),
  DEFLATE(".deflate"),
  RAW_DEFLATE(".raw_deflate"),
  NONE("");

  private static final int BUFFER = 64 * 1024;
  private static final int MAGIC = 4;

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /// What is put behind a file's extension.
  public String suffix() {
    return suffix;
  }

  static Compression of(String word) throws SnowflakeException {
    return switch (word) {
      case "AUTO" -> AUTO;
      case "GZIP" -> GZIP;
      case "DEFLATE" -> DEFLATE;
      case "RAW_DEFLATE" -> RAW_DEFLATE;
      case "NONE" -> NONE;
      case "BZ2", "BROTLI", "ZSTD" -> throw Errors.notSupported("COMPRESSION = " + word);
      default -> throw FormatOptions.invalid("COMPRESSION", word);
    };
  }

  /// The content of a file.
  ///
  /// @param raw is closed with the stream that is returned
  /// @throws SnowflakeException when the file is compressed in a way that the sandbox does not know
  public InputStream reading(InputStream raw) throws IOException, SnowflakeException {
    return switch (this) {
      case NONE -> raw;
      case GZIP -> new GZIPInputStream(raw, BUFFER);
      case DEFLATE -> new InflaterInputStream(raw);
      case RAW_DEFLATE -> new InflaterInputStream(raw, new Inflater(true));
      case AUTO -> detected(new BufferedInputStream(raw, BUFFER));
    };
  }

  private static InputStream detected(BufferedInputStream raw)
      throws IOException, SnowflakeException {
    raw.mark(MAGIC);
    var start = raw.readNBytes(MAGIC);
    raw.reset();
    if (begins(start, 0x1f, 0x8b)) {
      return new GZIPInputStream(raw, BUFFER);
    }
    if (begins(start, 'B', 'Z', 'h')) {
      throw Errors.notSupported("a file compressed with bzip2");
    }
    if (begins(start, 0x28, 0xb5, 0x2f, 0xfd)) {
      throw Errors.notSupported("a file compressed with Zstandard");
    }
    return raw;
  }

  private static boolean begins(byte[] start, int... magic) {
    if (start.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((start[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /// @param raw is closed with the stream that is returned
  public OutputStream writing(OutputStream raw) throws IOException {
    return switch (this) {
      case NONE -> raw;
      case AUTO, GZIP -> new GZIPOutputStream(raw, BUFFER);
      case DEFLATE -> new DeflaterOutputStream(raw);
      case RAW_DEFLATE ->
          new DeflaterOutputStream(raw, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
    };
  }
}
