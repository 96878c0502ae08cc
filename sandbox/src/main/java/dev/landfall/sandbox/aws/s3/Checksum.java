package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// The checksums that S3 knows.
enum Checksum {
  CRC32,
  CRC32C,
  CRC64NVME,
  SHA1,
  SHA256;

  static final String HEADER = "x-amz-checksum-";

  private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
  private static final int BYTE_VALUES = 256;
  private static final int BUFFER = 64 * 1024;

  /// Of one whose header is lower case.
  static Optional<Checksum> of(String algorithm) {
    return List.of(values()).stream()
        .filter(checksum -> checksum.name().equals(algorithm.toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  /// The header, or trailer, that carries it.
  String header() {
    return HEADER + name().toLowerCase(Locale.ROOT);
  }

  /// As elements of XML are called.
  String element() {
    return "Checksum" + name();
  }

  /// Reads a stream to its end, and closes it.
  ///
  /// @return in base64
  String of(InputStream in) throws IOException {
    try (in) {
      return Base64.getEncoder().encodeToString(bytes(in));
    }
  }

  private byte[] bytes(InputStream in) throws IOException {
    return switch (this) {
      case CRC32 -> crc(new CRC32(), in);
      case CRC32C -> crc(new CRC32C(), in);
      case CRC64NVME -> crc64(in);
      case SHA1 -> digest("SHA-1", in);
      case SHA256 -> digest("SHA-256", in);
    };
  }

  private static byte[] crc(java.util.zip.Checksum crc, InputStream in) throws IOException {
    var buffer = new byte[BUFFER];
    for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      crc.update(buffer, 0, n);
    }
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
  }

  private static byte[] crc64(InputStream in) throws IOException {
    var table = new long[BYTE_VALUES];
    for (var i = 0; i < BYTE_VALUES; i++) {
      long value = i;
      for (var bit = 0; bit < Byte.SIZE; bit++) {
        value = (value & 1) == 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
      }
      table[i] = value;
    }
    var crc = ~0L;
    var buffer = new byte[BUFFER];
    for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (var i = 0; i < n; i++) {
        crc = table[(int) ((crc ^ buffer[i]) & 0xff)] ^ (crc >>> Byte.SIZE);
      }
    }
    return ByteBuffer.allocate(Long.BYTES).putLong(~crc).array();
  }

  /// In its bytes.
  static byte[] digest(String algorithm, InputStream in) throws IOException {
    var digest = Digests.of(algorithm);
    var buffer = new byte[BUFFER];
    for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return digest.digest();
  }
}
