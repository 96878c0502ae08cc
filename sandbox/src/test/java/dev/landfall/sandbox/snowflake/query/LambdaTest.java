package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// FILTER and TRANSFORM (Snowflake, "Use lambda functions on data with Snowflake higher-order
/// functions").
class LambdaTest {
  private final TestWarehouse warehouse = new TestWarehouse();

  @BeforeEach
  void table() throws Exception {
    warehouse.table("T", "K NUMBER(38,0), V NUMBER(10,2)");
    warehouse.change("INSERT INTO t VALUES (1, 10), (2, 20), (2, 30)");
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  private void assertValue(String expression, String value) {
    assertThat(warehouse.rows("SELECT " + expression)).as(expression).containsExactly(value);
  }

  @Test
  void elements_are_transformed() {
    assertValue("TRANSFORM([1, 2, 3], a INT -> a * 2)", "[2,4,6]");
    assertValue("TRANSFORM([1, 2], x -> x || 'a')", "[\"1a\",\"2a\"]");
    assertValue("TRANSFORM([{'n': 'P'}, {'n': 'T'}], c -> c:n)", "[\"P\",\"T\"]");
    assertValue("TRANSFORM([], x -> x)", "[]");
    assertValue("TRANSFORM(NULL, x -> x)", "NULL");
  }

  @Test
  void elements_are_filtered() {
    assertValue("FILTER([1, NULL, 3, 5, NULL], a -> a IS NOT NULL)", "[1,3,5]");
    assertValue(
        "FILTER([{'n': 'P', 'v': 50}, {'n': 'T', 'v': 75}], a -> a:v >= 50 AND a:n = 'T')",
        "[{\"n\":\"T\",\"v\":75}]");
    assertValue("FILTER(['ab', 'b'], s VARCHAR(5) -> s LIKE 'a%')", "[\"ab\"]");
  }

  @Test
  void a_lambda_sees_columns_and_stands_inside_another() {
    assertThat(
            warehouse.rows(
                "SELECT TRANSFORM([1, 2], x INT -> x + k), FILTER([15, 25], x INT -> x > v) FROM t"
                    + " ORDER BY v"))
        .containsExactly("[2,3]|[15,25]", "[3,4]|[25]", "[3,4]|[]");
    assertValue(
        "TRANSFORM([[1, 2], [3]], x ARRAY -> TRANSFORM(x, y INT -> y * 10))", "[[10,20],[30]]");
    assertThat(
            warehouse.rows(
                "SELECT k, TRANSFORM(ARRAY_AGG(v) WITHIN GROUP (ORDER BY v), x NUMBER(10,2) -> x +"
                    + " 0.5) FROM t GROUP BY k ORDER BY k"))
        .containsExactly("1|[10.5]", "2|[20.5,30.5]");
  }

  @Test
  void what_is_no_call_with_a_lambda_is_refused() {
    assertThat(warehouse.failure("SELECT TRANSFORM('x', x -> x)"))
        .startsWith("001044 SQL compilation error: Invalid argument types for function");
    assertThat(warehouse.failure("SELECT TRANSFORM([1], 5)"))
        .isEqualTo(
            "001044 SQL compilation error: Invalid argument types for function 'TRANSFORM':"
                + " (ARRAY, NUMBER(1,0))");
    assertThat(warehouse.failure("SELECT FILTER([1], x -> )"))
        .isEqualTo(
            "001003 SQL compilation error: syntax error line 1 at position 24 unexpected ')'.");
    assertThat(warehouse.failure("SELECT FILTER([1], x -> nope = 1)"))
        .endsWith("invalid identifier 'NOPE'");
    assertThat(warehouse.failure("SELECT CONCAT('a', x -> 1)"))
        .isEqualTo("000002 Not supported by the sandbox: a lambda expression here.");
    assertThat(warehouse.failure("SELECT REDUCE([1], 0, (acc, x) -> acc + x)"))
        .isEqualTo("000002 Not supported by the sandbox: lambda expressions.");
  }
}
