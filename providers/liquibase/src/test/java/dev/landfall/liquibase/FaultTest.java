package dev.landfall.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.network.CountingProxy;
import dev.landfall.sandbox.network.FlightListener;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connections that break at every flight, and processes that end at every record.
final class FaultTest {
  private static final int CHANGESETS = 5;

  /// Logging in, looking, taking the lock, and three flights of one, two and two changesets.
  private static final int FLIGHTS = 4 + 3;

  @TempDir Path folder;

  private static String changelog() {
    var text = new StringBuilder();
    for (var i = 1; i <= CHANGESETS; i++) {
      text.append("--changeset ann:").append(i).append('\n');
      text.append("CREATE TABLE IF NOT EXISTS audit (n int);\n");
      text.append("INSERT INTO audit VALUES (").append(i).append(");\n");
    }
    return text.toString();
  }

  private static void isComplete(Station station, String as) {
    var once = IntStream.rangeClosed(1, CHANGESETS).mapToObj(String::valueOf).toList();
    assertThat(station.column("SELECT n FROM audit ORDER BY n")).as(as).isEqualTo(once);
    assertThat(station.ran()).as(as).isEqualTo(once);
    assertThat(station.isLocked()).as(as).isFalse();
  }

  /// Cuts one flight, before or after the server carried it out.
  private static final class Cut implements FlightListener {
    private final int at;
    private final boolean after;
    private final AtomicInteger cuts = new AtomicInteger();

    Cut(int at, boolean after) {
      this.at = at;
      this.after = after;
    }

    @Override
    public Fate beforeRequest(int number, String beginning) {
      return number == at && !after ? cut() : Fate.PASS;
    }

    @Override
    public Fate beforeAnswer(int number) {
      return number == at && after ? cut() : Fate.PASS;
    }

    private Fate cut() {
      cuts.incrementAndGet();
      return Fate.CUT;
    }
  }

  @Test
  void a_connection_cut_at_any_flight_repeats_nothing_and_loses_nothing() throws Exception {
    var cuts = 0;
    for (var after : List.of(false, true)) {
      for (var flight = 1; flight <= FLIGHTS; flight++) {
        var as = "flight " + flight + (after ? " after" : " before") + " the call";
        var cut = new Cut(flight, after);
        try (var station = new Station(folder).sql(changelog());
            var proxy = CountingProxy.start(station.server().port(), Duration.ZERO, cut)) {
          station.through(proxy.port());
          var context = station.context();
          try {
            station.apply(station.plan(), context);
          } catch (ProviderException e) {
            assertThat(e.kind()).as(as).isEqualTo(Kind.FAILED);
            // Logging in, looking and taking the lock change nothing.
            assertThat(flight).as(as).isLessThanOrEqualTo(4);
            station.restarted().apply(station.plan(), context);
          }
          cuts += cut.cuts.get();
          isComplete(station, as);
          assertThat(context.open()).as(as).isEmpty();
        }
      }
    }
    assertThat(cuts).isEqualTo(2 * FLIGHTS);
  }

  /// The end of a process, as far as the provider can tell.
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void a_process_that_ends_at_any_record_is_finished_by_the_next() throws Exception {
    var records = new Station(folder).sql(changelog()).deploy().entries().size();
    var kills = 0;
    for (var at = 1; at <= records; at++) {
      try (var station = new Station(folder).sql(changelog())) {
        var context = station.context();
        var plan = station.plan();
        var limit = at;
        context.beforeRecord(number -> {
          if (number >= limit) {
            throw new Killed();
          }
        });
        try {
          station.apply(plan, context);
        } catch (Killed e) {
          kills++;
        }
        context.beforeRecord(number -> {});
        station.restarted().apply(plan, context);
        isComplete(station, "record " + at);
        assertThat(context.open()).isEmpty();
      }
    }
    assertThat(kills).isGreaterThan(CHANGESETS);
  }

  @Test
  void a_database_that_cannot_be_reached_any_more_leaves_a_question() throws Exception {
    var dead = new AtomicInteger(Integer.MAX_VALUE);
    var listener =
        new FlightListener() {
          @Override
          public Fate beforeRequest(int number, String beginning) {
            return number > dead.get() ? Fate.CUT : Fate.PASS;
          }

          @Override
          public Fate beforeAnswer(int number) {
            return number >= dead.get() ? Fate.CUT : Fate.PASS;
          }
        };
    try (var station = new Station(folder).sql(changelog());
        var proxy = CountingProxy.start(station.server().port(), Duration.ZERO, listener)) {
      station.through(proxy.port());
      var context = station.context();
      var plan = station.plan();
      dead.set(6);

      var thrown =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              ProviderException.class, () -> station.apply(plan, context));

      assertThat(thrown.kind()).isEqualTo(Kind.IN_DOUBT);
      assertThat(context.open())
          .hasSize(2)
          .allSatisfy(effect -> assertThat(effect.question()).contains("DATABASECHANGELOG"));
      dead.set(Integer.MAX_VALUE);
      station.restarted().apply(plan, context);
      isComplete(station, "in doubt");
      assertThat(context.open()).isEmpty();
    }
  }

  @Test
  void interruption_stops_between_two_flights_and_frees_the_lock() throws Exception {
    try (var station = new Station(folder).sql(changelog())) {
      var context = station.context();
      var plan = station.plan();
      context.beforeRecord(number -> {
        if (number == 3) {
          Thread.currentThread().interrupt();
        }
      });

      var thrown =
          org.assertj.core.api.Assertions.catchThrowable(() -> station.apply(plan, context));

      assertThat(thrown).isInstanceOf(InterruptedException.class);
      assertThat(station.ran()).containsExactly("1", "2", "3");
      assertThat(station.isLocked()).isFalse();
      context.beforeRecord(number -> {});
      station.restarted().apply(plan, context);
      isComplete(station, "interrupted");
    }
  }
}
