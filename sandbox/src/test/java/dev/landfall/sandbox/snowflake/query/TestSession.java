package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.function.Typed;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A session for tests: nothing is set but what the test sets.
final class TestSession implements Ambient {
  final Map<String, String> parameters = new HashMap<>();
  final Map<String, Typed> variables = new HashMap<>();
  String role = "SYSADMIN";

  void set(String name, String value) {
    variables.put(name, Literals.text(value));
  }

  @Override
  public Instant now() {
    return Instant.parse("2026-03-14T09:26:53.589Z");
  }

  @Override
  public ZoneId zone() {
    return ZoneId.of("UTC");
  }

  @Override
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  @Override
  public Optional<Typed> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  @Override
  public String account() {
    return "ACME";
  }

  @Override
  public String region() {
    return "AWS_EU_WEST_1";
  }

  @Override
  public String user() {
    return "ANN";
  }

  @Override
  public Optional<String> role() {
    return Optional.of(role);
  }

  @Override
  public Optional<String> warehouse() {
    return Optional.of("ETL_WH");
  }

  @Override
  public Optional<String> database() {
    return Optional.of("DB");
  }

  @Override
  public Optional<String> schema() {
    return Optional.of("PUBLIC");
  }

  @Override
  public long sessionId() {
    return 42;
  }

  @Override
  public String queryId() {
    return "01b00000-0000-0000-0000-000000000002";
  }

  @Override
  public Optional<String> earlierQueryId(int back) {
    return Optional.of("01b00000-0000-0000-0000-00000000000" + (2 - back));
  }
}
