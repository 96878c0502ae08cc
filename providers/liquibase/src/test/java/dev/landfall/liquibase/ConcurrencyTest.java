package dev.landfall.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Twenty targets, each wanted by two deployments at staggered times, a hundred rounds. Liquibase's
/// own `update`, run like this in one JVM, leaves targets locked and migrates some without the
/// lock.
final class ConcurrencyTest {
  private static final int TARGETS = 20;
  private static final int ROUNDS = 100;
  private static final int THREADS = 8;
  private static final long SEED = 7;

  /// Every row of bookkeeping must be written under the lock.
  private static final String GUARD =
      """
      CREATE FUNCTION only_with_the_lock() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT (SELECT locked FROM databasechangeloglock WHERE id = 1) THEN
          RAISE EXCEPTION 'migrated without the lock';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER only_with_the_lock BEFORE INSERT OR UPDATE ON databasechangelog
        FOR EACH ROW EXECUTE FUNCTION only_with_the_lock();
      CREATE TABLE audit (round int);
      """;

  @TempDir Path folder;

  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger applied = new AtomicInteger();

  @Test
  void no_target_is_migrated_without_its_lock_and_none_is_left_locked() throws Exception {
    var random = new Random(SEED);
    var stations = new ArrayList<Station>();
    try (var pool = Executors.newFixedThreadPool(THREADS)) {
      for (var i = 0; i < TARGETS; i++) {
        var station = new Station(folder).sql("--changeset ann:0\nSELECT 1;");
        station.deploy();
        station.query(GUARD);
        stations.add(station);
      }
      var text = new StringBuilder("--changeset ann:0\nSELECT 1;\n");
      for (var round = 1; round <= ROUNDS; round++) {
        text.append("--changeset ann:%d\nINSERT INTO audit VALUES (%d);\n".formatted(round, round));
        var work = new ArrayList<Callable<Void>>();
        for (var station : stations) {
          station.sql(text.toString());
          work.add(() -> deploy(station));
          work.add(() -> deploy(station));
        }
        stagger(work, random);
        for (var done : pool.invokeAll(work)) {
          done.get();
        }
      }
      var expected = IntStream.rangeClosed(1, ROUNDS).mapToObj(String::valueOf).toList();
      for (var station : stations) {
        assertThat(station.column("SELECT round FROM audit ORDER BY round")).isEqualTo(expected);
        assertThat(station.isLocked()).isFalse();
      }
    } finally {
      stations.forEach(Station::close);
    }
    assertThat(applied.get()).isEqualTo(TARGETS * ROUNDS);
    assertThat(refused.get()).as("deployments that met another one").isPositive();
  }

  /// Mixes the order, so that the two deployments of a target meet in all phases, and lets each of
  /// them start only when the one before it has.
  private static void stagger(List<Callable<Void>> work, Random random) {
    java.util.Collections.shuffle(work, random);
    var before = new CountDownLatch(0);
    for (var i = 0; i < work.size(); i++) {
      var inner = work.get(i);
      var wait = before;
      var started = new CountDownLatch(1);
      before = started;
      work.set(
          i,
          () -> {
            wait.await();
            started.countDown();
            return inner.call();
          });
    }
  }

  @SuppressWarnings("NullAway") // what a Callable<Void> returns
  private Void deploy(Station station) throws InterruptedException {
    try {
      var plan = station.plan();
      if (!plan.isEmpty()) {
        station.apply(plan, station.context());
        applied.incrementAndGet();
      }
    } catch (ProviderException e) {
      assertThat(e.kind()).as(e.getMessage()).isIn(Kind.HELD, Kind.STALE);
      refused.incrementAndGet();
    }
    return null;
  }
}
