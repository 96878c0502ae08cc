package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What names mean, and what is said of those that mean nothing.
class NamesTest {
  private final TestWarehouse warehouse = new TestWarehouse();

  @BeforeEach
  void tables() throws Exception {
    warehouse.schema("RAW");
    warehouse.table("T", "ID NUMBER(38,0) NOT NULL, NAME VARCHAR(20), \"mixed\" NUMBER(5,0)");
    warehouse.table("RAW.T", "ID NUMBER(38,0), OTHER VARCHAR");
    warehouse.change("INSERT INTO T VALUES (1, 'one', 7), (2, 'two', NULL)");
    warehouse.change("INSERT INTO RAW.T VALUES (2, 'raw')");
    warehouse.sequence("S");
    warehouse.session.set("V", "two");
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void unknown_names_are_told_with_their_place() {
    assertThat(warehouse.failure("SELECT id,\n  nosuch FROM t"))
        .isEqualTo(
            "000904 SQL compilation error: error line 2 at position 2 invalid identifier 'NOSUCH'");
    assertThat(warehouse.failure("SELECT t.nosuch FROM t"))
        .isEqualTo(
            "000904 SQL compilation error: error line 1 at position 7 invalid identifier 'T.NOSUCH'");
    assertThat(warehouse.failure("SELECT Mixed FROM t")).contains("invalid identifier 'MIXED'");
    assertThat(warehouse.failure("SELECT \"id\" FROM t")).contains("invalid identifier '\"id\"'");
    assertThat(warehouse.failure("SELECT x.id FROM t")).contains("invalid identifier 'X.ID'");
    assertThat(warehouse.failure("SELECT t.id FROM t AS x")).contains("invalid identifier 'T.ID'");
    assertThat(warehouse.failure("SELECT x.* FROM t")).contains("invalid identifier 'X'");
    assertThat(warehouse.failure("SELECT * EXCLUDE (nosuch) FROM t"))
        .contains("invalid identifier 'NOSUCH'");
    assertThat(warehouse.failure("SELECT 1 FROM t WHERE id = nosuch")).startsWith("000904");
    assertThat(warehouse.failure("SELECT 1 FROM t JOIN raw.t r ON t.id = r.nosuch"))
        .startsWith("000904");
    assertThat(warehouse.failure("SELECT 1 FROM t JOIN raw.t r USING (name)")).startsWith("000904");
    assertThat(warehouse.failure("SELECT * FROM nosuch"))
        .isEqualTo(
            "002003 SQL compilation error: Object 'DB.PUBLIC.NOSUCH' does not exist or not authorized.");
    assertThat(warehouse.failure("SELECT nosuch(1)"))
        .isEqualTo("002140 SQL compilation error: Unknown function NOSUCH");
    assertThat(warehouse.failure("SELECT $nosuch"))
        .contains("Session variable '$NOSUCH' does not exist");
    assertThat(warehouse.failure("SELECT :x, ?")).startsWith("002049");
    assertThat(warehouse.failure("SELECT id FRM t"))
        .startsWith("001003 SQL compilation error: syntax error line 1 at position");
  }

  @Test
  void a_name_that_means_two_columns_is_ambiguous() {
    assertThat(warehouse.failure("SELECT id FROM t, raw.t r"))
        .isEqualTo("002028 SQL compilation error: ambiguous column name 'ID'");
    assertThat(warehouse.rows("SELECT id FROM t JOIN raw.t r USING (id)")).containsExactly("2");
    assertThat(warehouse.failure("SELECT a FROM (SELECT 1 a, 2 a)")).startsWith("002028");
  }

  @Test
  void tables_are_named_by_their_schema_until_they_have_an_alias() {
    assertThat(
            warehouse.rows(
                "SELECT raw.t.other, db.public.t.name FROM t, raw.t WHERE raw.t.id = public.t.id"))
        .containsExactly("raw|two");
    assertThat(warehouse.rows("SELECT COUNT(*) FROM db..t")).containsExactly("2");
    assertThat(
            warehouse.rows(
                "SELECT IDENTIFIER('x.NAME') FROM IDENTIFIER('db.public.\"T\"') x WHERE id = 1"))
        .containsExactly("one");
    assertThat(warehouse.rows("SELECT COUNT(*) FROM TABLE('RAW.T')")).containsExactly("1");
    warehouse.use("RAW");
    assertThat(warehouse.columns("SELECT * FROM t"))
        .containsExactly("ID NUMBER(38,0)", "OTHER VARCHAR(16777216)");
  }

  @Test
  void an_alias_can_be_used_beside_itself_unless_a_column_has_its_name() {
    assertThat(warehouse.rows("SELECT id + 1 AS n, n * 10 AS m FROM t WHERE n > 2"))
        .containsExactly("3|30");
    assertThat(warehouse.rows("SELECT 'x' || name AS name, UPPER(name) FROM t ORDER BY 1"))
        .containsExactly("xone|ONE", "xtwo|TWO");
    assertThat(
            warehouse.rows(
                "SELECT id % 2 AS k, COUNT(*) AS c FROM t GROUP BY k HAVING c > 0 ORDER BY k DESC"))
        .containsExactly("1|1", "0|1");
    assertThat(warehouse.failure("SELECT UUID_STRING() AS u, u AS v"))
        .contains("changes each time");
    assertThat(warehouse.failure("SELECT a AS b, b AS a")).startsWith("000904");
  }

  @Test
  void inner_queries_see_the_columns_around_them() {
    assertThat(
            warehouse.rows(
                "SELECT name, (SELECT other FROM raw.t WHERE id = public.t.id) FROM t ORDER BY 1"))
        .containsExactly("one|NULL", "two|raw");
    assertThat(
            warehouse.rows(
                "SELECT name FROM t x WHERE EXISTS (SELECT 1 FROM raw.t WHERE id = x.id)"))
        .containsExactly("two");
    assertThat(warehouse.failure("SELECT * FROM t, (SELECT t.id)")).startsWith("000904");
    assertThat(warehouse.rows("SELECT l.n FROM t, LATERAL (SELECT t.id * 2 AS n) l ORDER BY 1"))
        .containsExactly("2", "4");
  }

  @Test
  void positions_variables_and_binds_are_values() {
    assertThat(warehouse.rows("SELECT $2, t.$1 FROM t WHERE name = $v")).containsExactly("two|2");
    assertThat(warehouse.columns("SELECT $2, t.$1 FROM t"))
        .containsExactly("$2 VARCHAR(20)", "$1 NUMBER(38,0) NOT NULL");
    warehouse.bind(
        TestCatalogue.binds(
            List.of(Literals.number("1"), Literals.text("a")),
            Map.of(new Name("K"), Literals.number("2"))));
    assertThat(warehouse.rows("SELECT ? + id, ? || name, :2, :k FROM t WHERE id = :k LIMIT :1"))
        .containsExactly("3|atwo|a|2");
    assertThat(warehouse.columns("SELECT ?, :k"))
        .containsExactly("? NUMBER(1,0) NOT NULL", ":K NUMBER(1,0) NOT NULL");
  }

  @Test
  void a_sequence_counts_once_for_each_row() {
    assertThat(warehouse.rows("SELECT s.NEXTVAL AS v FROM t")).containsExactly("1", "2");
    assertThat(warehouse.rows("SELECT public.s.nextval")).containsExactly("3");
    assertThat(warehouse.failure("SELECT nosuch.nextval")).startsWith("002003");
  }

  @Test
  void into_names_variables() throws Exception {
    var compiled = warehouse.compile("SELECT COUNT(*), MAX(id) INTO :n, :m FROM t");
    assertThat(compiled.into()).containsExactly(new Name("N"), new Name("M"));
    assertThat(warehouse.run(compiled)).containsExactly("2|2");
  }

  @Test
  void expressions_know_the_names_they_are_given() throws Exception {
    var names = Map.of(new Name("N"), Literals.number("4"));
    var value =
        QueryCompiler.expression(
            "n * 2 + (SELECT MAX(id) FROM t)",
            names,
            warehouse.catalogue.relations("PUBLIC"),
            warehouse.session,
            Binds.NONE);
    try (var statement = warehouse.connection().createStatement();
        var result = statement.executeQuery("SELECT " + value.sql())) {
      assertThat(TestWarehouse.rows(result)).containsExactly("10");
    }
  }
}
