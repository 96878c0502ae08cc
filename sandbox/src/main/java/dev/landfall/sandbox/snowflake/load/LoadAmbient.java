package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.load.format.FileFormat.TextFormats;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// A session in which texts are read and written as a file format says. Where the format says
/// `AUTO` the session's own parameters hold.
record LoadAmbient(Ambient session, TextFormats texts) implements Ambient {
  private static final String AUTO = "AUTO";

  @Override
  public Optional<String> parameter(String name) {
    return switch (name) {
      case "DATE_INPUT_FORMAT", "DATE_OUTPUT_FORMAT" -> format(name, texts.date());
      case "TIME_INPUT_FORMAT", "TIME_OUTPUT_FORMAT" -> format(name, texts.time());
      case "TIMESTAMP_INPUT_FORMAT",
          "TIMESTAMP_OUTPUT_FORMAT",
          "TIMESTAMP_NTZ_OUTPUT_FORMAT",
          "TIMESTAMP_LTZ_OUTPUT_FORMAT",
          "TIMESTAMP_TZ_OUTPUT_FORMAT" ->
          format(name, texts.timestamp());
      case "BINARY_INPUT_FORMAT", "BINARY_OUTPUT_FORMAT" -> Optional.of(texts.binary());
      default -> session.parameter(name);
    };
  }

  private Optional<String> format(String name, String written) {
    return written.equalsIgnoreCase(AUTO) ? session.parameter(name) : Optional.of(written);
  }

  /// The formats as they hold in the session.
  TextFormats resolved() {
    return new TextFormats(
        input("DATE_INPUT_FORMAT"),
        input("TIME_INPUT_FORMAT"),
        input("TIMESTAMP_INPUT_FORMAT"),
        texts.binary());
  }

  private String input(String name) {
    return parameter(name).filter(format -> !format.isBlank()).orElse(AUTO);
  }

  @Override
  public Instant now() {
    return session.now();
  }

  @Override
  public ZoneId zone() {
    return session.zone();
  }

  @Override
  public Optional<Typed> variable(String name) throws SnowflakeException {
    return session.variable(name);
  }

  @Override
  public String account() {
    return session.account();
  }

  @Override
  public String region() {
    return session.region();
  }

  @Override
  public String user() {
    return session.user();
  }

  @Override
  public Optional<String> role() {
    return session.role();
  }

  @Override
  public Optional<String> warehouse() {
    return session.warehouse();
  }

  @Override
  public Optional<String> database() {
    return session.database();
  }

  @Override
  public Optional<String> schema() {
    return session.schema();
  }

  @Override
  public long sessionId() {
    return session.sessionId();
  }

  @Override
  public String queryId() {
    return session.queryId();
  }

  @Override
  public Optional<String> earlierQueryId(int back) {
    return session.earlierQueryId(back);
  }
}
