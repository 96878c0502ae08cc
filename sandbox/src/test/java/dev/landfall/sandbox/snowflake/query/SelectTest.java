package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelectTest {
  private final TestWarehouse warehouse = new TestWarehouse();

  @BeforeEach
  void two_tables() throws Exception {
    warehouse.table(
        "T", "ID NUMBER(38,0) NOT NULL, NAME VARCHAR(20), AMOUNT NUMBER(10,2), \"mixed\" BOOLEAN");
    warehouse.table("U", "ID NUMBER(38,0), PLACE VARCHAR");
    warehouse.change(
        "INSERT INTO T VALUES (1, 'one', 1.50, TRUE), (2, 'two', NULL, FALSE), (3, 'three', 3, NULL)");
    warehouse.change("INSERT INTO U VALUES (1, 'here'), (3, 'there'), (4, 'nowhere')");
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void columns_are_called_and_typed_as_snowflake_calls_and_types_them() {
    assertThat(warehouse.columns("SELECT *, t.id, id + 1, 'x' AS lower, \"mixed\", 1 \"q\" FROM t"))
        .containsExactly(
            "ID NUMBER(38,0) NOT NULL",
            "NAME VARCHAR(20)",
            "AMOUNT NUMBER(10,2)",
            "mixed BOOLEAN",
            "ID NUMBER(38,0) NOT NULL",
            "ID + 1 NUMBER(38,0) NOT NULL",
            "LOWER VARCHAR(1) NOT NULL",
            "mixed BOOLEAN",
            "q NUMBER(1,0) NOT NULL");
  }

  @Test
  void rows_come_as_they_are_ordered() {
    assertThat(warehouse.rows("SELECT id, name FROM t ORDER BY amount DESC"))
        .containsExactly("2|two", "3|three", "1|one");
    assertThat(warehouse.rows("SELECT id, amount a FROM t ORDER BY a NULLS FIRST LIMIT 2"))
        .containsExactly("2|NULL", "1|1.50");
    assertThat(warehouse.rows("SELECT TOP 1 id FROM t ORDER BY 1 DESC")).containsExactly("3");
    assertThat(warehouse.rows("SELECT id FROM t ORDER BY id LIMIT 1 OFFSET 1"))
        .containsExactly("2");
    assertThat(warehouse.rows("SELECT id FROM t ORDER BY id OFFSET 1 ROWS FETCH FIRST 1 ROW ONLY"))
        .containsExactly("2");
  }
}
