package dev.landfall.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.EventLog.Recorded;
import dev.landfall.engine.event.EventLogException;
import dev.landfall.spi.Secret;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresEventLogTest extends EventLogContract {
  private String database = "";

  @BeforeEach
  @Override
  void open_the_log() {
    try {
      database = TestPostgres.newDatabase();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    super.open_the_log();
  }

  @Override
  EventLog open(Clock clock) {
    return open(TestPostgres.port());
  }

  private EventLog open(int port) {
    return DatabaseEventLog.openPostgres(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database),
        Optional.of("postgres"),
        Optional.of(Secret.of("postgres")),
        clock);
  }

  @Override
  void execute(String sql) throws SQLException {
    TestPostgres.execute(database, sql);
  }

  @Test
  void an_append_is_one_round_trip() throws Exception {
    try (var proxy = new CuttingProxy(TestPostgres.port());
        var far = open(proxy.port())) {
      var claim = far.claim(LONDON, "one", ANA, MINUTE, NOBODY_IS_GONE);
      far.append(claim, List.of(START));

      var before = proxy.roundTrips();
      far.append(claim, List.of(note("a"), note("b")));
      assertThat(proxy.roundTrips() - before).isEqualTo(1);
    }
  }

  @Test
  void an_append_whose_answer_was_lost_is_written_once() throws Exception {
    try (var proxy = new CuttingProxy(TestPostgres.port());
        var far = open(proxy.port())) {
      var claim = far.claim(LONDON, "one", ANA, MINUTE, NOBODY_IS_GONE);
      for (var i = 1; i <= 10; i++) {
        proxy.cutAfterNextAnswer();
        assertThat(far.append(claim, List.of(note("" + i)))).isEqualTo(i);
      }
      assertThat(proxy.cuts()).isEqualTo(10);
      assertThat(far.ofRollout("one"))
          .extracting(Recorded::event)
          .isEqualTo(LongStream.rangeClosed(1, 10).mapToObj(i -> note("" + i)).toList());
    }
  }

  @Test
  void a_claim_whose_answer_was_lost_is_taken_once() throws Exception {
    try (var proxy = new CuttingProxy(TestPostgres.port());
        var far = open(proxy.port())) {
      far.targets();
      proxy.cutAfterNextAnswer();
      assertThat(far.claim(LONDON, "one", ANA, MINUTE, holder -> false).fence()).isEqualTo(1);
      assertThat(proxy.cuts()).isEqualTo(1);
    }
  }

  @Test
  void backends_ended_while_appending_lose_and_repeat_nothing() throws Exception {
    var claim = claim(LONDON, "one");
    var due = new Semaphore(0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var appending =
          threads.submit(() -> {
            for (var i = 1; i <= 200; i++) {
              if (i % 10 == 0) {
                due.release();
              }
              assertThat(log.append(claim, List.of(note("" + i)))).isEqualTo(i);
            }
            return true;
          });
      for (var i = 0; i < 20; i++) {
        due.acquire();
        execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where application_name = 'landfall' and datname = current_database()");
      }
      assertThat(appending.get()).isTrue();
    }
    assertThat(log.ofRollout("one"))
        .extracting(Recorded::event)
        .isEqualTo(LongStream.rangeClosed(1, 200).mapToObj(i -> note("" + i)).toList());
  }

  @Test
  void a_stored_event_of_an_unknown_kind_is_refused() throws Exception {
    log.append(claim(LONDON, "one"), List.of(START));
    execute("update landfall_event set body = '{\"type\":\"from_the_future\"}'");

    var refusal = catchThrowableOfType(EventLogException.class, () -> log.after(0, 10));
    assertThat(refusal.code()).isEqualTo(EventLogException.Code.NEWER_STORE);
    assertThat(refusal.sentence()).startsWith("Event 1 ");
  }

  @Test
  void a_stored_field_nobody_knows_is_ignored() throws Exception {
    log.append(claim(LONDON, "one"), List.of(note("a")));
    execute("update landfall_event set body = replace(body, '{', '{\"mood\":\"good\",')");

    assertThat(log.after(0, 10)).extracting(Recorded::event).containsExactly(note("a"));
  }

  @Test
  void an_address_with_user_and_password_is_understood_and_never_shown() {
    var address =
        "postgres://postgres:p%%40ss@127.0.0.1:%d/%s".formatted(TestPostgres.port(), database);
    logs.add(DatabaseEventLog.openPostgres(address, Optional.empty(), Optional.empty(), clock));

    for (var wrong : List.of("mysql://u:p%40ss@h/d", "postgresql://u:p%40ss@h h/d", "x")) {
      var refusal =
          catchThrowableOfType(
              EventLogException.class,
              () ->
                  DatabaseEventLog.openPostgres(wrong, Optional.empty(), Optional.empty(), clock));
      assertThat(refusal.code()).isEqualTo(EventLogException.Code.BAD_ADDRESS);
      assertThat(refusal.toString()).doesNotContain("ss@");
    }
  }

  @Test
  void a_server_that_is_not_there_is_named_without_its_password() throws Exception {
    int free;
    try (var socket = new java.net.ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    var refusal =
        catchThrowableOfType(
            EventLogException.class,
            () ->
                DatabaseEventLog.openPostgres(
                    "postgresql://ana:geheim@127.0.0.1:%d/landfall".formatted(free),
                    Optional.empty(),
                    Optional.empty(),
                    clock));

    assertThat(refusal.code()).isEqualTo(EventLogException.Code.UNREACHABLE);
    assertThat(refusal.sentence()).contains("PostgreSQL at 127.0.0.1:%d/landfall".formatted(free));
    assertThat(refusal.getMessage()).doesNotContain("geheim");
    assertThat(refusal).cause().satisfies(last -> assertThat(last.getSuppressed()).hasSize(2));
  }
}
