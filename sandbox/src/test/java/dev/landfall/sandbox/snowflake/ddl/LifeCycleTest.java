package dev.landfall.sandbox.snowflake.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.catalog.Databases;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.Name;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifeCycleTest {
  private TestSession session;

  @BeforeEach
  void in_a_new_database() throws Exception {
    session = TestSession.start();
    session.run("CREATE DATABASE D", "CREATE SCHEMA RAW");
  }

  @Test
  void creating_says_what_was_created() throws Exception {
    assertThat(session.status("CREATE TABLE ORDERS (ID NUMBER(38,0) NOT NULL, NAME STRING)"))
        .isEqualTo("Table ORDERS successfully created.");
    assertThat(session.status("CREATE OR REPLACE TABLE ORDERS (ID INT)"))
        .isEqualTo("Table ORDERS successfully created.");
    assertThat(session.status("CREATE TABLE IF NOT EXISTS ORDERS (ID INT)"))
        .isEqualTo("ORDERS already exists, statement succeeded.");
    assertThat(session.status("CREATE SEQUENCE S")).isEqualTo("Sequence S successfully created.");
    assertThat(session.status("CREATE STAGE LANDING"))
        .isEqualTo("Stage area LANDING successfully created.");
    assertThat(session.status("CREATE ROLE R")).isEqualTo("Role R successfully created.");
    assertThat(session.status("CREATE WAREHOUSE W")).isEqualTo("Warehouse W successfully created.");
    assertThat(session.status("CREATE FILE FORMAT F TYPE = CSV"))
        .isEqualTo("File format F successfully created.");
  }

  @Test
  void a_name_that_is_taken_is_refused() throws Exception {
    session.run("CREATE TABLE ORDERS (ID INT)", "CREATE STREAM S ON TABLE ORDERS");

    var again = session.refused("CREATE TABLE ORDERS (ID INT)");
    assertThat(again.code()).isEqualTo("002002");
    assertThat(again.sqlState()).isEqualTo("42710");
    assertThat(again).hasMessage("SQL compilation error:\nObject 'ORDERS' already exists.");
    assertThat(session.refused("CREATE OR REPLACE TABLE S (A INT)"))
        .hasMessage("SQL compilation error:\nObject 'S' already exists as STREAM");
    assertThat(session.refused("CREATE STREAM ORDERS ON TABLE ORDERS"))
        .hasMessage("SQL compilation error:\nObject 'ORDERS' already exists as TABLE");
  }

  @Test
  void dropping_says_what_was_dropped() throws Exception {
    session.run("CREATE TABLE T (A INT)", "CREATE SEQUENCE S");

    assertThat(session.status("DROP TABLE T")).isEqualTo("T successfully dropped.");
    assertThat(session.status("DROP TABLE IF EXISTS T"))
        .isEqualTo("Drop statement executed successfully (T already dropped).");
    assertThat(session.status("DROP TABLE IF EXISTS NOWHERE.T"))
        .isEqualTo("Drop statement executed successfully (T already dropped).");
    var gone = session.refused("DROP TABLE T");
    assertThat(gone.code()).isEqualTo("002003");
    assertThat(gone.sqlState()).isEqualTo("42S02");
    assertThat(gone)
        .hasMessage("SQL compilation error:\nTable 'D.RAW.T' does not exist or not authorized.");
    assertThat(session.refused("DROP SEQUENCE NOWHERE.S"))
        .hasMessage("SQL compilation error:\nSchema 'D.NOWHERE' does not exist or not authorized.");
    session.run("CREATE TABLE T (A INT)", "CREATE STREAM ST ON TABLE T");
    assertThat(session.refused("DROP VIEW T"))
        .hasMessage(
            "SQL compilation error: Object found is of type 'TABLE', not specified type 'VIEW'.");
  }

  @Test
  void a_dropped_table_can_be_restored_until_another_has_its_name() throws Exception {
    session.run("CREATE TABLE T (A INT)");
    long first = table("T");
    session.run("DROP TABLE T");
    assertThat(session.status("UNDROP TABLE T")).isEqualTo("Table T successfully restored.");
    assertThat(table("T")).isEqualTo(first);

    session.run("DROP TABLE T", "CREATE TABLE T (B INT)");
    assertThat(session.refused("UNDROP TABLE T"))
        .hasMessageContaining("Object 'T' already exists.");
    session.run("ALTER TABLE T RENAME TO T2", "UNDROP TABLE T");
    assertThat(table("T")).isEqualTo(first);
  }

  @Test
  void the_table_that_was_replaced_can_be_restored() throws Exception {
    session.run("CREATE TABLE T (A INT)");
    long first = table("T");
    session.run(
        "CREATE OR REPLACE TABLE T (B INT)", "ALTER TABLE T RENAME TO NEW", "UNDROP TABLE T");
    assertThat(table("T")).isEqualTo(first);
  }

  @Test
  void what_is_not_kept_cannot_be_restored() throws Exception {
    session.run("CREATE TABLE T (A INT) DATA_RETENTION_TIME_IN_DAYS = 0", "DROP TABLE T");
    assertThat(session.refused("UNDROP TABLE T"))
        .hasMessage("Table T did not exist or was purged.");

    session.run("CREATE TABLE K (A INT)", "DROP TABLE K");
    session.at(Databases.NOW.plus(Duration.ofDays(2)));
    session.run("CREATE SEQUENCE X", "DROP SEQUENCE X");
    assertThat(session.refused("UNDROP TABLE K"))
        .hasMessage("Table K did not exist or was purged.");
    assertThat(physicalTables()).isZero();
  }

  @Test
  void a_schema_comes_back_with_what_it_held() throws Exception {
    session.run("CREATE TABLE T (A INT)", "DROP SCHEMA RAW");
    assertThat(session.actor().schema()).isEmpty();
    assertThat(session.refused("DROP TABLE RAW.T").code()).isEqualTo("002003");
    session.run("UNDROP SCHEMA RAW", "USE SCHEMA RAW", "DROP TABLE T");
  }

  @Test
  void a_database_comes_back_with_what_it_held() throws Exception {
    session.run("CREATE TABLE T (A INT)", "DROP DATABASE D");
    assertThat(session.actor().database()).isEmpty();
    assertThat(session.refused("CREATE TABLE X (A INT)"))
        .hasMessage(
            "Cannot perform CREATE TABLE. This session does not have a current database. Call 'USE"
                + " DATABASE', or use a qualified name.");
    session.run("UNDROP DATABASE D", "DROP TABLE D.RAW.T");
  }

  @Test
  void swapping_and_renaming_change_names_only() throws Exception {
    session.run("CREATE TABLE A (X INT)", "CREATE TABLE B (Y INT)");
    long a = table("A");
    long b = table("B");
    session.run("ALTER TABLE A SWAP WITH B");
    assertThat(table("A")).isEqualTo(b);
    assertThat(table("B")).isEqualTo(a);

    assertThat(session.refused("ALTER TABLE A RENAME TO B"))
        .hasMessage("SQL compilation error:\nObject 'B' already exists.");
    session.run("ALTER TABLE A RENAME TO D.PUBLIC.C");
    assertThat(session.refused("DROP TABLE A").code()).isEqualTo("002003");
    session.run("DROP TABLE PUBLIC.C");
  }

  @Test
  void renaming_a_schema_or_database_takes_the_session_along() throws Exception {
    session.run("ALTER SCHEMA RAW RENAME TO COOKED");
    assertThat(session.actor().schema()).contains(new Name("COOKED"));
    session.run("ALTER DATABASE D RENAME TO E");
    assertThat(session.actor().database()).contains(new Name("E"));
    session.run("CREATE TABLE T (A INT)", "DROP TABLE E.COOKED.T");
  }

  @Test
  void a_temporary_table_hides_the_permanent_one_in_its_session_only() throws Exception {
    session.run("CREATE TABLE T (A INT)");
    long permanent = table("T");
    session.run("CREATE TEMPORARY TABLE T (B INT)");
    assertThat(table("T")).isNotEqualTo(permanent);

    var other = session.another(2);
    other.run("USE DATABASE D", "USE SCHEMA RAW");
    assertThat(other.context().actor().session()).isEqualTo(2);
    other.run("ALTER TABLE T ADD COLUMN C INT");
    assertThat(session.account().catalogue().get(permanent).toString()).contains("C");

    session.run("DROP TABLE T");
    assertThat(table("T")).isEqualTo(permanent);
    session.run("CREATE TEMPORARY TABLE T (B INT)");
    session.end();
    assertThat(table("T")).isEqualTo(permanent);
    assertThat(physicalTables()).isEqualTo(1);
  }

  @Test
  void a_new_database_has_two_schemas_and_is_the_current_one() throws Exception {
    session.run("CREATE DATABASE NEW");
    assertThat(session.actor().database()).contains(new Name("NEW"));
    assertThat(session.actor().schema()).contains(new Name("PUBLIC"));
    var database = session.account().catalogue().database(new Name("NEW")).orElseThrow();
    assertThat(session.account().catalogue().children(database.id()))
        .extracting(s -> s.name().value())
        .containsExactly("INFORMATION_SCHEMA", "PUBLIC");
    assertThat(session.refused("CREATE TABLE INFORMATION_SCHEMA.T (A INT)").code())
        .isEqualTo("003001");
    assertThat(session.refused("DROP SCHEMA INFORMATION_SCHEMA").code()).isEqualTo("003001");
  }

  @Test
  void a_clone_has_its_own_rows() throws Exception {
    session.run("CREATE TABLE T (A INT, B INT AUTOINCREMENT)");
    var physical =
        session
            .account()
            .catalogue()
            .get(table("T"))
            .body(dev.landfall.sandbox.snowflake.catalog.Body.Table.class)
            .physical();
    duck("INSERT INTO " + physical + " VALUES (1, 1), (2, 2)");
    session.run("CREATE TABLE K CLONE T");
    duck("DELETE FROM " + physical);
    var clone =
        session
            .account()
            .catalogue()
            .get(table("K"))
            .body(dev.landfall.sandbox.snowflake.catalog.Body.Table.class);
    try (var statement = session.connection().createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM " + clone.physical())) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(2);
    }
    session.run("CREATE OR REPLACE TABLE K CLONE K", "CREATE SCHEMA COPY CLONE RAW");
    session.run("DROP TABLE COPY.T", "DROP TABLE COPY.K", "CREATE DATABASE D2 CLONE D");
    session.run("DROP TABLE D2.RAW.T");
  }

  @Test
  void a_sequence_keeps_its_place_when_its_step_changes() throws Exception {
    session.run("CREATE SEQUENCE S START = 100 INCREMENT = 10");
    var before = sequence();
    assertThat(nextval(before)).isEqualTo(100);
    session.run("ALTER SEQUENCE S SET INCREMENT = 1");
    assertThat(nextval(sequence())).isEqualTo(110);
    assertThat(nextval(sequence())).isEqualTo(111);
  }

  private String sequence() throws Exception {
    var schema = schema();
    return session
        .account()
        .catalogue()
        .permanent(schema, Kind.Space.SEQUENCE, "S")
        .orElseThrow()
        .body(dev.landfall.sandbox.snowflake.catalog.Body.Sequence.class)
        .physical();
  }

  private long nextval(String physical) throws Exception {
    try (var statement = session.connection().createStatement();
        var rows = statement.executeQuery("SELECT nextval('" + physical + "')")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void duck(String sql) throws Exception {
    try (var statement = session.connection().createStatement()) {
      statement.execute(sql);
    }
  }

  private long schema() {
    var catalogue = session.account().catalogue();
    var database = catalogue.database(new Name("D")).orElseThrow();
    return catalogue.schema(database, new Name("RAW")).orElseThrow().id();
  }

  private long table(String name) {
    return Optional.of(session.account().catalogue())
        .flatMap(c -> c.lookup(schema(), Kind.Space.RELATION, name, session.actor().session()))
        .orElseThrow()
        .id();
  }

  private int physicalTables() throws Exception {
    try (var statement = session.connection().createStatement();
        var rows =
            statement.executeQuery(
                "SELECT count(*) FROM duckdb_tables() WHERE schema_name IN ('data', 'temporary')")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
