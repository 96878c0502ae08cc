package dev.landfall.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.acceptance.KillPoint.Moment;
import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.store.DatabaseEventLog;
import dev.landfall.sandbox.network.CountingProxy;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes, killed with SIGKILL at seeded flights to the database and to the event log:
/// before the call, while the call is on its way, and after it was carried out but before anybody
/// heard. The next process of the same command finishes, nothing is applied twice, and the record
/// agrees with the world.
final class KillTest {
  private static final int KILLS = 200;
  private static final int KILLED = 128 + 9;
  private static final int KILLS_PER_TARGET = 9;
  private static final int CHANGESETS = 10;
  private static final List<Moment> MOMENTS = List.of(Moment.values());
  private static final long SEED = 20_261_124;

  // How many flights of a whole rollout there are about, found by counting.
  private static final int DATABASE_FLIGHTS = 9;
  private static final int LOG_FLIGHTS = 20;

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final KillPoint inDatabase = new KillPoint();
  private final KillPoint inLog = new KillPoint();
  private final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
  private int foundUnfinished;

  @Test
  void a_process_killed_at_any_moment_loses_nothing_and_repeats_nothing() throws Exception {
    var blueprint = writeBlueprint();
    try (var field = Field.open(folder);
        var database = CountingProxy.start(field.server().port(), Duration.ZERO, inDatabase);
        var log = CountingProxy.start(field.server().port(), Duration.ZERO, inLog)) {
      field.server().createDatabase("events");
      for (var round = 0; total() < KILLS; round++) {
        var region = "r" + round;
        field.server().createDatabase("kill_" + region);
        var landfall = landfall(blueprint, field, region, database.port(), log.port());
        rollOut(landfall, region, database, log);
        check(field, region);
      }
    }
    System.err.println(
        "killed "
            + total()
            + " processes: "
            + kills
            + ", "
            + foundUnfinished
            + " of their successors found an unfinished rollout");
    assertThat(kills.keySet()).containsExactlyInAnyOrder(Moment.values());
    assertThat(foundUnfinished).isGreaterThan(KILLS / 3);
  }

  private int total() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  private Path writeBlueprint() throws Exception {
    var blueprint = Files.createDirectories(folder.resolve("platform"));
    Files.writeString(
        blueprint.resolve("landfall.yaml"),
        "platform: kill\n"
            + Field.WAREHOUSE
            + """
            environments: {dev: {regions: [base]}}
            regions: {base: {postgresql: {url: "jdbc:postgresql://localhost/base", user: x}}}
            """);
    Files.writeString(
        blueprint.resolve("changelog.sql"),
        IntStream.rangeClosed(1, CHANGESETS)
            .mapToObj(i ->
                """
                --changeset ann:%d
                CREATE TABLE IF NOT EXISTS audit (n int);
                INSERT INTO audit VALUES (%d);
                --rollback empty
                """
                    .formatted(i, i))
            .collect(Collectors.joining("", "--liquibase formatted sql\n", "")));
    return blueprint;
  }

  private static Landfall landfall(
      Path blueprint, Field field, String region, int databasePort, int logPort) throws Exception {
    var server = field.server();
    return new Landfall(
            blueprint,
            "--env",
            "dev",
            "--region",
            region,
            "--like",
            "base",
            "--set",
            "postgresql.url=jdbc:postgresql://localhost/kill_" + region + "?sslmode=disable",
            "--sandbox",
            field.readyFile(databasePort).toString(),
            "--yes")
        .with(
            "LANDFALL_DATABASE_URL",
            "jdbc:postgresql://127.0.0.1:" + logPort + "/events?sslmode=disable")
        .with("LANDFALL_DATABASE_USER", server.user())
        .with("LANDFALL_DATABASE_PASSWORD", server.password());
  }

  private void rollOut(Landfall landfall, String region, CountingProxy database, CountingProxy log)
      throws Exception {
    var outputs = new ArrayList<String>();
    for (var attempt = 0; attempt < 3 * KILLS_PER_TARGET; attempt++) {
      var aimAtDatabase = random.nextBoolean();
      var point = aimAtDatabase ? inDatabase : inLog;
      var moment = MOMENTS.get(random.nextInt(MOMENTS.size()));
      inDatabase.aim(-1, moment);
      inLog.aim(-1, moment);
      database.reset();
      log.reset();
      point.aim(1 + random.nextInt(aimAtDatabase ? DATABASE_FLIGHTS : LOG_FLIGHTS), moment);
      var running = landfall.start("deploy");
      point.victim(running.process());
      var ended = running.await();
      outputs.add(ended.all());
      if (ended.all().contains("was interrupted")) {
        foundUnfinished++;
      }
      if (ended.exit() != KILLED) {
        assertThat(ended.exit()).as(region + ": " + outputs).isZero();
        return;
      }
      kills.merge(moment, 1, Integer::sum);
    }
    inDatabase.aim(-1, Moment.BEFORE_THE_CALL);
    inLog.aim(-1, Moment.BEFORE_THE_CALL);
    var ended = landfall.run("deploy");
    assertThat(ended.exit()).as(region + ": " + outputs + ended.all()).isZero();
  }

  private void check(Field field, String region) throws Exception {
    var database = "kill_" + region;
    var once =
        IntStream.rangeClosed(1, CHANGESETS).mapToObj(i -> List.of(String.valueOf(i))).toList();
    assertThat(field.query(database, "SELECT n FROM audit ORDER BY n")).as(region).isEqualTo(once);
    assertThat(field.query(database, "SELECT id FROM databasechangelog ORDER BY orderexecuted"))
        .as(region)
        .isEqualTo(once);
    assertThat(field.value(database, "SELECT locked FROM databasechangeloglock"))
        .as(region)
        .isEqualTo("f");
    var server = field.server();
    try (var log =
        DatabaseEventLog.openPostgres(
            server.jdbcUrl("events"),
            Optional.of(server.user()),
            Optional.of(Secret.of(server.password())),
            Clock.systemUTC())) {
      assertThat(effectsDone(log, region)).as(region).hasSize(CHANGESETS).doesNotHaveDuplicates();
    }
  }

  private static List<String> effectsDone(EventLog log, String region) {
    return log.rollouts(new Target("dev", region), 100).stream()
        .flatMap(rollout -> log.ofRollout(rollout).stream())
        .flatMap(recorded ->
            recorded.event() instanceof Event.EffectDone done
                ? java.util.stream.Stream.of(done.key().replaceAll(" @\\d+$", ""))
                : java.util.stream.Stream.empty())
        .toList();
  }
}
