package dev.landfall.sandbox.aws.secrets;

import dev.landfall.sandbox.aws.protocol.AwsError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// Random passwords.
///
/// Source: "GetRandomPassword" in the AWS Secrets Manager API Reference.
record Passwords(RandomGenerator random) {
  private static final int LONGEST = 4096;
  private static final int USUAL = 32;
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  /// @param given in the words of the request, or of `GenerateSecretString`
  String next(ObjectNode given) throws AwsError {
    int length = given.path("PasswordLength").asInt(USUAL);
    if (length < 1 || length > LONGEST) {
      throw SecretErrors.invalidParameter(
          "You can't specify a PasswordLength of " + length + ": it must be between 1 and 4096.");
    }
    var kinds = new ArrayList<String>();
    kind(kinds, given, "ExcludeLowercase", "abcdefghijklmnopqrstuvwxyz");
    kind(kinds, given, "ExcludeUppercase", "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    kind(kinds, given, "ExcludeNumbers", "0123456789");
    kind(kinds, given, "ExcludePunctuation", PUNCTUATION);
    if (given.path("IncludeSpace").asBoolean(false)) {
      kinds.add(" ");
    }
    kinds.replaceAll(kind -> without(kind, given.path("ExcludeCharacters").asString("")));
    kinds.removeIf(String::isEmpty);
    if (kinds.isEmpty()) {
      throw SecretErrors.invalidParameter(
          "You can't exclude all characters that a password could have.");
    }
    var letters = new ArrayList<Character>();
    if (given.path("RequireEachIncludedType").asBoolean(true)) {
      if (length < kinds.size()) {
        throw SecretErrors.invalidParameter(
            "The password length " + length + " is too short for the required types.");
      }
      kinds.forEach(kind -> letters.add(one(kind)));
    }
    var all = String.join("", kinds);
    while (letters.size() < length) {
      letters.add(one(all));
    }
    Collections.shuffle(letters, java.util.Random.from(random));
    var password = new StringBuilder();
    letters.forEach(password::append);
    return password.toString();
  }

  private char one(String from) {
    return from.charAt(random.nextInt(from.length()));
  }

  private static void kind(
      ArrayList<String> kinds, ObjectNode given, String exclusion, String letters) {
    if (!given.path(exclusion).asBoolean(false)) {
      kinds.add(letters);
    }
  }

  private static String without(String letters, String excluded) {
    return letters
        .chars()
        .filter(letter -> excluded.indexOf(letter) < 0)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
