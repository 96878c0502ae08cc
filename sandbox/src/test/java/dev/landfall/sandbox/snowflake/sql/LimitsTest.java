package dev.landfall.sandbox.snowflake.sql;

import static dev.landfall.sandbox.snowflake.sql.Parsing.assertSyntaxError;
import static dev.landfall.sandbox.snowflake.sql.Parsing.parse;
import static dev.landfall.sandbox.snowflake.sql.Parsing.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts that are long or deep. What would be quadratic takes minutes here, and what would recurse
/// overflows.
class LimitsTest {
  private static final int TEN_MEGABYTES = 10_000_000;
  private static final Duration AMPLE = Duration.ofSeconds(60);

  @Test
  void ten_megabytes_of_rows_are_one_statement() {
    String row = "(1, 'a;b', \"c\", -- x\n 2.5), ";
    String sql = "INSERT INTO t VALUES " + row.repeat(TEN_MEGABYTES / row.length()) + "(1)";
    within(() -> assertThat(parse(sql)).isInstanceOf(DataStatement.Insert.class));
    within(() -> assertThat(Statements.split(sql)).hasSize(1));
  }

  @Test
  void ten_megabytes_of_statements_are_parted() {
    String one = "SELECT 1;\n";
    within(() ->
        assertThat(Statements.split(one.repeat(TEN_MEGABYTES / one.length())))
            .hasSize(TEN_MEGABYTES / one.length()));
  }

  @Test
  void ten_megabytes_of_columns_are_one_table() {
    String column = "c INT DEFAULT ? + 1 NOT NULL COMMENT 'x',\n";
    String sql = "CREATE TABLE t (" + column.repeat(TEN_MEGABYTES / column.length()) + "d INT)";
    within(() ->
        assertThat(parse(sql, TableStatement.CreateTable.class).columns())
            .hasSize(TEN_MEGABYTES / column.length() + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT %s1%s",
        "CREATE TABLE t (a INT DEFAULT %s1%s)",
        "CREATE MASKING POLICY p AS (a INT) RETURNS INT -> %s1%s",
        "SET x = %s1%s",
        "ALTER TABLE t CLUSTER BY (%s1%s)",
        "BEGIN RETURN %s1%s; END",
      })
  void parentheses_go_only_so_deep_and_cost_no_stack(String sql) {
    String some = sql.formatted("(".repeat(400), ")".repeat(400));
    String many = sql.formatted("(".repeat(1_000_000), ")".repeat(1_000_000));
    String open = sql.formatted("(".repeat(400), "");
    within(() -> assertThat(parse(some)).isNotNull());
    within(() -> assertThat(refused(many).text()).contains("more than 500 brackets"));
    within(() -> assertThat(refused(open).code()).isEqualTo("001003"));
  }

  @Test
  void cases_go_only_so_deep_and_cost_no_stack() {
    String sql = "CREATE TABLE t (a INT DEFAULT %s1%s)";
    String some = sql.formatted("CASE WHEN 1 THEN ".repeat(400), " END".repeat(400));
    String many = sql.formatted("CASE WHEN 1 THEN ".repeat(300_000), " END".repeat(300_000));
    within(() -> assertThat(parse(some)).isInstanceOf(TableStatement.CreateTable.class));
    within(() -> assertThat(refused(many).text()).contains("more than 500 brackets"));
  }

  @Test
  void properties_and_statements_go_only_so_deep() {
    String nested = "(A = ".repeat(100_000);
    assertThat(refused("CREATE STAGE s DIRECTORY = " + nested).code()).isEqualTo("001003");
    assertSyntaxError("EXPLAIN ".repeat(3) + "SELECT 1", 1, 8, "EXPLAIN");
    String tasks = "CREATE TASK t AS ".repeat(10_000) + "SELECT 1";
    assertThat(refused(tasks).code()).isEqualTo("001003");
  }

  @Test
  void numbers_out_of_all_proportion_are_syntax_errors() {
    assertThat(refused("CREATE SEQUENCE s START = 1e999999999").code()).isEqualTo("001003");
    assertThat(refused("CREATE SEQUENCE s START = " + "9".repeat(100_000)).code())
        .isEqualTo("001003");
    assertThat(refused("CREATE TABLE t (a VARCHAR(99999999999999999999))").code())
        .isEqualTo("001003");
    assertThat(refused("CREATE SEQUENCE s START = 1.5").code()).isEqualTo("001003");
    assertThat(refused("SHOW TABLES LIMIT 1e400").code()).isEqualTo("001003");
  }

  @Test
  void nothing_at_all_is_an_error() {
    for (String sql : new String[] {"", " ", ";", " ; ; -- x"}) {
      SnowflakeException error = refused(sql);
      assertThat(error.code()).isEqualTo("000900");
      assertThat(error.text()).isEqualTo("SQL compilation error:\nEmpty SQL statement.");
    }
  }

  @Test
  void one_statement_is_one_statement() {
    assertSyntaxError("SELECT 1; SELECT 2", 1, 10, "SELECT");
    assertSyntaxError("CREATE TABLE t;", 1, 14, ";");
  }

  private static void within(Executable work) {
    Assertions.assertTimeout(AMPLE, work);
  }
}
