package dev.landfall.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.liquibase.settings.LiquibaseSettings.Output;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import dev.landfall.spi.Observation;
import dev.landfall.spi.Problem;
import dev.landfall.spi.ProviderException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Outputs that a component's settings ask the database for.
final class DeclaredOutputsTest {
  private static final String REGIONS =
      """
      --changeset ann:1
      CREATE TABLE regions (code text, queue text);
      --changeset ann:2
      INSERT INTO regions VALUES ('LON', 'arn:london'), ('SYD', 'arn:sydney'), ('NYC', NULL);
      """;

  @TempDir Path folder;

  private static Output output(String query, String column, Map<String, String> where) {
    return new Output(query, Optional.of(column).filter(c -> !c.isEmpty()), where);
  }

  private static Observation observed(Station station) throws Exception {
    return station.provider().observe(station.desired(), station.context());
  }

  @Test
  void a_value_is_found_by_its_row_and_column() throws Exception {
    try (var station = new Station(folder)) {
      station
          .sql(REGIONS)
          .outputs(
              Map.of(
                  "Queue",
                  output("SELECT * FROM regions", "QUEUE", Map.of("code", "SYD")),
                  "Count",
                  output("SELECT count(*) FROM regions", "", Map.of())));
      assertThat(station.apply(station.plan(), station.context()).values())
          .containsEntry("Queue", "arn:sydney")
          .containsEntry("Count", "3")
          .containsEntry("schema", "public");
      assertThat(observed(station).outputs().values())
          .containsEntry("Queue", "arn:sydney")
          .containsEntry("Count", "3");
    }
  }

  @Test
  void what_is_not_one_value_is_refused() throws Exception {
    try (var station = new Station(folder)) {
      station
          .sql(REGIONS)
          .outputs(Map.of("Queue", output("SELECT * FROM regions", "queue", Map.of())));
      assertThatThrownBy(() -> station.deploy())
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("the output Queue cannot be told: its query gives 2 values");

      station.outputs(
          Map.of("Queue", output("SELECT * FROM regions", "queue", Map.of("code", "NYC"))));
      assertThatThrownBy(() -> observed(station))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("its query gives no value");

      station.outputs(Map.of("Queue", output("SELECT * FROM regions", "qeue", Map.of())));
      assertThatThrownBy(() -> observed(station))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("there is no column qeue; there are [code, queue]");

      station.outputs(Map.of("Queue", output("SELECT nothing FROM regions", "", Map.of())));
      assertThatThrownBy(() -> observed(station))
          .isInstanceOf(ProviderException.class)
          .hasMessageContaining("nothing");
    }
  }

  @Test
  void a_query_that_writes_and_a_bad_name_are_told_before_anything_happens() throws Exception {
    try (var station = new Station(folder)) {
      station
          .sql(REGIONS)
          .outputs(
              Map.of(
                  "url", output("SELECT 1", "", Map.of()),
                  "a-b", output("SELECT 1", "", Map.of()),
                  "Gone", output("DELETE FROM regions RETURNING code", "", Map.of())));
      assertThat(
              station.provider().check(station.desired(), station.context()).stream()
                  .map(Problem::summary))
          .contains(
              "output `url` is every component's own",
              "bad name of an output",
              "the query of an output may only read");
    }
  }

  @Test
  void snowflake_is_asked_with_its_own_commands() throws Exception {
    try (var server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
        var station = new SnowflakeStation(folder, server)) {
      station
          .sql(
              """
              --changeset ann:1
              CREATE TABLE PRICES (ID INT, AMOUNT NUMBER(12,2));
              """)
          .outputs(
              Map.of(
                  "AmountType",
                  output("DESC TABLE PRICES", "type", Map.of("name", "AMOUNT")),
                  "Table",
                  output("SHOW TABLES LIKE 'PRICES'", "name", Map.of())));
      station.deploy();
      assertThat(station.observe().outputs().values())
          .containsEntry("AmountType", "NUMBER(12,2)")
          .containsEntry("Table", "PRICES");
    }
  }
}
