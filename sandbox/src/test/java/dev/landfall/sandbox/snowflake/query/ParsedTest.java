package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import net.sf.jsqlparser.statement.Statement;
import org.junit.jupiter.api.Test;

class ParsedTest {
  private static Statement tree(String sql) throws SnowflakeException {
    var text = QueryText.of(sql);
    return Parsed.statement(text, 0, text.size(), Zone.NTZ).tree();
  }

  @Test
  void what_differs_in_names_and_literals_alone_is_parsed_once() throws Exception {
    assertThat(tree("select  B from S.U where N = 77 -- again"))
        .isSameAs(tree("SELECT a FROM r.t WHERE m = 1.5"));
    assertThat(tree("SELECT \"x y\" FROM r.t WHERE m = 1.5"))
        .isSameAs(tree("SELECT a FROM r.t WHERE m = 1.5"));
    assertThat(tree("INSERT INTO u (b) SELECT 'some''thing'"))
        .isSameAs(tree("INSERT INTO t (a) SELECT 'x'"));
  }

  @Test
  void another_shape_is_parsed_for_itself() throws Exception {
    var tree = tree("SELECT a FROM r.t WHERE m = 1.5");
    assertThat(tree("SELECT a FROM t WHERE m = 1.5")).isNotSameAs(tree);
    assertThat(tree("SELECT a FROM r.t WHERE m > 1.5")).isNotSameAs(tree);
    assertThat(tree("SELECT a FROM r.t WHERE m = 'x'")).isNotSameAs(tree);
    assertThat(tree("SELECT DISTINCT a FROM r.t WHERE m = 1.5")).isNotSameAs(tree);
  }

  @Test
  void a_tree_that_was_there_says_what_its_own_text_says() throws Exception {
    try (var warehouse = new TestWarehouse()) {
      warehouse.table("T", "ID NUMBER(38,0), NAME VARCHAR(8)");
      warehouse.table("U", "ID NUMBER(38,0), AT DATE");
      warehouse.change("INSERT INTO t VALUES (1, 'one'), (2, 'two')");
      warehouse.change("INSERT INTO u VALUES (1, '2026-01-31')");
      for (var round = 0; round < 2; round++) {
        assertThat(warehouse.rows("SELECT name FROM t WHERE id = 1")).containsExactly("one");
        assertThat(warehouse.rows("SELECT name FROM t WHERE id = 2")).containsExactly("two");
        assertThat(warehouse.rows("SELECT at FROM u WHERE id = 1")).containsExactly("2026-01-31");
        assertThat(warehouse.compile("SELECT 'a' AS x, 1.50 AS y").columns())
            .containsExactly(
                new ResultColumn("X", new DataType.Text(1), false),
                new ResultColumn("Y", new DataType.Fixed(3, 2), false));
        assertThat(warehouse.compile("SELECT 'abc' AS \"v\", 7 AS w").columns())
            .containsExactly(
                new ResultColumn("v", new DataType.Text(3), false),
                new ResultColumn("W", new DataType.Fixed(1, 0), false));
        assertThat(warehouse.failure("SELECT name FROM nosuch WHERE id = 1")).startsWith("002003");
        assertThat(warehouse.failure("SELECT   nosuch FROM t WHERE id = 1"))
            .isEqualTo(
                "000904 SQL compilation error: error line 1 at position 9 invalid identifier"
                    + " 'NOSUCH'");
      }
    }
  }
}
