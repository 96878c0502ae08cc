package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Functions with OVER.
class WindowTest {
  private final TestWarehouse warehouse = new TestWarehouse();

  @BeforeEach
  void table() throws Exception {
    warehouse.table("T", "K NUMBER(38,0), V NUMBER(10,2), V2 NUMBER(10,2), S VARCHAR(5), D DATE");
    warehouse.change(
        "INSERT INTO t VALUES (1, 10, NULL, 'a', '2024-01-01'), (2, 10, 11, 'b', '2024-01-02'),"
            + " (2, 20, 22, 'b', '2024-01-03'), (2, 25, NULL, NULL, NULL),"
            + " (2, 30, 35, 'c', '2024-02-01')");
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  /// The values of an expression in the order of V and K.
  private void assertValues(String expression, String... values) {
    assertThat(warehouse.rows("SELECT " + expression + " FROM t ORDER BY v, k"))
        .as(expression)
        .containsExactly(values);
  }

  private void assertType(String expression, String type) {
    assertThat(warehouse.columns("SELECT " + expression + " AS c FROM t"))
        .as(expression)
        .containsExactly("C " + type);
  }

  private void assertRefused(String expression, String failure) {
    assertThat(warehouse.failure("SELECT " + expression + " FROM t"))
        .as(expression)
        .isEqualTo(failure);
  }

  @Test
  void neighbours_are_looked_up() {
    assertValues("LAG(v) OVER (ORDER BY v, k)", "NULL", "10.00", "10.00", "20.00", "25.00");
    assertValues("LEAD(v, 2, 0) OVER (ORDER BY v, k)", "20.00", "25.00", "30.00", "0.00", "0.00");
    assertValues("LAG(v, -1) OVER (ORDER BY v, k)", "10.00", "20.00", "25.00", "30.00", "NULL");
    assertValues(
        "LAG(v2) IGNORE NULLS OVER (ORDER BY v, k)", "NULL", "NULL", "11.00", "22.00", "22.00");
    assertValues(
        "LEAD(v2 IGNORE NULLS) OVER (PARTITION BY k ORDER BY v)",
        "NULL",
        "22.00",
        "35.00",
        "35.00",
        "NULL");
    assertType("LAG(v, 1, 0.125) OVER (ORDER BY k)", "NUMBER(11,3)");
    assertType("LAG(s, 1, 'nothing') OVER (ORDER BY k)", "VARCHAR(7)");
  }

  /// FIRST_VALUE, LAST_VALUE and NTH_VALUE see the whole partition when no frame is written.
  @Test
  void values_of_a_frame() {
    assertValues("LAST_VALUE(v) OVER (ORDER BY v, k)", "30.00", "30.00", "30.00", "30.00", "30.00");
    assertValues(
        "LAST_VALUE(v) OVER (ORDER BY v, k ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)",
        "10.00",
        "10.00",
        "20.00",
        "25.00",
        "30.00");
    assertValues(
        "NTH_VALUE(v, 3) OVER (ORDER BY v, k)", "20.00", "20.00", "20.00", "20.00", "20.00");
    assertValues(
        "NTH_VALUE(v2, 2) FROM FIRST IGNORE NULLS OVER (ORDER BY v, k)",
        "22.00",
        "22.00",
        "22.00",
        "22.00",
        "22.00");
    assertValues(
        "FIRST_VALUE(v2) RESPECT NULLS OVER (ORDER BY v, k)",
        "NULL",
        "NULL",
        "NULL",
        "NULL",
        "NULL");
    assertType("FIRST_VALUE(v) OVER (ORDER BY k)", "NUMBER(10,2)");
  }

  @Test
  void ranks_and_shares() {
    assertValues(
        "RANK() OVER (ORDER BY v) || '/' || DENSE_RANK() OVER (ORDER BY v)",
        "1/1",
        "1/1",
        "3/2",
        "4/3",
        "5/4");
    assertValues("NTILE(2) OVER (ORDER BY v, k)", "1", "1", "1", "2", "2");
    assertValues("CUME_DIST() OVER (ORDER BY v)", "0.4", "0.4", "0.6", "0.8", "1.0");
    assertValues("PERCENT_RANK() OVER (ORDER BY v)", "0.0", "0.0", "0.5", "0.75", "1.0");
    assertValues(
        "RATIO_TO_REPORT(v) OVER (PARTITION BY k)",
        "1.00000000",
        "0.11764706",
        "0.23529412",
        "0.29411765",
        "0.35294118");
    assertValues("RATIO_TO_REPORT(v - v) OVER ()", "NULL", "NULL", "NULL", "NULL", "NULL");
    assertType("NTILE(2) OVER (ORDER BY v)", "NUMBER(18,0) NOT NULL");
    assertType("CUME_DIST() OVER (ORDER BY v)", "FLOAT NOT NULL");
  }

  @Test
  void events_are_counted() {
    assertValues("CONDITIONAL_TRUE_EVENT(v > 10) OVER (ORDER BY v, k)", "0", "0", "1", "2", "3");
    assertValues("CONDITIONAL_CHANGE_EVENT(v) OVER (ORDER BY v, k)", "0", "0", "1", "2", "3");
    assertValues("CONDITIONAL_CHANGE_EVENT(v2) OVER (ORDER BY v, k)", "0", "0", "1", "1", "1");
  }

  @Test
  void aggregates_over_frames() {
    assertValues(
        "SUM(v) OVER (ORDER BY k, v ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)",
        "20.00",
        "40.00",
        "55.00",
        "75.00",
        "55.00");
    assertValues("COUNT(*) OVER (ORDER BY k)", "1", "5", "5", "5", "5");
    assertValues(
        "SUM(v) OVER (ORDER BY v RANGE BETWEEN 5 PRECEDING AND CURRENT ROW)",
        "20.00",
        "20.00",
        "20.00",
        "45.00",
        "55.00");
    assertValues(
        "VARIANCE(v) OVER (ORDER BY v, k)",
        "NULL",
        "0.000000000000",
        "33.333333333333",
        "56.250000000000",
        "80.000000000000");
    assertValues(
        "ARRAY_AGG(v) OVER (ORDER BY v, k ROWS 1 PRECEDING)",
        "[10]",
        "[10,10]",
        "[10,20]",
        "[20,25]",
        "[25,30]");
  }

  @Test
  void frames_of_days_and_months() {
    assertValues(
        "SUM(v) OVER (ORDER BY d RANGE BETWEEN INTERVAL '1 day' PRECEDING AND CURRENT ROW)",
        "10.00",
        "20.00",
        "30.00",
        "25.00",
        "30.00");
    assertValues(
        "COUNT(*) OVER (ORDER BY d::TIMESTAMP_NTZ RANGE BETWEEN INTERVAL '1 month, 1 day' PRECEDING"
            + " AND INTERVAL '12 hours' FOLLOWING)",
        "1",
        "2",
        "3",
        "1",
        "4");
  }

  @Test
  void aggregates_over_partitions() {
    assertValues(
        "MEDIAN(v) OVER (PARTITION BY k)",
        "10.00000",
        "22.50000",
        "22.50000",
        "22.50000",
        "22.50000");
    assertValues(
        "LISTAGG(s, ',') WITHIN GROUP (ORDER BY v DESC) OVER (PARTITION BY k)",
        "a",
        "c,b,b",
        "c,b,b",
        "c,b,b",
        "c,b,b");
    assertValues("COUNT(DISTINCT v) OVER ()", "4", "4", "4", "4", "4");
  }

  @Test
  void aggregates_of_groups_are_windowed() {
    assertThat(
            warehouse.rows(
                "SELECT k, SUM(SUM(v)) OVER (ORDER BY k), LAG(SUM(v), 1, 0) OVER (ORDER BY k)"
                    + " FROM t GROUP BY k ORDER BY k"))
        .containsExactly("1|10.00|0.00", "2|95.00|10.00");
  }

  @Test
  void what_over_may_not_hold_is_refused() {
    assertRefused(
        "LAG(v) OVER (PARTITION BY k)",
        "002070 SQL compilation error: Window function type [LAG] requires ORDER BY in window"
            + " specification");
    assertRefused(
        "SUM(v) OVER (ROWS UNBOUNDED PRECEDING)",
        "002070 SQL compilation error: Window function type [SUM] requires ORDER BY in window"
            + " specification");
    assertRefused(
        "MEDIAN(v) OVER (ORDER BY k)",
        "002303 SQL compilation error: ORDER BY in OVER is not allowed for function [MEDIAN].");
    assertRefused(
        "COUNT(DISTINCT v) OVER (ORDER BY k)",
        "002303 SQL compilation error: distinct cannot be used with a window frame or an order.");
    assertRefused(
        "MIN_BY(s, v) OVER (PARTITION BY k)",
        "002303 SQL compilation error: Invalid function type [MIN_BY] for window function.");
    assertRefused(
        "SUM(v) OVER (ORDER BY k ROWS BETWEEN CURRENT ROW AND 1 PRECEDING)",
        "002303 SQL compilation error: Window frame ends before it begins.");
    assertRefused(
        "SUM(v) OVER (ORDER BY k RANGE BETWEEN INTERVAL '1 day' PRECEDING AND CURRENT ROW)",
        "000002 Not supported by the sandbox: a window frame with an INTERVAL, unless one date or"
            + " TIMESTAMP_NTZ is ordered by.");
    assertRefused(
        "COUNT(DISTINCT k, s, d, v) OVER (PARTITION BY k)",
        "000002 Not supported by the sandbox: OVER behind more than three arguments.");
    assertRefused(
        "RANK()", "002303 SQL compilation error: Window function [RANK] requires an OVER clause.");
  }
}
