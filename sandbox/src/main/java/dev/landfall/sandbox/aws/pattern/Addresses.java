package dev.landfall.sandbox.aws.pattern;

import java.util.Optional;

/// Addresses of IPv4.
final class Addresses {
  private static final int BITS = 32;
  private static final int BYTE = 256;

  private Addresses() {}

  static Optional<Long> number(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    long number = 0;
    for (var part : parts) {
      if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) >= BYTE) {
        return Optional.empty();
      }
      number = number * BYTE + Integer.parseInt(part);
    }
    return Optional.of(number);
  }

  static Optional<Matcher> block(String cidr) {
    var parts = cidr.split("/", -1);
    if (parts.length != 2 || !parts[1].matches("[0-9]{1,2}")) {
      return Optional.empty();
    }
    int bits = Integer.parseInt(parts[1]);
    if (bits > BITS) {
      return Optional.empty();
    }
    long size = 1L << (BITS - bits);
    return number(parts[0])
        .map(at -> new Matcher.InBlock(at / size * size, at / size * size + size - 1));
  }
}
