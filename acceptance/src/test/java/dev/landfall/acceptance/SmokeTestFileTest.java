package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `rehearsal/smoke.yaml`, in rehearsals on PostgreSQL.
final class SmokeTestFileTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws Exception {
    Files.writeString(
        folder.resolve("landfall.yaml"),
        "platform: smoke\n"
            + Field.WAREHOUSE
            + """
            environments: {dev: {regions: [one]}}
            regions: {one: {postgresql: {url: "jdbc:postgresql://localhost/smoke", user: x}}}
            """);
    Files.writeString(
        folder.resolve("changelog.sql"),
        """
        --liquibase formatted sql
        --changeset ann:1
        CREATE TABLE venues (name text);
        INSERT INTO venues VALUES ('Hall'), ('Arena');
        --rollback DROP TABLE venues;
        """);
    Files.createDirectories(folder.resolve("rehearsal"));
  }

  private Landfall.Ended rehearse(String smoke) throws Exception {
    Files.writeString(folder.resolve("rehearsal/smoke.yaml"), smoke);
    return new Landfall(folder)
        .run("rehearse", "--blueprint", ".", "--env", "dev", "--region", "one");
  }

  @Test
  void a_test_that_fails_fails_the_rehearsal_and_the_others_are_run() throws Exception {
    var ended =
        rehearse(
            """
            tests:
              - name: there are three venues
                expect: {component: warehouse, query: SELECT count(*) FROM venues, value: "3", within: 1}
              - name: there is a hall in ${target.region}
                expect: {component: warehouse, query: "SELECT name FROM venues ORDER BY 1 DESC", value: Hall}
            """);

    assertThat(ended.exit()).as(ended.all()).isEqualTo(1);
    assertThat(ended.all())
        .contains(
            "dev/one smoke test: there are three venues failed: SELECT count(*) FROM venues says"
                + " \"2\", not \"3\", after 1 s")
        .contains("dev/one smoke test: there is a hall in one, passed in ")
        .contains("A second plan has nothing to do; nothing has drifted.")
        .contains("The rehearsal failed.");
  }

  @Test
  void a_file_that_is_wrong_is_told_with_its_places() throws Exception {
    var ended =
        rehearse(
            """
            tests:
              - name: there are venues
                expcet: {component: warehouse}
            """);

    assertThat(ended.exit()).as(ended.all()).isEqualTo(2);
    assertThat(ended.all())
        .contains("rehearsal/smoke.yaml:3:5: error: unknown key \"expcet\"")
        .contains("Did you mean \"expect\"?")
        .contains("missing key \"expect\"");
  }
}
