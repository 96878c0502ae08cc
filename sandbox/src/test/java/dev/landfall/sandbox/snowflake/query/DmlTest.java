package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DmlTest {
  private final TestWarehouse warehouse = new TestWarehouse();

  @BeforeEach
  void tables() throws Exception {
    warehouse.table("T", "ID NUMBER(38,0) NOT NULL, NAME VARCHAR(8), AMOUNT NUMBER(6,2) DEFAULT 7");
    warehouse.table("U", "ID NUMBER(38,0), PLACE VARCHAR");
    warehouse.table(
        "AUTO",
        "ID NUMBER(38,0) AUTOINCREMENT, NAME VARCHAR(8), AT TIMESTAMP_NTZ DEFAULT CURRENT_TIMESTAMP(), K NUMBER(38,0) DEFAULT S.NEXTVAL");
    warehouse.sequence("S");
    warehouse.change("INSERT INTO T VALUES (1, 'one', 1.5), (2, 'two', NULL), (3, 'three', 3)");
    warehouse.change("INSERT INTO U VALUES (1, 'here'), (3, 'there'), (3, 'again')");
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void an_insert_fills_in_what_is_not_given() throws Exception {
    assertThat(warehouse.change("INSERT INTO t (id) VALUES (9)")).containsExactly(1L);
    assertThat(warehouse.change("INSERT INTO t (amount, id) VALUES (DEFAULT, 8), (1, 7)"))
        .containsExactly(2L);
    assertThat(warehouse.rows("SELECT * FROM t WHERE id > 3 ORDER BY id"))
        .containsExactly("7|NULL|1.00", "8|NULL|7.00", "9|NULL|7.00");
    assertThat(warehouse.change("INSERT INTO auto (name) SELECT place FROM u ORDER BY place"))
        .containsExactly(3L);
    assertThat(warehouse.change("INSERT INTO auto (id, name, k) VALUES (100, 'x', NULL)"))
        .containsExactly(1L);
    assertThat(warehouse.rows("SELECT id, at, k IS NULL FROM auto WHERE id <> 2 ORDER BY id"))
        .containsExactly(
            "1|2026-03-14 09:26:53.589|false",
            "3|2026-03-14 09:26:53.589|false",
            "100|2026-03-14 09:26:53.589|true");
  }

  @Test
  void only_what_is_computed_in_a_row_becomes_a_query() throws Exception {
    var literals = warehouse.compileDml("INSERT INTO t VALUES (-9, 'nine', 1.25)");
    assertThat(literals.steps())
        .singleElement()
        .extracting(Dml.Step::sql)
        .asString()
        .doesNotContain("VALUES", " FROM ");
    assertThat(warehouse.change(literals)).containsExactly(1L);
    var computed = warehouse.compileDml("INSERT INTO t VALUES (1 + 8, UPPER('nine'), 1.25)");
    assertThat(computed.steps())
        .singleElement()
        .extracting(Dml.Step::sql)
        .asString()
        .contains("(VALUES (", "(c1, c2)");
    assertThat(warehouse.change(computed)).containsExactly(1L);
    assertThat(warehouse.rows("SELECT * FROM t WHERE amount = 1.25 ORDER BY id"))
        .containsExactly("-9|nine|1.25", "9|NINE|1.25");
  }

  @Test
  void what_is_computed_in_a_row_is_computed_once() throws Exception {
    assertThat(warehouse.change("INSERT INTO t (id, name) VALUES (8, 'no ' || s.NEXTVAL)"))
        .containsExactly(1L);
    assertThat(warehouse.rows("SELECT name FROM t WHERE id = 8")).containsExactly("no 1");
    assertThat(warehouse.rows("SELECT s.NEXTVAL")).containsExactly("2");
  }

  @Test
  void values_that_do_not_fit_are_refused() {
    assertThat(warehouse.changeFailure("INSERT INTO t (id, name) VALUES (1, 'much too long')"))
        .startsWith("100078");
    assertThat(warehouse.changeFailure("INSERT INTO t (id, amount) VALUES (1, 12345)"))
        .startsWith("100039");
    assertThat(warehouse.changeFailure("INSERT INTO t (id) VALUES ('x')")).startsWith("100038");
    assertThat(warehouse.changeFailure("INSERT INTO t (id) VALUES (NULL)")).startsWith("100072");
    assertThat(warehouse.changeFailure("INSERT INTO t (name) VALUES ('x')")).startsWith("100072");
    assertThat(warehouse.changeFailure("UPDATE t SET id = NULL")).startsWith("100072");
    assertThat(warehouse.changeFailure("UPDATE t SET name = name || 'long enough'"))
        .startsWith("100078");
    assertThat(warehouse.rows("SELECT COUNT(*) FROM t")).containsExactly("3");
  }

  @Test
  void lists_that_do_not_fit_are_refused() {
    assertThat(warehouse.changeFailure("INSERT INTO t VALUES (1)"))
        .isEqualTo(
            "002020 SQL compilation error: Insert value list does not match column list expecting 3 but got 1");
    assertThat(warehouse.changeFailure("INSERT INTO t (id) SELECT 1, 2")).startsWith("002020");
    assertThat(warehouse.changeFailure("INSERT INTO t (id, nope) VALUES (1, 2)"))
        .isEqualTo(
            "000904 SQL compilation error: error line 1 at position 19 invalid identifier 'NOPE'");
    assertThat(warehouse.changeFailure("INSERT INTO t (id, id) VALUES (1, 2)"))
        .startsWith("002025");
    assertThat(warehouse.changeFailure("INSERT INTO t (id) VALUES (1), (1, 2)"))
        .startsWith("002020");
    assertThat(warehouse.changeFailure("INSERT INTO t (id) VALUES (PARSE_JSON('1'))"))
        .isEqualTo(
            "002014 SQL compilation error: Invalid expression [PARSE_JSON('1')] in VALUES clause");
    assertThat(warehouse.changeFailure("INSERT INTO nosuch VALUES (1)")).startsWith("002003");
  }

  @Test
  void an_overwrite_may_read_what_it_overwrites() throws Exception {
    assertThat(
            warehouse.change("INSERT OVERWRITE INTO u SELECT id + 10, place FROM u WHERE id = 3"))
        .containsExactly(2L);
    assertThat(warehouse.rows("SELECT * FROM u ORDER BY place"))
        .containsExactly("13|again", "13|there");
  }

  @Test
  void rows_go_to_several_tables() throws Exception {
    var dml =
        warehouse.compileDml(
            "INSERT FIRST WHEN n > 5 THEN INTO t (id) VALUES (n) WHEN n > 3 THEN INTO u (id) VALUES (n + 1) INTO u ELSE INTO t (id, name) VALUES (n, 'else') SELECT column1 AS n, 'p' AS p FROM VALUES (2), (4), (6)");
    assertThat(dml.kind()).isEqualTo(StatementKind.MULTI_TABLE_INSERT);
    assertThat(dml.columns())
        .extracting(ResultColumn::name)
        .containsExactly("number of rows inserted into T", "number of rows inserted into U");
    assertThat(warehouse.change(dml)).containsExactly(2L, 2L);
    assertThat(warehouse.rows("SELECT id, name FROM t WHERE id NOT IN (1, 3) ORDER BY id, name"))
        .containsExactly("2|else", "2|two", "6|NULL");
    assertThat(warehouse.rows("SELECT id, place FROM u WHERE id > 3 ORDER BY id"))
        .containsExactly("4|p", "5|NULL");
    assertThat(warehouse.change("INSERT ALL INTO t (id) INTO u (id) SELECT 50"))
        .containsExactly(1L, 1L);
    assertThat(warehouse.changeFailure("INSERT ALL INTO t (id) INTO u SELECT 50"))
        .startsWith("002020");
  }

  @Test
  void an_update_counts_rows_that_are_joined_to_several() throws Exception {
    var dml =
        warehouse.compileDml(
            "UPDATE t SET name = u.place, amount = t.amount + 1 FROM u WHERE t.id = u.id");
    assertThat(dml.columns())
        .extracting(ResultColumn::name)
        .containsExactly("number of rows updated", "number of multi-joined rows updated");
    assertThat(warehouse.change(dml)).containsExactly(2L, 1L);
    assertThat(warehouse.rows("SELECT id, amount FROM t ORDER BY id"))
        .containsExactly("1|2.50", "2|NULL", "3|4.00");
    warehouse.session.parameters.put("ERROR_ON_NONDETERMINISTIC_UPDATE", "TRUE");
    assertThat(warehouse.changeFailure("UPDATE t SET name = u.place FROM u WHERE t.id = u.id"))
        .startsWith("100090");
  }

  @Test
  void an_update_may_use_aliases_defaults_and_queries() throws Exception {
    assertThat(
            warehouse.change(
                "UPDATE t x SET x.amount = DEFAULT, name = (SELECT MAX(place) FROM u WHERE u.id = x.id) WHERE x.id <> 2"))
        .containsExactly(2L, 0L);
    assertThat(warehouse.rows("SELECT * FROM t ORDER BY id"))
        .containsExactly("1|here|7.00", "2|two|NULL", "3|there|7.00");
  }

  @Test
  void a_delete_counts_each_row_once() throws Exception {
    assertThat(warehouse.change("DELETE FROM t USING u WHERE t.id = u.id")).containsExactly(2L);
    assertThat(warehouse.change("DELETE FROM t AS x WHERE x.id IN (SELECT id FROM u)"))
        .containsExactly(0L);
    assertThat(warehouse.change("DELETE FROM t")).containsExactly(1L);
  }

  @Test
  void a_merge_does_what_its_first_fitting_when_says() throws Exception {
    var dml =
        warehouse.compileDml(
            "MERGE INTO t USING (SELECT * FROM VALUES (1, 'a'), (2, 'del'), (4, 'new'), (5, 'no')) AS s (id, n) ON t.id = s.id"
                + " WHEN MATCHED AND s.n = 'del' THEN DELETE WHEN MATCHED AND t.name = 'nobody' THEN UPDATE SET name = 'x'"
                + " WHEN MATCHED THEN UPDATE SET t.name = s.n, amount = amount * 2"
                + " WHEN NOT MATCHED AND s.n <> 'no' THEN INSERT (id, name) VALUES (s.id, UPPER(s.n))");
    assertThat(dml.columns())
        .extracting(ResultColumn::name)
        .containsExactly(
            "number of rows inserted", "number of rows updated", "number of rows deleted");
    assertThat(warehouse.change(dml)).containsExactly(1L, 1L, 1L);
    assertThat(warehouse.rows("SELECT * FROM t ORDER BY id"))
        .containsExactly("1|a|3.00", "3|three|3.00", "4|NEW|7.00");
  }

  @Test
  void a_merge_that_changes_a_row_twice_is_refused() throws Exception {
    var source = " USING u ON t.id = u.id ";
    assertThat(
            warehouse.changeFailure(
                "MERGE INTO t" + source + "WHEN MATCHED THEN UPDATE SET name = u.place"))
        .isEqualTo("100090 Duplicate row detected during DML action");
    assertThat(
            warehouse.changeFailure(
                "MERGE INTO t"
                    + source
                    + "WHEN MATCHED AND u.place = 'here' THEN UPDATE SET name = 'x' WHEN MATCHED AND u.place = 'again' THEN UPDATE SET name = 'y' WHEN MATCHED THEN DELETE"))
        .startsWith("100090");
    assertThat(
            warehouse.change(
                "MERGE INTO t"
                    + source
                    + "WHEN MATCHED AND u.place <> 'again' THEN UPDATE SET name = u.place"))
        .containsExactly(2L);
    assertThat(warehouse.change("MERGE INTO t" + source + "WHEN MATCHED THEN DELETE"))
        .containsExactly(2L);
    warehouse.change("INSERT INTO t (id) VALUES (3)");
    warehouse.session.parameters.put("ERROR_ON_NONDETERMINISTIC_MERGE", "FALSE");
    assertThat(
            warehouse.change(
                "MERGE INTO t" + source + "WHEN MATCHED THEN UPDATE SET name = u.place"))
        .containsExactly(1L);
  }

  @Test
  void changes_of_the_same_transaction_can_be_changed_again() throws Exception {
    warehouse.connection().setAutoCommit(false);
    try (var statement = warehouse.connection().createStatement()) {
      for (String text :
          new String[] {
            "INSERT INTO t (id, name) VALUES (10, 'a')",
            "MERGE INTO t USING (SELECT 10 AS id) s ON t.id = s.id WHEN MATCHED THEN UPDATE SET name = 'b'",
            "UPDATE t SET name = 'c' FROM (SELECT 10 AS id) s WHERE t.id = s.id AND t.name = 'b'"
          }) {
        for (Dml.Step step : warehouse.compileDml(text).steps()) {
          statement.execute(step.sql());
        }
      }
    }
    warehouse.connection().commit();
    warehouse.connection().setAutoCommit(true);
    assertThat(warehouse.rows("SELECT name FROM t WHERE id = 10")).containsExactly("c");
  }
}
