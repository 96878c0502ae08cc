package dev.landfall.sandbox.snowflake.function;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A session for tests: nothing is set but what the test sets.
final class TestAmbient implements Ambient {
  final Map<String, String> parameters = new HashMap<>();
  ZoneId zone = ZoneId.of("America/Los_Angeles");
  Instant now = Instant.parse("2024-02-29T23:30:15.123456Z");

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  @Override
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  @Override
  public Optional<Typed> variable(String name) {
    return Optional.empty();
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
    return Optional.of("SYSADMIN");
  }

  @Override
  public Optional<String> warehouse() {
    return Optional.empty();
  }

  @Override
  public Optional<String> database() {
    return Optional.of("PLATFORM");
  }

  @Override
  public Optional<String> schema() {
    return Optional.of("RAW");
  }

  @Override
  public long sessionId() {
    return 42;
  }

  @Override
  public String queryId() {
    return "01b00000-0000-0000-0000-000000000001";
  }

  @Override
  public Optional<String> earlierQueryId(int back) {
    return back == 1 ? Optional.of("01b00000-0000-0000-0000-000000000000") : Optional.empty();
  }
}
