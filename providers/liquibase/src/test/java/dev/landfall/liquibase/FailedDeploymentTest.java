package dev.landfall.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import dev.landfall.spi.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a deployment to a real PostgreSQL does and says when something is wrong.
final class FailedDeploymentTest {
  @TempDir Path folder;
  private Station station;

  @BeforeEach
  void open() {
    station = new Station(folder);
  }

  @AfterEach
  void close() {
    station.close();
  }

  private static ProviderException failure(ThrowingCallable work) {
    var thrown = org.assertj.core.api.Assertions.catchThrowable(work);
    assertThat(thrown).isInstanceOf(ProviderException.class);
    return (ProviderException) thrown;
  }

  @Test
  void a_failing_statement_is_named_by_file_and_line_and_leaves_no_trace() throws Exception {
    station.sql(
        """
        --changeset ann:1
        CREATE TABLE a (id int);
        --changeset ann:2
        CREATE TABLE b (id int);
        INSERT INTO b
          VALUES ('not a number');
        --changeset ann:3
        CREATE TABLE c (id int);
        """);

    var failure = failure(station::deploy);

    assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    assertThat(failure.getMessage())
        .contains("changeset 2 by ann")
        .contains("db/changelog.sql:7:1")
        .contains("statement 2 of 2")
        .contains("invalid input syntax")
        .contains("Nothing of this changeset took effect");
    assertThat(station.ran()).containsExactly("1");
    assertThat(station.column("SELECT tablename FROM pg_tables WHERE tablename IN ('a', 'b', 'c')"))
        .containsExactly("a");
    assertThat(station.isLocked()).isFalse();

    station.sql(
        """
        --changeset ann:1
        CREATE TABLE a (id int);
        --changeset ann:2
        CREATE TABLE b (id int);
        --changeset ann:3
        CREATE TABLE c (id int);
        """);
    station.deploy();
    assertThat(station.ran()).containsExactly("1", "2", "3");
  }

  @Test
  void a_failure_that_may_happen_does_not_stop_the_rest() throws Exception {
    station.sql(
        "--changeset ann:1 failOnError:false\nSELECT * FROM nowhere;\n"
            + "--changeset ann:2\nSELECT 1;");

    station.deploy();

    assertThat(station.ran()).containsExactly("2");
    assertThat(station.plan().changes()).hasSize(1);
  }

  @Test
  void statements_outside_of_a_transaction_go_on_where_they_stopped() throws Exception {
    station.sql(
        """
        --changeset ann:1
        CREATE TABLE t (id int);
        --changeset ann:2 runInTransaction:false
        CREATE INDEX CONCURRENTLY t_one ON t (id);
        CREATE UNIQUE INDEX CONCURRENTLY t_two ON missing (id);
        """);
    var context = station.context();
    var failure = failure(() -> station.apply(station.plan(), context));
    assertThat(failure.getMessage()).contains("statement 2 of 2").contains("Statements 1 to 1");
    assertThat(failure.next()).contains("go on with statement 2");

    station.query("CREATE TABLE missing (id int)");
    station.apply(station.plan(), resumedAfter(context));

    assertThat(station.ran()).containsExactly("1", "2");
    assertThat(
            station.column(
                "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND"
                    + " indexname LIKE 't\\_%' ORDER BY 1"))
        .containsExactly("t_one", "t_two");
  }

  /// What the engine hands to the next rollout: the effects that took place since the last success.
  private MemoryContext resumedAfter(MemoryContext failed) throws Exception {
    var next = station.context();
    for (var key : failed.done()) {
      next.record(List.of(new dev.landfall.spi.Journal.Done(key, "")));
    }
    return next;
  }

  @Test
  void a_failing_liquibase_change_leaves_no_trace() throws Exception {
    station
        .file("venues.csv", "id,name\n1,a\nx,b\n")
        .file(
            "changelog.yaml",
            """
            databaseChangeLog:
              - changeSet:
                  id: 1
                  author: ann
                  changes:
                    - sql: {sql: "CREATE TABLE venues (id int, name text)"}
              - changeSet:
                  id: 2
                  author: ann
                  changes:
                    - loadData:
                        tableName: venues
                        file: venues.csv
                        usePreparedStatements: true
                        columns:
                          - column: {name: id, type: STRING}
                          - column: {name: name, type: STRING}
            """);

    var failure = failure(station::deploy);

    assertThat(failure.getMessage()).contains("changeset 2 by ann");
    assertThat(station.column("SELECT count(*) FROM venues")).containsExactly("0");
    assertThat(station.ran()).containsExactly("1");
    assertThat(station.isLocked()).isFalse();
  }

  @Test
  void a_plan_whose_base_has_moved_is_refused() throws Exception {
    station.tables(2);
    var plan = station.plan();
    station.restarted().deploy();

    var failure = failure(() -> station.apply(plan, station.context()));

    assertThat(failure.kind()).isEqualTo(Kind.STALE);
    assertThat(station.ran()).containsExactly("1", "2");
    assertThat(station.isLocked()).isFalse();
  }

  @Test
  void secrets_in_parameters_appear_nowhere() throws Exception {
    station
        .sql("--changeset ann:1\nCREATE TABLE a (k text DEFAULT '${key}');\nSELECT '${key}'::int;")
        .parameters(Map.of("key", new Value.Known("s3cr3t-value", true)));

    var plan = station.plan();
    var context = station.context();
    var failure = failure(() -> station.apply(plan, context));

    assertThat(plan.toString()).doesNotContain("s3cr3t-value");
    assertThat(failure.getMessage() + failure.next()).doesNotContain("s3cr3t-value");
    assertThat(context.entries().toString()).doesNotContain("s3cr3t-value");
    assertThat(String.valueOf(failure.getCause())).doesNotContain("s3cr3t-value");
  }

  /// In flights of one, two, four and the rest.
  private static String ten(String sixth, String attributes) {
    var text = new StringBuilder();
    for (var i = 1; i <= 10; i++) {
      text.append("--changeset ann:").append(i).append(i == 6 ? attributes : "").append('\n');
      text.append(i == 6 ? sixth : "CREATE TABLE t" + i + " (n int);").append('\n');
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATE TABLE t5 (n int);", "CREATE TALBE t6 (n int);"})
  void a_changeset_that_fails_among_others_of_its_flight_is_told_as_if_alone(String sixth)
      throws Exception {
    station.sql(ten(sixth, ""));
    var plan = station.plan();
    var context = station.context();

    var failure = failure(() -> station.apply(plan, context));

    assertThat(failure)
        .hasMessageContaining("changeset 6 by ann (db/changelog.sql:13:1) failed")
        .hasMessageContaining("Nothing of this changeset took effect; those before it stay.");
    assertThat(station.ran()).containsExactly("1", "2", "3", "4", "5");
    assertThat(station.isLocked()).isFalse();
    assertThat(context.open()).isEmpty();
    assertThat(context.done()).hasSize(5);
  }

  @Test
  void a_changeset_that_may_fail_is_left_out_of_its_flight() throws Exception {
    station.sql(ten("CREATE TABLE t5 (n int);", " failOnError:false")).deploy();

    assertThat(station.ran()).containsExactly("1", "2", "3", "4", "5", "7", "8", "9", "10");
  }

  @Test
  void a_wrong_password_is_said_without_saying_it() {
    station.tables(1);
    var wrong = new Station(folder).tables(1);
    var failure =
        failure(() -> {
          try (var provider = new LiquibaseProvider(java.time.Clock.systemUTC())) {
            provider.plan(Wrong.password(wrong.desired(), "wr0ng-pass"), wrong.context());
          }
        });

    assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    assertThat(failure.getMessage())
        .contains("password authentication failed")
        .doesNotContain("wr0ng-pass");
    wrong.close();
  }
}
