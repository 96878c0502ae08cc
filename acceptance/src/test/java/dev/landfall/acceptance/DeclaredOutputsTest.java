package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Outputs that a database is asked for, and components that read them.
final class DeclaredOutputsTest {
  private static final String REGIONS =
      """
      environments: {dev: {regions: [one]}}
      regions: {one: {postgresql: {url: "jdbc:postgresql://localhost/outputs", user: x}}}
      """;
  private static final String OUTPUTS =
      """
            outputs:
              Venues: {query: SELECT count(*) FROM venues}
              Hall: {query: "SELECT * FROM venues", column: name, where: {id: "1"}}
      """;
  private static final String READER =
      """
        reports:
          uses: liquibase
          with:
            changelog: reports.sql
            parameters: {hall: "${warehouse.Hall}", venues: "${warehouse.Venues}"}
            connection:
              url: "${region.postgresql.url}"
              user: "${region.postgresql.user}"
              password: "${secret:POSTGRESQL_PASSWORD}"
            tracking: {schema: reports}
      """;

  @TempDir Path folder;

  @Test
  void a_component_that_was_rolled_out_names_new_outputs_and_another_reads_them() throws Exception {
    try (var field = Field.open(folder)) {
      field.server().createDatabase("outputs");
      var platform = Files.createDirectories(folder.resolve("platform"));
      var blueprint = platform.resolve("landfall.yaml");
      Files.writeString(blueprint, "platform: outputs\n" + Field.WAREHOUSE + REGIONS);
      Files.writeString(
          platform.resolve("changelog.sql"),
          """
          --liquibase formatted sql
          --changeset ann:1
          CREATE TABLE venues (id int, name text);
          INSERT INTO venues VALUES (1, 'Hall'), (2, 'Arena');
          CREATE SCHEMA reports;
          --rollback DROP TABLE venues;
          """);
      Files.writeString(
          platform.resolve("reports.sql"),
          """
          --liquibase formatted sql
          --changeset ann:1
          CREATE TABLE reports.${hall} (venues int DEFAULT ${venues});
          --rollback DROP TABLE reports.${hall};
          """);
      var landfall =
          new Landfall(
              platform,
              "--env",
              "dev",
              "--region",
              "one",
              "--state",
              folder.resolve("state").toString(),
              "--sandbox",
              field.readyFile().toString());
      var first = landfall.run("deploy", "--yes");
      assertThat(first.exit()).as(first.all()).isZero();

      Files.writeString(
          blueprint, "platform: outputs\n" + Field.WAREHOUSE + OUTPUTS + READER + REGIONS);
      var plan = landfall.run("plan");
      assertThat(plan.exit()).as(plan.all()).isZero();
      assertThat(plan.out()).contains("CREATE TABLE reports.Hall (venues int DEFAULT 2)");
      var second = landfall.run("deploy", "--yes");
      assertThat(second.exit()).as(second.all()).isZero();
      assertThat(landfall.run("outputs").out())
          .contains("warehouse.Hall = Hall", "warehouse.Venues = 2");
      var empty = landfall.run("plan", "--json");
      assertThat(empty.out()).doesNotContain("\"action\"");
    }
  }
}
