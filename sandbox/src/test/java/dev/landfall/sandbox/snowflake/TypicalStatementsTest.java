package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.sql.Corpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The 50 statements that are typical of the repository of a data platform, through the driver:
/// every one is honoured, or refused for a reason that is named here.
class TypicalStatementsTest {
  /// What must be there before the others: the database, the integration, the warehouse and what
  /// swaps and clones begin with.
  private static final List<String> FIRST =
      List.of("38", "39", "48", "19", "20", "14", "13", "01", "02", "03", "16", "30");

  /// What is run before a statement, by the statement's number.
  private static final Map<String, List<String>> BEFORE =
      Map.of(
          "38", List.of("CREATE DATABASE IF NOT EXISTS PLATFORM_EU"),
          "39", List.of("USE DATABASE PLATFORM_EU"),
          "14", List.of("CREATE SCHEMA RAW", "CREATE SCHEMA MART"),
          "25",
              List.of(
                  "COPY INTO @RAW.LANDING/orders/ FROM (SELECT 'p1' AS \"key\", 7 AS \"n\")"
                      + " FILE_FORMAT = (TYPE = PARQUET) HEADER = TRUE"),
          "31", List.of("DROP TABLE RAW.ORDERS"),
          "43",
              List.of(
                  "GRANT USAGE ON DATABASE PLATFORM_EU TO ROLE SYSADMIN",
                  "GRANT USAGE ON SCHEMA RAW TO ROLE SYSADMIN",
                  "GRANT SELECT ON ALL TABLES IN SCHEMA RAW TO ROLE SYSADMIN"),
          "50", List.of("CREATE ROLE IF NOT EXISTS ETL_ROLE"));

  /// @param why the rehearsal may end here
  /// @param code of the error
  /// @param message what it contains
  private record Refused(String why, int code, String message) {}

  private static final Map<String, Refused> REFUSED =
      Map.of(
          "33",
              new Refused(
                  "as Snowflake: ADD COLUMN takes IF NOT EXISTS or DEFAULT, but not both",
                  1003,
                  "ADD COLUMN IF NOT EXISTS takes no default"),
          "42",
              new Refused(
                  "the stand-in keeps no past versions of a table",
                  2,
                  "Not supported by the sandbox: time travel with AT."),
          "50",
              new Refused(
                  "as Snowflake: 'MIIB' is the beginning of a public key, not one", 390144, "key"));

  @TempDir private static Path folder;
  private static SnowflakeServer server;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(folder.resolve("acme-landing-eu"));
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults().withBuckets(folder));
    client = Client.of(server);
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    server.close();
  }

  /// The statements by their numbers.
  private static Map<String, String> statements() {
    var all = new LinkedHashMap<String, String>();
    Corpus.typical().forEach(entry -> all.put(entry.title().substring(0, 2), entry.sql()));
    return all;
  }

  @Test
  void there_are_fifty() {
    assertThat(statements()).hasSize(50).containsKeys(FIRST.toArray(String[]::new));
    assertThat(statements().keySet()).containsAll(REFUSED.keySet()).containsAll(BEFORE.keySet());
  }

  @TestFactory
  Stream<DynamicTest> every_statement_is_honoured_or_refused_by_name() {
    var statements = statements();
    var order = new ArrayList<>(FIRST);
    statements.keySet().stream()
        .filter(number -> !Set.copyOf(FIRST).contains(number))
        .forEach(order::add);
    return order.stream()
        .map(number ->
            DynamicTest.dynamicTest(
                number, () -> behaves(number, statements.getOrDefault(number, ""))));
  }

  private static void behaves(String number, String sql) throws SQLException {
    client.run("USE ROLE ACCOUNTADMIN");
    client.run(BEFORE.getOrDefault(number, List.of()).toArray(String[]::new));
    var refused = REFUSED.get(number);
    if (refused == null) {
      client.run(sql);
    } else {
      client.refuses(sql, refused.code(), refused.message());
    }
  }
}
