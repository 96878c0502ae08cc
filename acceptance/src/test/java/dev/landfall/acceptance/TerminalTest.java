package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// What people see who sit at a terminal while a deploy runs, of whatever size it is.
@TestInstance(Lifecycle.PER_CLASS)
final class TerminalTest {
  private static final char ESCAPE = '\u001b';
  private static final int LOCK = 4720;
  private static final String WAIT =
      "SELECT pg_advisory_lock(%d), pg_advisory_unlock(%d);\n".formatted(LOCK, LOCK);

  private Path folder;
  private Field field;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    field = Field.open(folder);
    Files.writeString(
        field.example().resolve("warehouse/box_office/raw/tables/011_wait.sql"),
        "--liquibase formatted sql\n\n--changeset ann:001-wait\n"
            + WAIT
            + "--rollback SELECT 1;\n");
  }

  @AfterAll
  void stop() {
    field.close();
  }

  /// Holds deploys up in one database, at the changeset that waits.
  private Connection hold(String database) throws Exception {
    var connection = field.connect(database);
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
    }
    return connection;
  }

  /// The example with fresh databases.
  private Landfall example(String state) throws Exception {
    for (var region : List.of("sydney", "london", "singapore")) {
      field.query("postgres", "DROP DATABASE IF EXISTS " + Field.database("dev", region));
    }
    field.createDatabases("dev", "sydney", "london", "singapore");
    return new Landfall(
        field.example(),
        "--env",
        "dev",
        "--state",
        folder.resolve(state).toString(),
        "--sandbox",
        field.readyFile().toString(),
        "--yes");
  }

  private static void end(Process process, PseudoTerminal terminal) throws Exception {
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    terminal.drain();
    assertThat(process.exitValue()).as(terminal.screen().all()).isZero();
  }

  private static void awaitSeen(Screen screen, String... patterns) {
    Awaitility.await()
        .untilAsserted(() -> {
          var lines = screen.seen();
          for (var pattern : patterns) {
            assertThat(lines).as(String.join("\n", lines)).anyMatch(line -> line.matches(pattern));
          }
        });
  }

  @Test
  void progress_is_drawn_again_and_again_until_all_targets_are_done() throws Exception {
    var landfall = example("wide");
    try (var terminal = PseudoTerminal.open(24, 90)) {
      var screen = terminal.screen();
      Process process;
      try (var _ = hold(Field.database("dev", "london"))) {
        process = landfall.start(terminal, "deploy", "--all-regions");
        awaitSeen(
            screen,
            " +warehouse",
            "✓ dev/sydney     █{20} 31/31  \\d.*s",
            "> dev/london     █+░+ 1\\d/31  .* s  changeset 001-wait by ann",
            "✓ dev/singapore  █{20} 31/31  \\d.*s",
            "2 of 3 targets done, 7\\d/93 changes, .* s, about \\d+ s left");
        var before = screen.redrawn();
        Awaitility.await().until(() -> screen.redrawn() > before + 2);
      }
      end(process, terminal);

      assertThat(screen.seen().getLast()).isEqualTo("3 targets succeeded.");
      assertThat(screen.all())
          .containsOnlyOnce("3 of 3 targets done, 93/93 changes, ")
          .containsOnlyOnce("3 targets: 93 changes")
          .doesNotContain("█", " left")
          .containsPattern("dev/london +succeeded +31 changes");
    }
  }

  @Test
  void a_narrow_window_shows_less_and_stays_in_order() throws Exception {
    var landfall = example("narrow");
    try (var terminal = PseudoTerminal.open(24, 40)) {
      var screen = terminal.screen();
      Process process;
      try (var _ = hold(Field.database("dev", "london"))) {
        process = landfall.start(terminal, "deploy", "--all-regions");
        awaitSeen(
            screen,
            "✓ dev/sydney         31/31  \\d.* s",
            "> dev/london         1\\d/31  .* s  chan.*…",
            "✓ dev/singapore      31/31  \\d.* s",
            "2/3, .* s, about \\d+ s left");
        assertThat(screen.seen().reversed().subList(1, 4)).allMatch(line -> line.contains(" dev/"));
      }
      end(process, terminal);

      assertThat(screen.all()).containsOnlyOnce("3/3, ").doesNotContain(" left");
    }
  }

  @Test
  void twenty_targets_in_five_lines_show_those_that_are_at_work() throws Exception {
    var regions = IntStream.rangeClosed(1, 20).mapToObj(i -> "r" + i).toList();
    var landfall = twoWaves(regions);
    try (var terminal = PseudoTerminal.open(5, 80)) {
      var screen = terminal.screen();
      Process process;
      try (var _ = hold("short_r7")) {
        process = landfall.start(terminal, "deploy", "--all-regions");
        awaitSeen(
            screen,
            "> dev/r7  .* s  changeset 2 by ann",
            "  dev/r11  .*  waits for wave 1",
            "  … and 9 waiting, 9 done",
            "9 of 20 targets done, 19/40 changes, .* s, about \\d+ s left");
      }
      end(process, terminal);

      assertThat(screen.all())
          .containsOnlyOnce("20 of 20 targets done")
          .doesNotContain("█", "… and ", " left", "waits for");
      for (var region : regions) {
        assertThat(screen.all().lines().filter(line -> line.startsWith("dev/" + region + " ")))
            .as(region)
            .hasSize(1);
      }
    }
  }

  /// Regions with a database each, in two waves of the same size.
  private Landfall twoWaves(List<String> regions) throws Exception {
    var half = regions.size() / 2;
    var blueprint = Files.createDirectories(folder.resolve("short"));
    for (var region : regions) {
      field.server().createDatabase("short_" + region);
    }
    Files.writeString(
        blueprint.resolve("landfall.yaml"),
        """
        platform: short
        components:
          warehouse:
            uses: liquibase
            with: %s
        environments: {dev: {waves: [%s, %s]}}
        regions:
        %s
        """
            .formatted(
                settings(""),
                regions.subList(0, half),
                regions.subList(half, regions.size()),
                regions.stream().map(TerminalTest::region).collect(Collectors.joining("\n"))));
    writeChangelog(blueprint);
    return landfall(blueprint);
  }

  private static String settings(String suffix) {
    return "{changelog: changelog.sql, connection: {url: \"${region.postgresql.url}"
        + suffix
        + "\", user: \"${region.postgresql.user}\", password: \"${secret:POSTGRESQL_PASSWORD}\"}}";
  }

  private static String region(String name) {
    return "  %s: {postgresql: {url: \"jdbc:postgresql://localhost/short_%s\", user: x}}"
        .formatted(name, name);
  }

  private static void writeChangelog(Path blueprint) throws Exception {
    Files.writeString(
        blueprint.resolve("changelog.sql"),
        "--liquibase formatted sql\n--changeset ann:1\nCREATE TABLE a (i int);\n--rollback DROP"
            + " TABLE a;\n--changeset ann:2\n"
            + WAIT
            + "--rollback SELECT 1;\n");
  }

  private Landfall landfall(Path blueprint) throws Exception {
    return new Landfall(
        blueprint, "--env", "dev", "--sandbox", field.readyFile().toString(), "--yes");
  }

  @Test
  void each_component_has_a_column_and_a_failed_target_says_why() throws Exception {
    var blueprint = Files.createDirectories(folder.resolve("columns"));
    Files.writeString(
        blueprint.resolve("landfall.yaml"),
        """
        platform: columns
        components:
          raw:
            uses: liquibase
            with: %s
          mart:
            uses: liquibase
            needs: [raw]
            with: %s
        environments: {dev: {regions: [good, bad]}}
        regions:
        %s
        %s
        """
            .formatted(settings(""), settings("_mart"), region("good"), region("bad")));
    writeChangelog(blueprint);
    for (var database : List.of("good", "good_mart", "bad", "bad_mart")) {
      field.server().createDatabase("short_" + database);
    }
    field.query("short_bad", "CREATE TABLE a (i int)");
    var landfall = landfall(blueprint);
    try (var terminal = PseudoTerminal.open(24, 80)) {
      var screen = terminal.screen();
      Process process;
      try (var _ = hold("short_good_mart")) {
        process = landfall.start(terminal, "deploy", "--all-regions");
        awaitSeen(
            screen,
            "            raw  +mart *",
            "> dev/good  █{10} 2/2  █{5}░{5} 1/2  .* s  changeset 2 by ann",
            "✗ dev/bad   ░{10} 0/2  ░{10} 0/2  .* s  failed: raw: .*…",
            "0 of 2 targets done, 1 failed, 3/8 changes, .* s, about \\d+ s left");
      }
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      terminal.drain();

      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(screen.all()).containsOnlyOnce("1 of 2 targets done, 1 failed, 4/8 changes");
    }
  }

  @Test
  void without_colours_or_without_a_terminal_there_are_plain_lines() throws Exception {
    var outputs = new ArrayList<String>();
    var landfall = example("plain");
    outputs.add(landfall.run("deploy", "--region", "sydney").out());
    for (var variable : List.of("NO_COLOR=1", "TERM=dumb")) {
      var parts = variable.split("=", 2);
      landfall = example("plain-" + parts[0]).with(parts[0], parts[1]);
      try (var terminal = PseudoTerminal.open(24, 80)) {
        end(landfall.start(terminal, "deploy", "--region", "sydney"), terminal);
        outputs.add(terminal.screen().everything().replace("\r", ""));
      }
    }

    assertThat(outputs)
        .hasSize(3)
        .allSatisfy(output ->
            assertThat(output)
                .doesNotContain(String.valueOf(ESCAPE), "█")
                .containsPattern("\n\\[.* s\\] dev/sydney warehouse: started, 31 changes\n")
                .containsPattern("\n\\[.* s\\] dev/sydney warehouse: succeeded in .* s\n")
                .endsWith("1 target succeeded.\n"));
  }
}
