package dev.landfall.sandbox.aws.resource;

import java.math.BigInteger;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The ids of access keys, which tell their account: 80 bits in base 32 behind four letters, the
/// account's number in the 40 bits after the first.
public final class AccessKeyIds {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int LETTERS = 16;
  private static final int BITS = 5;
  private static final int BEHIND_ACCOUNT = 39;
  private static final BigInteger ACCOUNTS = BigInteger.ONE.shiftLeft(40);

  private AccessKeyIds() {}

  /// A new one.
  static String next(String account, RandomGenerator random) {
    var number =
        BigInteger.ONE
            .shiftLeft(40)
            .add(new BigInteger(account))
            .shiftLeft(BEHIND_ACCOUNT)
            .add(BigInteger.valueOf(random.nextLong() >>> (Long.SIZE - BEHIND_ACCOUNT)));
    var id = new StringBuilder("AKIA");
    for (int i = LETTERS - 1; i >= 0; i--) {
      id.append(ALPHABET.charAt(number.shiftRight(i * BITS).intValue() & (ALPHABET.length() - 1)));
    }
    return id.toString();
  }

  /// @return empty for what is no access key's id
  public static Optional<String> account(String id) {
    if (!id.matches("AKIA[A-Z2-7]{16}")) {
      return Optional.empty();
    }
    var number = BigInteger.ZERO;
    for (int i = 4; i < id.length(); i++) {
      number = number.shiftLeft(BITS).add(BigInteger.valueOf(ALPHABET.indexOf(id.charAt(i))));
    }
    var account = number.shiftRight(BEHIND_ACCOUNT).mod(ACCOUNTS).toString();
    return account.length() > 12
        ? Optional.empty()
        : Optional.of("0".repeat(12 - account.length()) + account);
  }
}
