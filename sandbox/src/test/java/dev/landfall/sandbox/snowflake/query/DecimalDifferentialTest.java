package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Arithmetic of exact numbers against `BigDecimal`, with random values and types (Snowflake,
/// "Arithmetic operators": the scales of results; "AVG", "SUM", "MEDIAN").
class DecimalDifferentialTest {
  private static final int ROUNDS = 150;

  private final TestWarehouse warehouse = new TestWarehouse();
  private final Random random = new Random(5);
  private final List<String> expressions = new ArrayList<>();
  private final List<BigDecimal> expected = new ArrayList<>();

  @AfterEach
  void close() {
    warehouse.close();
  }

  private record Decimal(BigDecimal value, int precision, int scale) {
    String sql() {
      return "'" + value.toPlainString() + "'::NUMBER(" + precision + "," + scale + ")";
    }
  }

  private Decimal decimal() {
    int precision = 1 + random.nextInt(14);
    int scale = random.nextInt(precision + 1);
    var digits = new BigInteger(BigInteger.TEN.pow(precision).bitLength() - 1, random);
    var value = new BigDecimal(random.nextInt(8) == 0 ? BigInteger.ZERO : digits, scale);
    return new Decimal(random.nextBoolean() ? value : value.negate(), precision, scale);
  }

  @Test
  void operators_and_rounding() {
    for (int round = 0; round < ROUNDS; round++) {
      var a = decimal();
      var b = decimal();
      int most = Math.max(a.scale(), b.scale());
      add(a.sql() + " + " + b.sql(), a.value().add(b.value()).setScale(most));
      add(a.sql() + " - " + b.sql(), a.value().subtract(b.value()).setScale(most));
      int product = Math.min(a.scale() + b.scale(), Math.max(most, 12));
      add(
          a.sql() + " * " + b.sql(),
          a.value().multiply(b.value()).setScale(product, RoundingMode.HALF_UP));
      if (b.value().signum() != 0) {
        int quotient = Math.max(a.scale(), Math.min(a.scale() + 6, 12));
        add(a.sql() + " / " + b.sql(), a.value().divide(b.value(), quotient, RoundingMode.HALF_UP));
        add(a.sql() + " % " + b.sql(), a.value().remainder(b.value()).setScale(most));
      }
      int places = random.nextInt(a.scale() + 1);
      add(
          "ROUND(" + a.sql() + ", " + places + ")",
          rounded(a.value(), places, RoundingMode.HALF_UP));
      add("TRUNC(" + a.sql() + ", " + places + ")", rounded(a.value(), places, RoundingMode.DOWN));
      add("FLOOR(" + a.sql() + ")", rounded(a.value(), 0, RoundingMode.FLOOR));
      add("CEIL(" + a.sql() + ")", rounded(a.value(), 0, RoundingMode.CEILING));
      add("ABS(" + a.sql() + ")", a.value().abs());
      add(
          "(" + a.sql() + ")::NUMBER(38," + places + ")",
          rounded(a.value(), places, RoundingMode.HALF_UP));
      check();
    }
  }

  private static BigDecimal rounded(BigDecimal value, int places, RoundingMode mode) {
    return value.setScale(places, mode);
  }

  private void add(String expression, BigDecimal value) {
    expressions.add(expression);
    expected.add(value);
  }

  private void check() {
    var cells = warehouse.rows("SELECT " + String.join(", ", expressions)).getFirst().split("\\|");
    for (int i = 0; i < cells.length; i++) {
      assertThat(new BigDecimal(cells[i]))
          .as(expressions.get(i))
          .isEqualByComparingTo(expected.get(i));
    }
    expressions.clear();
    expected.clear();
  }

  @Test
  void sums_averages_medians_and_variances() {
    for (int round = 0; round < ROUNDS; round++) {
      int scale = random.nextInt(5);
      List<BigDecimal> values = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(9); i++) {
        values.add(BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000_000, scale));
      }
      var rows = new StringBuilder();
      for (var value : values) {
        rows.append(rows.isEmpty() ? "" : ", ").append("('").append(value).append("')");
      }
      var count = BigDecimal.valueOf(values.size());
      var sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      var squares =
          values.stream().map(v -> v.multiply(v)).reduce(BigDecimal.ZERO, BigDecimal::add);
      var average =
          sum.divide(count, Math.max(scale, Math.min(scale + 6, 12)), RoundingMode.HALF_UP);
      var variance =
          squares
              .multiply(count)
              .subtract(sum.multiply(sum))
              .divide(count.multiply(count), scale == 0 ? 6 : 12, RoundingMode.HALF_UP);
      var row =
          warehouse
              .rows(
                  "SELECT SUM(x), AVG(x), MEDIAN(x), VAR_POP(x) FROM (SELECT column1::NUMBER(12,"
                      + scale
                      + ") x FROM VALUES "
                      + rows
                      + ")")
              .getFirst()
              .split("\\|");
      assertThat(new BigDecimal(row[0])).isEqualTo(sum.setScale(scale));
      assertThat(new BigDecimal(row[1])).isEqualTo(average);
      assertThat(new BigDecimal(row[2])).isEqualTo(median(values).setScale(scale + 3));
      assertThat(new BigDecimal(row[3])).isEqualTo(variance);
    }
  }

  private static BigDecimal median(List<BigDecimal> values) {
    var sorted = values.stream().sorted().toList();
    var low = sorted.get((sorted.size() - 1) / 2);
    var high = sorted.get(sorted.size() / 2);
    return low.add(high).divide(BigDecimal.TWO);
  }
}
