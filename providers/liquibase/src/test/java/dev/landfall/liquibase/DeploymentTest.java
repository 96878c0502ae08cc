package dev.landfall.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.spi.Change;
import dev.landfall.spi.Goal;
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

/// What a deployment does to a real PostgreSQL.
final class DeploymentTest {
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
  void contexts_labels_and_databases_choose_the_changesets() throws Exception {
    station
        .sql(
            """
            --changeset ann:always
            SELECT 1;
            --changeset ann:in-dev context:dev
            SELECT 1;
            --changeset ann:in-prod context:prod
            SELECT 1;
            --changeset ann:not-prod context:!prod
            SELECT 1;
            --changeset ann:wave-1 labels:wave-1
            SELECT 1;
            --changeset ann:wave-2 labels:wave-2
            SELECT 1;
            --changeset ann:oracle dbms:oracle
            SELECT 1;
            --changeset ann:ignored ignore:true
            SELECT 1;
            """)
        .contexts("dev")
        .labels("!wave-2");

    station.deploy();

    assertThat(station.ran()).containsExactly("always", "in-dev", "not-prod", "wave-1");
  }

  @Test
  void parameters_are_part_of_the_statements() throws Exception {
    station
        .sql("--changeset ann:1\nCREATE TABLE ${name} (currency text DEFAULT '${currency}');")
        .parameters(
            Map.of(
                "name", new Value.Known("prices", false),
                "currency", new Value.Known("GBP", false)));

    var plan = station.plan();

    assertThat(plan.changes().getFirst().diff()).contains("CREATE TABLE prices").contains("'GBP'");
    station.deploy();
    assertThat(
            station.column(
                "SELECT column_default FROM information_schema.columns WHERE"
                    + " table_name = 'prices'"))
        .containsExactly("'GBP'::text");
  }

  @Test
  void a_changeset_that_may_run_again_does_so_when_its_text_changes() throws Exception {
    station.sql("--changeset ann:v runOnChange:true\nCREATE OR REPLACE VIEW v AS SELECT 1 AS one;");
    station.deploy();
    assertThat(station.plan().isEmpty()).isTrue();

    station.sql("--changeset ann:v runOnChange:true\nCREATE OR REPLACE VIEW v AS SELECT 2 AS one;");
    var plan = station.plan();
    assertThat(plan.changes()).hasSize(1);
    assertThat(plan.changes().getFirst().summary()).contains("re-run");
    station.deploy();

    assertThat(station.column("SELECT one FROM v")).containsExactly("2");
    assertThat(station.column("SELECT exectype FROM databasechangelog")).containsExactly("RERAN");
  }

  @Test
  void a_changeset_that_always_runs_is_always_planned() throws Exception {
    station.sql(
        "--changeset ann:1\nCREATE TABLE runs (n int);\n"
            + "--changeset ann:2 runAlways:true\nINSERT INTO runs VALUES (1);");
    station.deploy();
    station.deploy();

    assertThat(station.column("SELECT count(*) FROM runs")).containsExactly("2");
    assertThat(station.plan().changes())
        .extracting(Change::address)
        .containsExactly("changelog.sql::2::ann");
  }

  @Test
  void an_edited_once_only_changeset_is_refused_with_every_place() throws Exception {
    station.tables(3).deploy();
    station.sql(
        """
        --changeset ann:1
        CREATE TABLE t1 (id bigint);
        --rollback DROP TABLE t1;
        --changeset ann:2
        CREATE TABLE t2 (id bigint);
        --rollback DROP TABLE t2;
        --changeset ann:3
        CREATE TABLE t3 (id int);
        --rollback DROP TABLE t3;
        """);

    var failure = failure(station::plan);

    assertThat(failure.kind()).isEqualTo(Kind.INVALID);
    assertThat(failure.problems()).hasSize(2);
    assertThat(failure.problems().getFirst().toString())
        .startsWith("db/changelog.sql:2:1: error: a deployed changeset was edited.")
        .contains("dev/london")
        .contains("validCheckSum");
  }

  @Test
  void every_way_a_precondition_can_fail_is_obeyed() throws Exception {
    station.sql(
        """
        --changeset ann:continue
        --preconditions onFail:CONTINUE
        --precondition-sql-check expectedResult:1 SELECT 0
        SELECT 1;
        --changeset ann:mark-ran
        --preconditions onFail:MARK_RAN
        --precondition-sql-check expectedResult:1 SELECT 0
        SELECT no_such_column;
        --changeset ann:warn
        --preconditions onFail:WARN
        --precondition-sql-check expectedResult:1 SELECT 0
        SELECT 1;
        --changeset ann:on-error onError:MARK_RAN
        --preconditions onFail:HALT onError:MARK_RAN
        --precondition-sql-check expectedResult:1 SELECT * FROM nowhere
        SELECT 1;
        --changeset ann:holds
        --preconditions onFail:HALT
        --precondition-sql-check expectedResult:1 SELECT 1
        SELECT 1;
        --changeset ann:halt
        --preconditions onFail:HALT onFailMessage:not-yet
        --precondition-sql-check expectedResult:1 SELECT 0
        SELECT 1;
        --changeset ann:never
        SELECT 1;
        """);

    var failure = failure(station::deploy);

    assertThat(failure.getMessage()).contains("changeset halt by ann");
    assertThat(station.query("SELECT id, exectype FROM databasechangelog ORDER BY orderexecuted"))
        .containsExactly(
            List.of("mark-ran", "MARK_RAN"),
            List.of("warn", "EXECUTED"),
            List.of("on-error", "MARK_RAN"),
            List.of("holds", "EXECUTED"));
    assertThat(station.isLocked()).isFalse();
  }

  @Test
  void preconditions_look_at_the_catalogue() throws Exception {
    station.file(
        "changelog.xml",
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
              http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
          <changeSet id="base" author="ann">
            <sql>CREATE TABLE venue (id int CONSTRAINT venue_pk PRIMARY KEY, name text CONSTRAINT
              venue_name UNIQUE); CREATE INDEX venue_by_name ON venue (name); CREATE VIEW names AS
              SELECT name FROM venue; CREATE SEQUENCE numbers; CREATE TABLE seat (venue int
              CONSTRAINT seat_venue REFERENCES venue); INSERT INTO venue VALUES (1, 'a')</sql>
          </changeSet>
          <changeSet id="all-hold" author="ann">
            <preConditions onFail="CONTINUE">
              <dbms type="postgresql"/>
              <runningAs username="postgres"/>
              <changeSetExecuted id="base" author="ann" changeLogFile="changelog.xml"/>
              <tableExists tableName="VENUE"/>
              <columnExists tableName="venue" columnName="name"/>
              <viewExists viewName="names"/>
              <sequenceExists sequenceName="numbers"/>
              <indexExists indexName="venue_by_name"/>
              <indexExists tableName="venue" columnNames="name"/>
              <primaryKeyExists tableName="venue"/>
              <foreignKeyConstraintExists foreignKeyTableName="seat" foreignKeyName="seat_venue"/>
              <uniqueConstraintExists tableName="venue" columnNames="name"/>
              <rowCount tableName="venue" expectedRows="1"/>
              <tableIsEmpty tableName="seat"/>
              <not><tableExists tableName="nowhere"/></not>
              <or><tableExists tableName="nowhere"/><tableExists tableName="seat"/></or>
            </preConditions>
            <sql>SELECT 1</sql>
          </changeSet>
          <changeSet id="no-column" author="ann">
            <preConditions onFail="CONTINUE"><columnExists tableName="venue" columnName="x"/></preConditions>
            <sql>SELECT 1</sql>
          </changeSet>
          <changeSet id="not-empty" author="ann">
            <preConditions onFail="CONTINUE"><tableIsEmpty tableName="venue"/></preConditions>
            <sql>SELECT 1</sql>
          </changeSet>
          <changeSet id="other-schema" author="ann">
            <preConditions onFail="CONTINUE"><tableExists schemaName="mart" tableName="venue"/></preConditions>
            <sql>SELECT 1</sql>
          </changeSet>
        </databaseChangeLog>
        """);

    station.deploy();

    assertThat(station.ran()).containsExactly("base", "all-hold");
  }

  @Test
  void what_cannot_be_reduced_to_sql_is_run_by_liquibase() throws Exception {
    station
        .file("venues.csv", "id,name\n1,Harbour Arena\n2,\"O'Brien's, Dublin\"\n")
        .file(
            "changelog.yaml",
            """
            databaseChangeLog:
              - changeSet:
                  id: 1
                  author: ann
                  changes:
                    - createTable:
                        tableName: venues
                        columns:
                          - column: {name: id, type: int}
                          - column: {name: name, type: text}
              - changeSet:
                  id: 2
                  author: ann
                  changes:
                    - loadData: {tableName: venues, file: venues.csv, usePreparedStatements: true}
            """);

    var plan = station.plan();
    assertThat(plan.changes().getLast().diff()).contains("run by liquibase-core");
    station.deploy();

    assertThat(station.column("SELECT name FROM venues ORDER BY id"))
        .containsExactly("Harbour Arena", "O'Brien's, Dublin");
    assertThat(station.ran()).containsExactly("1", "2");
    assertThat(station.plan().isEmpty()).isTrue();
  }

  @Test
  void a_lock_of_somebody_else_is_named_and_left_alone() throws Exception {
    station.tables(1).deploy();
    station.tables(2);
    station.query(
        "UPDATE databasechangeloglock SET locked = TRUE, lockedby = 'build-7', lockgranted ="
            + " now() - interval '3 hours'");

    var plan = station.plan();
    assertThat(plan.notes())
        .anySatisfy(note -> assertThat(note).contains("build-7").contains("3 hours"));
    var failure = failure(() -> station.apply(plan, station.context()));

    assertThat(failure.kind()).isEqualTo(Kind.HELD);
    assertThat(failure.getMessage()).contains("build-7").contains("3 hours");
    assertThat(station.ran()).containsExactly("1");
    assertThat(station.column("SELECT lockedby FROM databasechangeloglock"))
        .containsExactly("build-7");
    assertThat(station.provider().unlock(station.desired(), station.context()))
        .singleElement()
        .asString()
        .contains("build-7");
    station.deploy();
    assertThat(station.ran()).containsExactly("1", "2");
  }

  @Test
  void a_lock_of_a_dead_rollout_is_taken_over_and_of_a_living_one_is_not() throws Exception {
    station.tables(1).deploy();
    station.tables(2);
    station.query(
        "UPDATE databasechangeloglock SET locked = TRUE, lockgranted = now(), lockedby ="
            + " 'landfall ro-other on vm, process 4711'");

    var failure = failure(() -> station.apply(station.plan(), station.context()));
    assertThat(failure.kind()).isEqualTo(Kind.HELD);

    station.apply(station.plan(), station.context().knowsDead("ro-other"));
    assertThat(station.ran()).containsExactly("1", "2");
    assertThat(station.isLocked()).isFalse();
  }

  @Test
  void losses_of_data_are_counted() throws Exception {
    station.sql(
        "--changeset ann:1\nCREATE TABLE orders (id int, note text);\n"
            + "INSERT INTO orders SELECT g, 'x' FROM generate_series(1, 1204) g;");
    station.deploy();
    station.sql(
        """
        --changeset ann:1
        CREATE TABLE orders (id int, note text);
        INSERT INTO orders SELECT g, 'x' FROM generate_series(1, 1204) g;
        --changeset ann:2
        ALTER TABLE orders DROP COLUMN note;
        --changeset ann:3
        DELETE FROM orders;
        --changeset ann:4
        DELETE FROM orders WHERE id = 1;
        --changeset ann:5
        DROP TABLE orders;
        """);

    var losses =
        station.plan().changes().stream().flatMap(change -> change.losses().stream()).toList();

    assertThat(losses)
        .extracting(Change.Loss::what)
        .containsExactly(
            "DROP COLUMN orders.note", "DELETE FROM orders without WHERE", "DROP TABLE orders");
    assertThat(losses).extracting(Change.Loss::extent).containsOnly("1,204 rows");
  }

  @Test
  void a_rollback_runs_backwards_and_is_forgotten() throws Exception {
    station.tables(4).release("before").deploy();
    station.tables(6).release("after").deploy();

    station.goal(new Goal.BackToTag("before"));
    var plan = station.plan();
    assertThat(plan.changes())
        .extracting(Change::address)
        .containsExactly("changelog.sql::6::ann", "changelog.sql::5::ann");
    assertThat(plan.changes().getFirst().diff()).contains("DROP TABLE t6");
    station.deploy();

    assertThat(station.ran()).containsExactly("1", "2", "3", "4");
    assertThat(
            station.column("SELECT tablename FROM pg_tables WHERE tablename LIKE 't_' ORDER BY 1"))
        .containsExactly("t1", "t2", "t3", "t4");
    assertThatThrownBy(() -> station.goal(new Goal.BackToTag("nowhere")).plan())
        .hasMessageContaining("no tag nowhere");
  }

  @Test
  void a_changeset_without_a_way_back_cannot_be_taken_back() throws Exception {
    station.sql("--changeset ann:1\nCREATE TABLE a (id int);").deploy();

    var failure = failure(() -> station.goal(new Goal.BackByCount(1)).plan());

    assertThat(failure.problems().getFirst().toString())
        .contains("db/changelog.sql:2:1")
        .contains("no rollback");
  }

  @Test
  void every_effect_is_recorded_before_and_after() throws Exception {
    var context = station.tables(3).deploy();

    assertThat(context.open()).isEmpty();
    assertThat(context.done()).hasSize(3);
    assertThat(context.entries().stream().map(entry -> entry.getClass().getSimpleName()))
        .containsExactly("Checkpoint", "Begin", "Done", "Begin", "Begin", "Done", "Done");
  }

  @Test
  void what_is_observed_differs_exactly_where_the_catalogue_does() throws Exception {
    station.sql(
        "--changeset ann:1\nCREATE TABLE a (id int, n text);\nCREATE VIEW v AS SELECT id FROM a;");
    station.deploy();
    var before = station.provider().observe(station.desired(), station.context());

    station.query("ALTER TABLE a ALTER COLUMN n SET NOT NULL");
    station.query("GRANT SELECT ON v TO PUBLIC");
    var after = station.provider().observe(station.desired(), station.context());

    var changed =
        after.items().entrySet().stream()
            .filter(item -> !item.getValue().equals(before.items().get(item.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(changed).containsExactlyInAnyOrder("column public.a.n", "view public.v");
    assertThat(after.items().keySet()).isEqualTo(before.items().keySet());
    assertThat(after.items().keySet()).noneMatch(item -> item.contains("databasechangelog"));
    assertThat(after.outputs().values().get("database")).isEqualTo(station.database());
  }

  @Test
  void a_target_that_is_settled_is_told_by_its_fingerprint_and_never_wrongly() throws Exception {
    station.tables(3).deploy();
    var first = station.plan();
    assertThat(station.restarted().plan()).isEqualTo(first);
    assertThat(first.isEmpty()).isTrue();

    station.query("DELETE FROM databasechangelog WHERE id = '2'");
    assertThat(station.plan().changes())
        .extracting(Change::address)
        .containsExactly("changelog.sql::2::ann");
    station.query(
        "INSERT INTO databasechangelog SELECT '2', author, filename, dateexecuted, 9, exectype,"
            + " '9:other', description, comments, tag, liquibase, contexts, labels, deployment_id"
            + " FROM databasechangelog WHERE id = '1'");
    assertThat(failure(station::plan).problems()).hasSize(1);
    station.query("UPDATE databasechangelog SET md5sum = NULL WHERE id = '2'");
    assertThat(station.plan().isEmpty()).isTrue();
    station.query(
        "UPDATE databasechangeloglock SET locked = TRUE, lockedby = 'build-7', lockgranted = now()");
    assertThat(station.plan().notes()).hasSize(1);
  }
}
