package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// What expressions see of the session they run in. Fixed for one statement.
public interface Ambient {
  /// When the statement began.
  Instant now();

  /// The session's `TIMEZONE`.
  ZoneId zone();

  /// A session parameter's value, its default when it was not set; empty when there is none of this
  /// name.
  ///
  /// @param name in upper case, such as `TIMESTAMP_OUTPUT_FORMAT`
  Optional<String> parameter(String name);

  /// A session variable (`SET name = …`) as a typed literal.
  ///
  /// @param name in upper case
  /// @throws SnowflakeException where a session's variables are out of reach
  Optional<Typed> variable(String name) throws SnowflakeException;

  String account();

  /// The account's cloud region, such as `AWS_EU_WEST_1`.
  String region();

  String user();

  Optional<String> role();

  Optional<String> warehouse();

  Optional<String> database();

  Optional<String> schema();

  long sessionId();

  String queryId();

  /// The query `back` statements ago, 1 being the last one.
  Optional<String> earlierQueryId(int back);
}
