package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// A [SnowflakeException] on its way through DuckDB, which knows nothing but messages.
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Pattern WRITTEN =
      Pattern.compile(
          "\\AInvalid Input Error: (?:[\\w.$]+: )?"
              + "\\[\\[snowflake ([0-9]{6}) ([0-9A-Z]{5}) ([A-Za-z0-9+/=]*)\\]\\]");

  Failure(SnowflakeException cause) {
    super(write(cause), cause, false, false);
  }

  /// As DuckDB's `error(…)` may raise it, too.
  static String write(SnowflakeException failure) {
    return "[[snowflake "
        + failure.code()
        + " "
        + failure.sqlState()
        + " "
        + Base64.getEncoder().encodeToString(failure.text().getBytes(StandardCharsets.UTF_8))
        + "]]";
  }

  static Optional<SnowflakeException> read(String message) {
    var found = WRITTEN.matcher(message);
    if (!found.find()) {
      return Optional.empty();
    }
    var text = new String(Base64.getDecoder().decode(found.group(3)), StandardCharsets.UTF_8);
    return Optional.of(new SnowflakeException(found.group(1), found.group(2), text));
  }
}
