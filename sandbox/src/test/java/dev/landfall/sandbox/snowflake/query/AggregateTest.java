package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Aggregates over groups. The table is that of Snowflake's examples, some of whose results are
/// asserted here (Snowflake, "MEDIAN", "KURTOSIS", "SKEW", "COVAR_POP").
class AggregateTest {
  private final TestWarehouse warehouse = new TestWarehouse();

  @BeforeEach
  void table() throws Exception {
    warehouse.table(
        "AGGR",
        "K NUMBER(38,0), V NUMBER(10,2), V2 NUMBER(10,2), S VARCHAR(5), D DATE, J VARIANT,"
            + " F FLOAT, B BOOLEAN");
    warehouse.change(
        "INSERT INTO aggr (k, v, v2, s, d, f, b) VALUES"
            + " (1, 10, NULL, 'a', '2024-01-01', 1.5, TRUE),"
            + " (2, 10, 11, 'b', '2024-01-02', 2.5, FALSE),"
            + " (2, 20, 22, 'b', '2024-01-03', NULL, TRUE),"
            + " (2, 25, NULL, NULL, NULL, 4, NULL),"
            + " (2, 30, 35, 'c', '2024-02-01', 5, FALSE)");
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  private void assertRow(String list, String row) {
    assertThat(warehouse.rows("SELECT " + list + " FROM aggr")).as(list).containsExactly(row);
  }

  private void assertType(String expression, String type) {
    assertThat(warehouse.columns("SELECT " + expression + " AS c FROM aggr"))
        .as(expression)
        .containsExactly("C " + type);
  }

  private void assertRefused(String expression, String failure) {
    assertThat(warehouse.failure("SELECT " + expression + " FROM aggr"))
        .as(expression)
        .isEqualTo(failure);
  }

  @Test
  void medians_and_percentiles_are_exact_with_three_more_digits() {
    assertThat(
            warehouse.rows(
                "SELECT k, MEDIAN(v), MEDIAN(k), MEDIAN(f) FROM aggr GROUP BY k ORDER BY k"))
        .containsExactly("1|10.00000|1.000|1.5", "2|22.50000|2.000|4.0");
    assertRow(
        "PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY v), PERCENTILE_CONT(0.1) WITHIN GROUP"
            + " (ORDER BY v DESC), PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY s DESC),"
            + " PERCENTILE_DISC(0) WITHIN GROUP (ORDER BY d)",
        "10.00000|28.00000|b|2024-01-01");
    assertType("MEDIAN(v)", "NUMBER(13,5)");
    assertType("MEDIAN(k)", "NUMBER(38,3)");
    assertType("MEDIAN(f)", "FLOAT");
    assertType("PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY s)", "VARCHAR(5)");
    assertRefused(
        "MEDIAN(d)",
        "001044 SQL compilation error: Invalid argument types for function 'MEDIAN': (DATE)");
    assertRefused(
        "PERCENTILE_CONT(1.5) WITHIN GROUP (ORDER BY v)",
        "001011 SQL compilation error: invalid value [1.5] for function 'PERCENTILE_CONT',"
            + " expected 0 to 1");
  }

  @Test
  void variances_of_exact_numbers_are_exact() {
    assertRow("VAR_POP(v), VARIANCE(v), VARIANCE(k)", "64.000000000000|80.000000000000|0.200000");
    assertRow("VARIANCE(DISTINCT v), ROUND(VARIANCE_SAMP(f), 9)", "72.916666666667|2.416666667");
    assertThat(
            warehouse.rows(
                "SELECT VARIANCE(x), VAR_POP(x) FROM (SELECT 1000000000001.5::NUMBER(38,1) x"
                    + " UNION ALL SELECT 1000000000002.7)"))
        .containsExactly("0.720000000000|0.360000000000");
    assertType("VARIANCE(k)", "NUMBER(38,6)");
    assertType("VARIANCE(v)", "NUMBER(38,12)");
    assertType("VARIANCE(v::NUMBER(38,15))", "NUMBER(38,15)");
    assertType("VARIANCE(f)", "FLOAT");
    assertType("STDDEV(v)", "FLOAT");
    assertThat(warehouse.rows("SELECT VARIANCE(v), VAR_POP(v), STDDEV(v) FROM aggr WHERE k = 1"))
        .containsExactly("NULL|0.000000000000|NULL");
  }

  @Test
  void moments_correlation_and_regression() {
    assertRow("KURTOSIS(k), KURTOSIS(v)", "5.000000000000|-2.324218750000");
    assertRow("ROUND(SKEW(k), 9), ROUND(SKEW(v), 9)", "-2.236067977|0.052407843");
    assertThat(
            warehouse.rows(
                "SELECT k, COVAR_POP(v, v2), COVAR_SAMP(v, v2), ROUND(CORR(v, v2), 9),"
                    + " REGR_COUNT(v, v2), ROUND(REGR_SLOPE(v, v2), 9), REGR_AVGY(v, v2)"
                    + " FROM aggr GROUP BY k ORDER BY k"))
        .containsExactly(
            "1|NULL|NULL|NULL|0.0|NULL|NULL", "2|80.0|120.0|0.998844598|3.0|0.831408776|20.0");
    assertType("KURTOSIS(k)", "NUMBER(38,12)");
    assertType("KURTOSIS(f)", "FLOAT");
    assertType("CORR(v, v2)", "FLOAT");
  }

  @Test
  void counting_and_choosing() {
    assertRow("COUNT(DISTINCT k, s), COUNT(k, v2), COUNT(*)", "3|3|5");
    assertRow("APPROX_COUNT_DISTINCT(s), HLL(k), APPROX_PERCENTILE(v, 0.5)", "3|2|20.0");
    assertRow("MODE(s), MIN_BY(s, v2), MAX_BY(s, v), MIN_BY(d, v2)", "b|b|c|2024-01-02");
    assertRow("MAX_BY(s, v, 3)", "[\"c\",undefined,\"b\"]");
    assertRow("MAX(v::VARIANT), MIN(s::VARIANT)", "30|\"a\"");
    assertType("MAX(v::VARIANT)", "VARIANT");
    assertType("MODE(s)", "VARCHAR(5)");
    assertType("MAX_BY(s, v)", "VARCHAR(5)");
    assertType("MAX_BY(s, v, 3)", "ARRAY");
    assertType("APPROX_COUNT_DISTINCT(s)", "NUMBER(18,0) NOT NULL");
  }

  @Test
  void bits_and_truth_values() {
    assertRow(
        "BITAND_AGG(k), BITOR_AGG(v), BITXOR_AGG(DISTINCT k), BOOLAND_AGG(b), BOOLOR_AGG(b)",
        "0|31|3|false|true");
    assertRow("BOOLXOR_AGG(b), BOOLXOR_AGG(v = 30), BOOLXOR_AGG(k - 2)", "false|true|true");
    assertType("BITAND_AGG(k)", "NUMBER(38,0)");
    assertType("BOOLXOR_AGG(b)", "BOOLEAN");
    assertRefused(
        "BOOLAND_AGG(s)",
        "001044 SQL compilation error: Invalid argument types for function 'BOOLAND_AGG':"
            + " (VARCHAR(5))");
  }

  @Test
  void values_are_gathered_into_lists_arrays_and_objects() {
    assertRow(
        "ARRAY_AGG(v) WITHIN GROUP (ORDER BY v), ARRAY_AGG(s) WITHIN GROUP (ORDER BY v DESC, k)",
        "[10,10,20,25,30]|[\"c\",\"b\",\"a\",\"b\"]");
    assertRow(
        "ARRAY_AGG(DISTINCT d) WITHIN GROUP (ORDER BY d DESC)",
        "[\"2024-02-01\",\"2024-01-03\",\"2024-01-02\",\"2024-01-01\"]");
    assertRow(
        "LISTAGG(DISTINCT k, ',') WITHIN GROUP (ORDER BY k DESC), LISTAGG(v, '|') WITHIN GROUP"
            + " (ORDER BY d)",
        "2,1|10.00|10.00|20.00|30.00|25.00");
    assertRow(
        "ARRAY_SORT(ARRAY_UNIQUE_AGG(k)), OBJECT_AGG(d::VARCHAR, k)",
        "[1,2]|{\"2024-01-01\":1,\"2024-01-02\":2,\"2024-01-03\":2,\"2024-02-01\":2}");
    assertRow("ARRAY_SORT(ARRAY_UNION_AGG(ARRAY_CONSTRUCT(k, k)))", "[1,1,2,2]");
    assertType("ARRAY_AGG(v)", "ARRAY NOT NULL");
    assertType("OBJECT_AGG(s, v)", "OBJECT NOT NULL");
    assertRefused("OBJECT_AGG(s, k)", "100103 Duplicate field key 'b'");
    assertThat(warehouse.failure("SELECT LISTAGG(DISTINCT s) WITHIN GROUP (ORDER BY v) FROM aggr"))
        .startsWith("000979 ");
  }

  @Test
  void nothing_gives_nothing() {
    assertThat(
            warehouse.rows(
                "SELECT MEDIAN(v), VARIANCE(v), KURTOSIS(v), MODE(v), STDDEV(v), BITAND_AGG(k),"
                    + " BOOLXOR_AGG(b), MIN_BY(s, v), CORR(v, v2), COUNT(v) FROM aggr WHERE FALSE"))
        .containsExactly("NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|0");
    assertThat(
            warehouse.rows(
                "SELECT ARRAY_AGG(v), LISTAGG(s), OBJECT_AGG(s, v) FROM aggr WHERE FALSE"))
        .containsExactly("[]||{}");
  }

  @Test
  void clauses_that_a_function_does_not_take_are_refused() {
    assertRefused(
        "MEDIAN(DISTINCT k)",
        "002303 SQL compilation error: DISTINCT is not allowed for function [MEDIAN].");
    assertRefused(
        "SUM(k) WITHIN GROUP (ORDER BY k)",
        "002303 SQL compilation error: WITHIN GROUP is not allowed for function [SUM].");
    assertRefused(
        "HASH_AGG(k)",
        "000002 Not supported by the sandbox: function HASH_AGG, of which only Snowflake knows"
            + " the hash.");
    assertRefused("FOO_AGG(k)", "002140 SQL compilation error: Unknown function FOO_AGG");
  }

  @Test
  void groupings_are_told_apart() {
    assertThat(
            warehouse.rows(
                "SELECT k, s, GROUPING(k), GROUPING_ID(k, s), SUM(v) FROM aggr"
                    + " GROUP BY ROLLUP (k, s) ORDER BY 4, 1, 2"))
        .containsExactly(
            "1|a|0|0|10.00",
            "2|b|0|0|30.00",
            "2|c|0|0|30.00",
            "2|NULL|0|0|25.00",
            "1|NULL|0|1|10.00",
            "2|NULL|0|1|85.00",
            "NULL|NULL|1|3|95.00");
  }
}
