package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Locale;
import java.util.regex.Pattern;

/// What becomes of a file with bad records (Snowflake, "COPY INTO table", ON_ERROR).
sealed interface OnError {
  Pattern SKIP_FILE = Pattern.compile("SKIP_FILE(?:_(\\d+)(%?))?");

  /// The statement fails.
  record Abort() implements OnError {}

  /// Its other records are loaded.
  record Continue() implements OnError {}

  /// It is not loaded when it has so many of them.
  record SkipFile(long limit) implements OnError {}

  /// It is not loaded when so many of a hundred are bad.
  record SkipPercent(long percent) implements OnError {}

  /// @param written as the statement writes it
  static OnError of(String written) throws SnowflakeException {
    var word = written.toUpperCase(Locale.ROOT);
    if (word.equals("ABORT_STATEMENT")) {
      return new Abort();
    }
    if (word.equals("CONTINUE")) {
      return new Continue();
    }
    var skip = SKIP_FILE.matcher(word);
    if (!skip.matches()) {
      throw Settings.invalid("ON_ERROR", written);
    }
    if (skip.group(1) == null) {
      return new SkipFile(1);
    }
    long number;
    try {
      number = Long.parseLong(skip.group(1));
    } catch (NumberFormatException e) {
      number = Long.MAX_VALUE;
    }
    return skip.group(2).isEmpty() ? new SkipFile(number) : new SkipPercent(number);
  }

  /// How many bad records a file may not have: `error_limit` of the answer.
  ///
  /// @param parsed how many records the file has
  default long limit(long parsed) {
    return switch (this) {
      case Abort() -> 1;
      case Continue() -> Math.max(parsed, 1);
      case SkipFile(var limit) -> limit;
      case SkipPercent(var percent) -> Math.max(1, percent * parsed / 100);
    };
  }

  /// Whether a file with so many bad records is left out.
  default boolean skips(long errors, long parsed) {
    return !(this instanceof Continue) && errors >= limit(parsed);
  }

  /// Whether nothing that comes later can save the file.
  default boolean hopeless(long errors) {
    return switch (this) {
      case SkipFile(var limit) -> errors >= limit;
      default -> false;
    };
  }
}
