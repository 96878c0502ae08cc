package dev.landfall.sandbox.aws.iam.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// A block of addresses (RFC 4632).
record Network(InetAddress address, int bits) {
  /// @param text such as `203.0.113.0/24`, or one address
  /// @return empty for what is none
  static Optional<Network> of(String text) {
    int slash = text.indexOf('/');
    return address(slash < 0 ? text : text.substring(0, slash))
        .flatMap(address -> {
          int all = address.getAddress().length * 8;
          var bits = slash < 0 ? Integer.toString(all) : text.substring(slash + 1);
          return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= all
              ? Optional.of(new Network(address, Integer.parseInt(bits)))
              : Optional.empty();
        });
  }

  /// Only numbers: no name is looked up.
  private static Optional<InetAddress> address(String text) {
    if (!text.matches("[0-9.]{7,15}") && !(text.contains(":") && text.matches("[0-9a-fA-F:.]+"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  boolean contains(String other) {
    return address(other).map(this::contains).orElse(false);
  }

  private boolean contains(InetAddress other) {
    var mine = address.getAddress();
    var given = other.getAddress();
    if (mine.length != given.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (given[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
