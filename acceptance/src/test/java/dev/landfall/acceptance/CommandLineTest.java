package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.acceptance.Landfall.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// How the command line explains itself, and what it says when it is used wrongly.
final class CommandLineTest {
  private static final List<String> COMMANDS =
      List.of(
          "validate",
          "plan",
          "deploy",
          "rollback",
          "destroy",
          "status",
          "history",
          "outputs",
          "drift",
          "release",
          "unlock",
          "resolve",
          "schema",
          "new",
          "secret",
          "rehearse",
          "demo",
          "sandbox",
          "help");

  private static final int STEPS = 20;

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void writeBlueprint() throws Exception {
    folder = Files.createDirectories(temporary.resolve("platform"));
    Files.writeString(
        folder.resolve("landfall.yaml"),
        "platform: small\n"
            + Field.WAREHOUSE
            + """
                  parameters: {currency: "${region.currency|default('EUR')}"}
            environments: {dev: {regions: [one]}}
            regions:
              one: {code: ONE, postgresql: {url: "jdbc:postgresql://localhost/small", user: x}}
            """);
    Files.writeString(
        folder.resolve("changelog.sql"),
        IntStream.rangeClosed(1, STEPS)
            .mapToObj(i ->
                """
                --changeset ann:%d
                SELECT pg_advisory_lock(%d), pg_advisory_unlock(%d);
                --rollback SELECT 1;
                """
                    .formatted(i, i, i))
            .collect(Collectors.joining("", "--liquibase formatted sql\n", "")));
  }

  private Ended run(String... arguments) throws Exception {
    return new Landfall(folder).run(arguments);
  }

  @Test
  void a_command_that_logs_in_to_snowflake_starts_from_the_cache_with_its_driver()
      throws Exception {
    assertThat(arguments("plan", "--blueprint", folder.toString())).endsWith("/commands.args");
    var snowflake = Files.createDirectories(temporary.resolve("with snowflake"));
    Files.writeString(
        snowflake.resolve("landfall.yaml"),
        "regions: {one: {snowflake: {url: \"jdbc:snowflake://a.snowflakecomputing.com/\"}}}\n");

    assertThat(arguments("plan", "--blueprint", snowflake.toString())).endsWith("/snowflake.args");
    assertThat(arguments("deploy", "--blueprint=" + snowflake, "--yes"))
        .endsWith("/snowflake.args");
    assertThat(arguments("status", "--blueprint", snowflake.toString())).endsWith("/commands.args");
  }

  @Test
  void a_command_that_plans_stacks_starts_from_the_cache_with_the_sdk() throws Exception {
    var stacks = Files.createDirectories(temporary.resolve("stacks"));
    Files.writeString(
        stacks.resolve("landfall.yaml"),
        "components: {zone: {uses: cloudformation, with: {template: zone.yaml}}}\n");

    assertThat(arguments("plan", "--blueprint", stacks.toString())).endsWith("/stacks.args");
    assertThat(arguments("history", "--blueprint", stacks.toString())).endsWith("/commands.args");
  }

  /// The file of the JVM's arguments that the script chooses.
  private String arguments(String... command) throws Exception {
    var traced =
        new ArrayList<>(List.of("sh", "-x", Landfall.PROJECT.resolve("landfall").toString()));
    traced.addAll(List.of(command));
    var trace = temporary.resolve("trace");
    var process =
        new ProcessBuilder(traced)
            .directory(temporary.toFile())
            .redirectError(trace.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as(Files.readString(trace)).isBetween(0, 2);
    return Files.readAllLines(trace).stream()
        .filter(line -> line.startsWith("+ exec "))
        .map(line -> line.split(" @", 2)[1].split(" -Dlandfall.home", 2)[0])
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(String help) {
    return help.lines()
        .filter(line -> line.matches("  [a-z]+  .*"))
        .map(line -> line.strip().split(" ", 2)[0])
        .toList();
  }

  @Test
  void the_help_lists_every_command_with_what_it_says_of_itself() throws Exception {
    var help = run("--help");
    assertThat(help.exit()).isZero();
    assertThat(names(help.out())).isEqualTo(COMMANDS);
    assertThat(run("help").out()).isEqualTo(help.out());
    assertThat(run("-h", "deploy").out()).isEqualTo(help.out());
    var nothing = run();
    assertThat(nothing.out()).isEqualTo(help.out());
    assertThat(nothing.exit()).isEqualTo(2);

    var words = help.out().replaceAll("\\s+", " ");
    for (var command : COMMANDS.subList(0, COMMANDS.size() - 1)) {
      var explained = run(command, "--help");
      assertThat(explained.exit()).as(command).isZero();
      assertThat(explained.out()).startsWith("Usage: landfall " + command);
      var description =
          explained
              .out()
              .replaceAll("\\s+", " ")
              .replaceFirst("^Usage: (\\S+ )+?(?=[A-Z][a-z]+ )", "");
      assertThat(words).as(description).contains(command + " " + description.substring(0, 20));
    }
    assertThat(run("help", "deploy").out()).isEqualTo(run("deploy", "--help").out());
    assertThat(run("secret", "--help").out()).contains("${secret:NAME} is looked up");
  }

  @Test
  void arguments_may_lie_in_a_file() throws Exception {
    Files.writeString(folder.resolve("arguments"), "validate --json\n");

    var ended = run("@arguments");

    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(ended.json().get("valid").asBoolean()).isTrue();
  }

  @Test
  void a_wrong_command_line_is_told_in_two_lines() throws Exception {
    assertWrong("There is no command \"deplyo\".", "Did you mean deploy", "deplyo", "--yes");
    assertWrong("Unknown option: '--foo'.", "`landfall deploy --help`", "deploy", "--foo");
    assertWrong("There is no command \"changset\".", "Did you mean changeset", "new", "changset");
    assertWrong("Missing required subcommand.", "`landfall secret --help`", "secret");
    assertWrong("--parallel must be at least 1.", "at once", "plan", "--parallel", "0");
    assertWrong("'x' is not an int.", "`landfall plan --help`", "plan", "--parallel", "x");
    assertWrong("--limit must be at least 1.", "", "history", "--limit", "-1");
    assertWrong("should be in KEY=VALUE format but was x.", "", "plan", "--set", "x");
    assertWrong("There is no folder nowhere.", "--blueprint", "status", "--blueprint", "nowhere");
    assertWrong("there is no such file", "plan --out", "deploy", "--plan", "nofile");
    assertThat(folder.resolve("nowhere")).doesNotExist();
    assertThat(folder.resolve(".landfall/landfall.log")).doesNotExist();
  }

  private void assertWrong(String what, String next, String... arguments) throws Exception {
    var ended = run(arguments);
    assertThat(ended.exit()).as(ended.all()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines()).as(ended.err()).hasSize(2);
    assertThat(ended.err()).startsWith("error: ").contains(what, next);

    var more = new ArrayList<>(List.of(arguments));
    more.add("--json");
    var error = run(more.toArray(String[]::new)).json().get("error");
    assertThat(error.get("message").asString()).contains(what);
  }

  @Test
  void a_value_nobody_knows_is_not_set() throws Exception {
    var wrong =
        run("plan", "--env", "dev", "--region", "one", "--set", "curency=EUR", "--set", "cod=X");

    assertThat(wrong.exit()).as(wrong.all()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("unknown value \"curency\"", "Did you mean \"currency\"?")
        .contains("unknown value \"cod\"", "Did you mean \"code\"?");
  }

  @Test
  void an_unforeseen_failure_is_told_in_one_sentence_and_written_to_the_log_file()
      throws Exception {
    var state = Files.createDirectories(folder.resolve(".landfall"));
    var garbage = new byte[5000];
    new Random(1).nextBytes(garbage);
    Files.write(state.resolve("state.mv.db"), garbage);

    var ended = run("status", "--json");

    assertThat(ended.exit()).as(ended.all()).isEqualTo(1);
    assertThat(ended.err().lines()).as(ended.err()).hasSize(2);
    assertThat(ended.err())
        .startsWith("error: The event log in ")
        .contains("\nDetails are in " + state.resolve("landfall.log") + ".");
    assertThat(ended.json().get("error").get("message").asString()).contains("event log");
    assertThat(state.resolve("landfall.log")).content().contains("a command failed", "\tat ");
  }

  /// Waits until a deploy has come to a step, or has ended.
  private static void awaitStep(Field field, Process process, int step) {
    Awaitility.await()
        .until(() ->
            !process.isAlive()
                || !field
                    .query(
                        "small",
                        "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND"
                            + " objid = "
                            + step)
                    .isEmpty());
  }

  /// Nobody can see when a signal arrives, but it stops before one of the next steps.
  private static void untilItStops(Field field, Statement statement, Process process)
      throws Exception {
    for (var step = 1; step < STEPS && process.isAlive(); step++) {
      statement.execute("SELECT pg_advisory_unlock(" + step + ")");
      awaitStep(field, process, step + 1);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_deploy_that_is_stopped_with_control_c_leaves_nothing_held_and_the_next_finishes_it()
      throws Exception {
    try (var field = Field.open(temporary)) {
      field.server().createDatabase("small");
      var landfall =
          new Landfall(
              folder, "--env", "dev", "--all-regions", "--sandbox", field.readyFile().toString());
      try (var connection = field.connect("small");
          var statement = connection.createStatement();
          var terminal = PseudoTerminal.open(24, 100)) {
        statement.execute("SELECT pg_advisory_lock(i) FROM generate_series(1, " + STEPS + ") i");
        var process = landfall.startInSession(terminal, "deploy", "--yes");
        awaitStep(field, process, 1);
        terminal.pressControlC();
        untilItStops(field, statement, process);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        terminal.drain();

        var all = terminal.screen().all();
        assertThat(process.exitValue()).as(all).isEqualTo(128 + 2);
        assertThat(all)
            .containsPattern("dev/one +cancelled")
            .contains("0 of 1 target succeeded.")
            .doesNotContain("Exception");
      }
      assertThat(field.value("small", "SELECT locked FROM databasechangeloglock")).isEqualTo("f");
      var status = landfall.run("status", "--json").json().get("targets").get(0);
      assertThat(status.get("status").asString()).isEqualTo("cancelled");
      assertThat(status.has("held_by")).isFalse();

      var next = landfall.run("deploy", "--yes");
      assertThat(next.exit()).as(next.all()).isZero();
      assertThat(field.value("small", "SELECT count(*) FROM databasechangelog"))
          .isEqualTo("" + STEPS);
    }
  }

  @Test
  void a_plan_without_approval_and_a_cancelled_deploy_are_one_document_each() throws Exception {
    try (var field = Field.open(temporary)) {
      field.server().createDatabase("small");
      var landfall =
          new Landfall(
              folder,
              "--env",
              "dev",
              "--all-regions",
              "--sandbox",
              field.readyFile().toString(),
              "--json");
      var asked = landfall.run("deploy");
      assertThat(asked.exit()).as(asked.all()).isEqualTo(3);
      assertThat(asked.json().get("digests").get("dev/one").asString()).matches("[0-9a-f]{64}");
      assertThat(asked.json().get("error").get("message").asString()).contains("approved");

      try (var connection = field.connect("small");
          var statement = connection.createStatement()) {
        statement.execute("SELECT pg_advisory_lock(i) FROM generate_series(1, " + STEPS + ") i");
        var running = landfall.start("deploy", "--yes");
        awaitStep(field, running.process(), 1);
        running.process().destroy();
        untilItStops(field, statement, running.process());
        var cancelled = running.await();

        assertThat(cancelled.exit()).isNotZero();
        assertThat(cancelled.json().get("status").asString()).isEqualTo("cancelled");
        assertThat(cancelled.err()).contains("dev/one  cancelled").contains("0 of 1 target");
      }
      var history = landfall.run("history").json().get("rollouts").get(0);
      var events =
          landfall
              .run("history", "--rollout", history.get("rollout").asString())
              .json()
              .get("events")
              .valueStream()
              .map(event -> event.get("type").asString());
      assertThat(events)
          .startsWith("rollout_started", "plan_approved", "component_started", "checkpointed")
          .endsWith("component_finished", "rollout_finished");
    }
  }
}
