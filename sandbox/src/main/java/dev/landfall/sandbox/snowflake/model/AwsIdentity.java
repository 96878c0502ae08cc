package dev.landfall.sandbox.snowflake.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/// What an account of Snowflake is in AWS: a user of its own, and a queue that tells its pipes of
/// new files. Both follow from the account's name, so that they are always the same.
///
/// @param account the name of the account of Snowflake
public record AwsIdentity(String account) {
  private static final int ACCOUNT_DIGITS = 12;
  private static final int ID_LETTERS = 17;

  /// The account of AWS that Snowflake runs in.
  public String awsAccount() {
    return digits(account, ACCOUNT_DIGITS);
  }

  /// The ARN of the user that assumes the roles of storage integrations.
  public String user() {
    return "arn:aws:iam::" + awsAccount() + ":user/" + letters(account + " user", 4) + "0-s";
  }

  /// The name of the queue for the notifications of buckets.
  public String queueName() {
    return "sf-snowpipe-AIDA"
        + letters(account + " queue", ID_LETTERS).toUpperCase(Locale.ROOT)
        + "-"
        + letters(account + " pipes", ID_LETTERS);
  }

  /// The ARN of that queue.
  ///
  /// @param region as AWS calls it
  public String queue(String region) {
    return "arn:aws:sqs:" + region + ":" + awsAccount() + ":" + queueName();
  }

  private static String digits(String seed, int count) {
    var text = new StringBuilder();
    for (var part : digest(seed)) {
      text.append((part & 0xff) % 10);
    }
    return text.substring(0, count);
  }

  private static String letters(String seed, int count) {
    var text = new StringBuilder();
    for (var part : digest(seed)) {
      text.append((char) ('a' + (part & 0xff) % 26));
    }
    return text.substring(0, count);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
