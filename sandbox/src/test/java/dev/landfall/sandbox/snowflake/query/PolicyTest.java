package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Views, functions and policies, and with whose rights they read.
class PolicyTest {
  private final TestWarehouse warehouse = new TestWarehouse();

  @BeforeEach
  void a_table_with_policies() throws Exception {
    warehouse.schema("GOV");
    warehouse.table("GOV.ENTITLED", "ROLE_NAME VARCHAR, REGION VARCHAR");
    warehouse.change("INSERT INTO GOV.ENTITLED VALUES ('ANALYST', 'EU')");
    var table = warehouse.table("PEOPLE", "ID NUMBER(38,0), EMAIL VARCHAR, REGION VARCHAR");
    warehouse.change("INSERT INTO PEOPLE VALUES (1, 'ann@x', 'EU'), (2, 'bob@y', 'US')");
    var mask =
        new Relation.Policy(
            List.of(new Relation.Parameter(new Name("VAL"), DataType.Text.MAX)),
            List.of(new Name("EMAIL")),
            "CASE WHEN CURRENT_ROLE() = 'SYSADMIN' THEN val ELSE '***@' || SPLIT_PART(val, '@', 2) END",
            TestCatalogue.scope("GOV"));
    var rows =
        new Relation.Policy(
            List.of(new Relation.Parameter(new Name("REG"), DataType.Text.MAX)),
            List.of(new Name("REGION")),
            "CURRENT_ROLE() = 'SYSADMIN' OR EXISTS (SELECT 1 FROM entitled e WHERE e.role_name = CURRENT_ROLE() AND e.region = reg)",
            TestCatalogue.scope("GOV"));
    var columns =
        table.columns().stream()
            .map(column ->
                column.name().value().equals("EMAIL")
                    ? new Relation.Column(
                        column.name(),
                        column.type(),
                        column.nullable(),
                        column.physical(),
                        column.fallback(),
                        column.identity(),
                        Optional.of(mask))
                    : column)
            .toList();
    warehouse.replace(
        TestCatalogue.named("PUBLIC", "PEOPLE"),
        new Relation.Table(
            table.physical(),
            table.database(),
            table.schema(),
            table.name(),
            table.owner(),
            columns,
            Optional.of(rows)));
    warehouse.catalogue.asked.clear();
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void policies_hide_cells_and_rows_from_a_role() {
    assertThat(warehouse.rows("SELECT id, email FROM people ORDER BY id"))
        .containsExactly("1|ann@x", "2|bob@y");
    warehouse.session.role = "ANALYST";
    assertThat(warehouse.rows("SELECT id, email FROM people ORDER BY id"))
        .containsExactly("1|***@x");
    assertThat(warehouse.rows("SELECT COUNT(*) FROM people WHERE email = 'ann@x'"))
        .containsExactly("0");
    assertThat(warehouse.catalogue.asked)
        .contains("SELECT DB.PUBLIC.PEOPLE", "SELECT DB.GOV.ENTITLED as OWNER");
  }

  @Test
  void policies_hold_for_what_is_changed() throws Exception {
    warehouse.session.role = "ANALYST";
    assertThat(warehouse.change("UPDATE people SET region = 'X'")).containsExactly(1L, 0L);
    assertThat(warehouse.change("DELETE FROM people WHERE email = 'ann@x'")).containsExactly(0L);
    assertThat(
            warehouse.change(
                "MERGE INTO people p USING (SELECT 2 AS id) s ON p.id = s.id WHEN MATCHED THEN DELETE"))
        .containsExactly(0L);
    warehouse.session.role = "SYSADMIN";
    assertThat(warehouse.rows("SELECT id, region FROM people ORDER BY id"))
        .containsExactly("1|X", "2|US");
  }

  @Test
  void views_and_functions_read_with_the_rights_of_their_owner() {
    warehouse.view("GOV.V", "SELECT id AS k, email FROM public.people");
    warehouse.function(
        "GOV.REGIONS",
        "R VARCHAR",
        "NUMBER",
        "SQL",
        "SELECT COUNT(*) FROM entitled WHERE region = r");
    warehouse.catalogue.asked.clear();
    assertThat(warehouse.rows("SELECT v.k, gov.regions('EU') FROM gov.v ORDER BY 1"))
        .containsExactly("1|1", "2|1");
    assertThat(warehouse.catalogue.asked)
        .contains(
            "SELECT DB.GOV.V",
            "SELECT DB.PUBLIC.PEOPLE as OWNER",
            "USAGE DB.GOV.REGIONS",
            "SELECT DB.GOV.ENTITLED as OWNER")
        .doesNotContain("SELECT DB.PUBLIC.PEOPLE", "SELECT DB.GOV.ENTITLED");
  }

  @Test
  void each_table_is_asked_for_with_the_privilege_that_is_needed() throws Exception {
    warehouse.table("T", "A NUMBER(38,0), B VARCHAR");
    warehouse.table("U", "A NUMBER(38,0)");
    assertThat(asked("INSERT INTO t (a) SELECT a FROM u"))
        .containsExactly("INSERT DB.PUBLIC.T", "SELECT DB.PUBLIC.U");
    assertThat(asked("INSERT INTO t (a) VALUES (1)")).containsExactly("INSERT DB.PUBLIC.T");
    assertThat(asked("INSERT OVERWRITE INTO t (a) SELECT 1"))
        .containsExactly("INSERT DB.PUBLIC.T", "DELETE DB.PUBLIC.T");
    assertThat(asked("UPDATE t SET a = 1 WHERE a IN (SELECT a FROM u)"))
        .containsExactly("UPDATE DB.PUBLIC.T", "SELECT DB.PUBLIC.U");
    assertThat(asked("DELETE FROM t USING u WHERE t.a = u.a"))
        .containsExactly("DELETE DB.PUBLIC.T", "SELECT DB.PUBLIC.U");
    assertThat(
            asked(
                "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET a = 1 WHEN NOT MATCHED THEN INSERT (a) VALUES (u.a)"))
        .containsExactly("INSERT DB.PUBLIC.T", "UPDATE DB.PUBLIC.T", "SELECT DB.PUBLIC.U");
    assertThat(asked("MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE"))
        .containsExactly("DELETE DB.PUBLIC.T", "SELECT DB.PUBLIC.U");
  }

  private List<String> asked(String dml) throws Exception {
    warehouse.catalogue.asked.clear();
    warehouse.compileDml(dml);
    return List.copyOf(warehouse.catalogue.asked);
  }

  @Test
  void bodies_that_use_themselves_are_refused() {
    warehouse.function("F", "X NUMBER", "NUMBER", "SQL", "f(x) + 1");
    warehouse.function("TF", "", "TABLE A NUMBER", "SQL", "SELECT a FROM TABLE(tf())");
    assertThat(warehouse.failure("SELECT f(1)")).contains("refers to itself");
    assertThat(warehouse.failure("SELECT * FROM TABLE(tf())")).contains("refers to itself");
    warehouse.replace(
        TestCatalogue.named("PUBLIC", "LOOP"),
        new Relation.View(
            "SELECT * FROM loop",
            TestCatalogue.DATABASE,
            new Name("PUBLIC"),
            new Name("LOOP"),
            List.of(),
            Optional.empty(),
            TestCatalogue.scope("PUBLIC")));
    assertThat(warehouse.failure("SELECT * FROM loop")).contains("refers to itself");
  }

  @Test
  void functions_get_their_arguments_as_the_types_of_their_parameters() {
    warehouse.function("NET", "AMT NUMBER(18,2), RATE FLOAT", "FLOAT", "SQL", " AMT * (1 - RATE) ");
    warehouse.function("ROUNDED", "X NUMBER(10,1)", "VARCHAR", "SQL", "x::VARCHAR");
    warehouse.function(
        "BELOW",
        "N NUMBER",
        "TABLE A NUMBER, B VARCHAR",
        "SQL",
        "SELECT seq4(), 'x' FROM TABLE(GENERATOR(ROWCOUNT => 3)) QUALIFY ROW_NUMBER() OVER (ORDER BY SEQ4()) <= n");
    assertThat(warehouse.rows("SELECT net(100, 0.25), rounded(1.26), rounded('2')"))
        .containsExactly("75.0|1.3|2.0");
    assertThat(warehouse.columns("SELECT net(100, 0.25) AS n")).containsExactly("N FLOAT");
    assertThat(warehouse.rows("SELECT b, a FROM TABLE(below(2)) ORDER BY a"))
        .containsExactly("x|0", "x|1");
  }

  @Test
  void a_function_in_another_language_fails_only_when_it_is_computed() {
    warehouse.function("JS", "X FLOAT", "VARCHAR", "JAVASCRIPT", "return 'x';");
    assertThat(warehouse.columns("SELECT js(id) AS j, id FROM people"))
        .containsExactly("J VARCHAR(16777216)", "ID NUMBER(38,0)");
    assertThat(warehouse.rows("SELECT id FROM (SELECT js(id) AS j, id FROM people) ORDER BY 1"))
        .containsExactly("1", "2");
    assertThat(warehouse.failure("SELECT js(id) FROM people"))
        .contains("Not supported by the sandbox: JAVASCRIPT function JS");
  }
}
