package dev.landfall.sandbox.snowflake.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Compiled;
import dev.landfall.sandbox.snowflake.query.Dml;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final List<ResultColumn> NUMBER =
      List.of(new ResultColumn("N", DataType.Fixed.INTEGER, true));

  private final Accounts accounts =
      new Accounts(
          Optional.empty(),
          java.util.Map.of(),
          Optional.empty(),
          new Accounts.Administrator("ADMIN", "secret"),
          Clock.systemUTC(),
          false);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Session> sessions = new ArrayList<>();
  private Session first;
  private Session second;

  @BeforeEach
  void open() throws Exception {
    first = login();
    second = login();
    execute("CREATE TABLE t (id DECIMAL(38,0), n DECIMAL(38,0) NOT NULL)");
    execute("CREATE TABLE u (id DECIMAL(38,0), n DECIMAL(38,0))");
    execute("CREATE SEQUENCE s");
  }

  @AfterEach
  void close() throws Exception {
    threads.shutdownNow();
    accounts.close();
  }

  private Session login() throws Exception {
    var session =
        accounts.login(
            new Login(
                "ACME",
                "ADMIN",
                new Login.Credentials.Password("secret"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "test",
                java.util.Map.of()));
    sessions.add(session);
    return session;
  }

  private void execute(String sql) throws SQLException {
    try (var connection = first.account().database().connect();
        var statement = connection.createStatement()) {
      statement.execute(physical(sql));
    }
  }

  private static Query query(Session session) {
    return new Query("id", "", session, Instant.EPOCH, Optional.empty());
  }

  private static long run(Session session, String sql, boolean exclusive, String... reads)
      throws SnowflakeException, SQLException {
    return run(session, query(session), sql, exclusive, LONG, reads);
  }

  private static long run(
      Session session,
      Query query,
      String statement,
      boolean exclusive,
      Duration timeout,
      String... reads)
      throws SnowflakeException, SQLException {
    var sql = physical(statement);
    var table = PhysicalTables.in(sql).iterator().next();
    var columns = List.of(new ResultColumn("number of rows", DataType.Fixed.INTEGER, false));
    var dml =
        new Dml(
            exclusive ? StatementKind.UPDATE : StatementKind.INSERT,
            List.of(new Dml.Step.Change(sql, 0)),
            columns,
            0);
    return session.work()
        .dml(
            () ->
                Prepared.of(
                    dml,
                    List.of(),
                    List.of(),
                    physical(Set.of(reads)),
                    Optional.of(table),
                    statement),
            query,
            timeout,
            true)[0];
  }

  /// With the names that the catalogue would give the tables.
  private static String physical(String sql) {
    return sql.replaceAll("\\bt\\b", "\"data\".\"t1\"").replaceAll("\\bu\\b", "\"data\".\"t2\"");
  }

  private static Set<String> physical(Set<String> names) {
    return names.stream().map(WorkTest::physical).collect(java.util.stream.Collectors.toSet());
  }

  private static String number(Session session, String sql, String... reads)
      throws SnowflakeException, SQLException {
    return session
        .work()
        .select(
            new Compiled(
                "SELECT (" + physical(sql) + ")::DECIMAL(38,0) AS c1", NUMBER, 0, List.of()),
            physical(Set.of(reads)),
            query(session),
            Cells.COMPACT,
            0)
        .getFirst()
        .getFirst();
  }

  private static String count(Session session, String table) throws Exception {
    return number(session, "SELECT count(*) FROM " + table, table);
  }

  @Test
  void a_statement_alone_is_a_transaction() throws Exception {
    assertThat(run(first, "INSERT INTO t VALUES (1, 1), (2, 2)", false)).isEqualTo(2);
    assertThat(count(second, "t")).isEqualTo("2");
    assertThatThrownBy(() -> run(first, "INSERT INTO t VALUES (3, 3), (4, NULL)", false))
        .isInstanceOf(SQLException.class);
    assertThat(count(second, "t")).isEqualTo("2");
  }

  @Test
  void others_see_a_transaction_when_it_is_committed() throws Exception {
    first.work().begin(Optional.empty());
    run(first, "INSERT INTO t VALUES (1, 1)", false);
    assertThat(count(first, "t")).isEqualTo("1");
    assertThat(count(second, "t")).isEqualTo("0");
    first.work().commit();
    assertThat(count(second, "t")).isEqualTo("1");
  }

  @Test
  void a_rolled_back_transaction_leaves_nothing() throws Exception {
    first.work().begin(Optional.empty());
    run(first, "INSERT INTO t VALUES (1, 1)", false);
    first.work().rollback();
    assertThat(count(first, "t")).isEqualTo("0");
    assertThat(first.work().transaction()).isEmpty();
  }

  @Test
  void an_error_undoes_its_statement_and_no_more() throws Exception {
    first.work().begin(Optional.empty());
    run(first, "INSERT INTO t VALUES (1, 1)", false);
    assertThatThrownBy(() -> run(first, "INSERT INTO t VALUES (2, 2), (3, NULL)", false))
        .isInstanceOf(SQLException.class);
    run(first, "INSERT INTO t VALUES (4, 4)", false);
    assertThatThrownBy(() -> number(first, "SELECT 'x'::INT FROM t", "t"))
        .isInstanceOf(SQLException.class);
    assertThat(count(first, "t")).isEqualTo("2");
    first.work().commit();
    assertThat(number(second, "SELECT sum(id) FROM t", "t")).isEqualTo("5");
  }

  @Test
  void an_error_in_the_first_statement_leaves_the_transaction_open() throws Exception {
    first.work().begin(Optional.empty());
    assertThatThrownBy(() -> run(first, "INSERT INTO t VALUES (2, NULL)", false))
        .isInstanceOf(SQLException.class);
    assertThat(first.work().transaction()).isPresent();
    run(first, "INSERT INTO t VALUES (1, 1)", false);
    first.work().commit();
    assertThat(count(second, "t")).isEqualTo("1");
  }

  @Test
  void what_is_done_again_draws_no_other_numbers() throws Exception {
    first.work().begin(Optional.empty());
    run(first, "INSERT INTO t SELECT nextval('s'), nextval('s')", false);
    run(first, "INSERT INTO t SELECT nextval('s'), nextval('s')", false);
    var before = number(first, "SELECT sum(id * 1000 + n) FROM t", "t");
    assertThatThrownBy(() -> run(first, "INSERT INTO t VALUES (2, NULL)", false))
        .isInstanceOf(SQLException.class);
    assertThat(number(first, "SELECT sum(id * 1000 + n) FROM t", "t")).isEqualTo(before);
    first.work().commit();
    assertThat(number(second, "SELECT sum(id * 1000 + n) FROM t", "t")).isEqualTo(before);
  }

  @Test
  void each_statement_sees_what_others_committed_before_it() throws Exception {
    run(second, "INSERT INTO u VALUES (1, 1)", false);
    first.work().begin(Optional.empty());
    run(first, "INSERT INTO t VALUES (1, 1)", false);
    run(second, "INSERT INTO t VALUES (2, 2)", false);
    run(second, "INSERT INTO u VALUES (2, 2)", false);
    assertThat(count(first, "t")).isEqualTo("2");
    assertThat(count(first, "u")).isEqualTo("2");
    run(first, "INSERT INTO t SELECT id + 100, n FROM u", false, "u");
    run(second, "INSERT INTO u VALUES (3, 3)", false);
    run(second, "INSERT INTO t VALUES (3, 3)", false);
    assertThat(count(first, "t")).isEqualTo("5");
    first.work().commit();
    assertThat(count(second, "t")).isEqualTo("5");
  }

  @Test
  void only_one_changes_rows_of_a_table_and_the_others_wait() throws Exception {
    run(first, "INSERT INTO t VALUES (1, 0)", false);
    first.work().begin(Optional.empty());
    run(first, "UPDATE t SET n = n + 1", true);
    Future<Long> waiting = threads.submit(() -> run(second, "UPDATE t SET n = n + 10", true));
    Awaitility.await()
        .until(() -> first.account().locks().listed().stream().anyMatch(lock -> !lock.held()));
    run(first, "UPDATE t SET n = n + 1", true);
    first.work().commit();
    assertThat(waiting.get()).isEqualTo(1);
    assertThat(number(first, "SELECT n FROM t", "t")).isEqualTo("12");
  }

  @Test
  void rows_are_inserted_while_others_are_changed() throws Exception {
    run(first, "INSERT INTO t VALUES (1, 0)", false);
    first.work().begin(Optional.empty());
    run(first, "UPDATE t SET n = 5", true);
    run(second, "INSERT INTO t VALUES (2, 2)", false);
    first.work().commit();
    assertThat(number(second, "SELECT sum(n) FROM t", "t")).isEqualTo("7");
  }

  @Test
  void changes_are_carried_over_to_what_others_have_committed() throws Exception {
    run(first, "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)", false);
    first.work().begin(Optional.empty());
    run(first, "UPDATE t SET n = n + 10 WHERE id < 3", true);
    run(first, "DELETE FROM t WHERE id = 3", true);
    run(first, "INSERT INTO t VALUES (4, 4)", false);
    run(second, "INSERT INTO t VALUES (5, 5), (6, 6)", false);
    assertThat(number(first, "SELECT sum(n) FROM t", "t")).isEqualTo("38");
    run(first, "DELETE FROM t WHERE id = 6", true);
    run(first, "UPDATE t SET n = n + 100 WHERE id IN (1, 4, 5)", true);
    run(second, "INSERT INTO t VALUES (7, 1000)", false);
    assertThat(number(first, "SELECT sum(n) FROM t", "t")).isEqualTo("1332");
    assertThatThrownBy(() -> run(first, "INSERT INTO t VALUES (8, NULL)", false))
        .isInstanceOf(SQLException.class);
    assertThat(number(first, "SELECT sum(n) FROM t", "t")).isEqualTo("1332");
    assertThat(number(second, "SELECT sum(n) FROM t", "t")).isEqualTo("1017");
    first.work().commit();
    assertThat(number(second, "SELECT sum(n) FROM t", "t")).isEqualTo("1332");
    assertThat(number(second, "SELECT count(*) FROM t WHERE id IN (1, 2, 4, 5, 7)", "t"))
        .isEqualTo("5");
  }

  @Test
  void waiting_for_a_lock_ends_after_the_timeout() throws Exception {
    run(first, "INSERT INTO t VALUES (1, 0)", false);
    first.work().begin(Optional.empty());
    run(first, "UPDATE t SET n = 5", true);
    assertThatThrownBy(
            () -> run(second, query(second), "UPDATE t SET n = 6", true, Duration.ofMillis(20)))
        .isInstanceOfSatisfying(
            SnowflakeException.class, e -> assertThat(e.code()).isEqualTo("000625"));
  }

  @Test
  void waiting_for_a_lock_can_be_cancelled() throws Exception {
    run(first, "INSERT INTO t VALUES (1, 0)", false);
    first.work().begin(Optional.empty());
    run(first, "UPDATE t SET n = 5", true);
    var query = query(second);
    Future<Long> waiting =
        threads.submit(() -> run(second, query, "UPDATE t SET n = 6", true, LONG));
    Awaitility.await()
        .until(() -> first.account().locks().listed().stream().anyMatch(lock -> !lock.held()));
    query.cancel();
    assertThatThrownBy(waiting::get)
        .hasCauseInstanceOf(SnowflakeException.class)
        .hasMessageContaining("SQL execution canceled");
  }

  @Test
  void two_that_wait_for_each_other_are_told() throws Exception {
    run(first, "INSERT INTO t VALUES (1, 0)", false);
    run(first, "INSERT INTO u VALUES (1, 0)", false);
    first.work().begin(Optional.empty());
    second.work().begin(Optional.empty());
    run(first, "UPDATE t SET n = 1", true);
    run(second, "UPDATE u SET n = 2", true);
    Future<Long> waiting = threads.submit(() -> run(first, "UPDATE u SET n = 1", true));
    Awaitility.await()
        .until(() -> first.account().locks().listed().stream().anyMatch(lock -> !lock.held()));
    assertThatThrownBy(() -> run(second, "UPDATE t SET n = 2", true))
        .isInstanceOf(SnowflakeException.class)
        .hasMessageContaining("deadlock");
    second.work().commit();
    assertThat(waiting.get()).isEqualTo(1);
    first.work().commit();
    assertThat(number(second, "SELECT n FROM t", "t")).isEqualTo("1");
    assertThat(number(second, "SELECT n FROM u", "u")).isEqualTo("1");
  }

  @Test
  void a_table_that_is_altered_meanwhile_takes_the_rows() throws Exception {
    first.work().begin(Optional.empty());
    run(first, "INSERT INTO t (id, n) VALUES (1, 1)", false);
    execute("ALTER TABLE t ADD COLUMN more INT");
    first.work().commit();
    assertThat(count(second, "t")).isEqualTo("1");
  }

  @Test
  void a_transaction_on_a_table_that_is_dropped_meanwhile_fails() throws Exception {
    first.work().begin(Optional.empty());
    run(first, "INSERT INTO t (id, n) VALUES (1, 1)", false);
    execute("DROP TABLE t");
    assertThatThrownBy(() -> first.work().commit()).isInstanceOf(SQLException.class);
    assertThat(first.work().transaction()).isEmpty();
  }

  @Test
  void a_closed_session_rolls_back_and_lets_others_write() throws Exception {
    run(first, "INSERT INTO t VALUES (1, 0)", false);
    first.work().begin(Optional.empty());
    run(first, "UPDATE t SET n = 1", true);
    first.close();
    assertThat(run(second, "UPDATE t SET n = n + 5", true)).isEqualTo(1);
    assertThat(number(second, "SELECT n FROM t", "t")).isEqualTo("5");
  }

  @Test
  void many_writers_lose_nothing() throws Exception {
    run(first, "INSERT INTO t VALUES (1, 0)", false);
    var writers = 10;
    var rounds = 20;
    var ready = new CountDownLatch(1);
    var done = new ArrayList<Future<?>>();
    for (var w = 0; w < writers; w++) {
      var session = login();
      var inTransaction = w % 2 == 0;
      done.add(
          threads.submit(() -> {
            ready.await();
            for (var i = 0; i < rounds; i++) {
              if (inTransaction) {
                session.work().begin(Optional.empty());
              }
              run(session, "UPDATE t SET n = n + 1 WHERE id = 1", true);
              run(session, "INSERT INTO u VALUES (1, 1)", false);
              session.work().commit();
            }
            return null;
          }));
    }
    ready.countDown();
    for (var writer : done) {
      writer.get();
    }
    assertThat(number(first, "SELECT n FROM t", "t")).isEqualTo("200");
    assertThat(count(first, "u")).isEqualTo("200");
  }
}
