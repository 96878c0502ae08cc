package dev.landfall.sandbox.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.Digests;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Times and owners as S3 writes them.
final class Times {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Times() {}

  static String iso(long millis) {
    return ISO.format(Instant.ofEpochMilli(millis));
  }

  static String http(long millis) {
    return HTTP.format(Instant.ofEpochMilli(millis));
  }

  /// @return empty for what is no time, which is as if it were not there
  static Optional<Instant> parse(String header) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The canonical user id of an account.
  static String owner(String account) {
    return Digests.hex("SHA-256", account.getBytes(UTF_8));
  }
}
