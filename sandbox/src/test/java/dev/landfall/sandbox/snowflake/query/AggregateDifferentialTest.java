package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Random aggregates and windows, as Snowflake writes them and as DuckDB does, must give the same
/// values, up to the last digits of what DuckDB computes in floating point.
class AggregateDifferentialTest {
  private static final int QUERIES = 300;
  private static final BigDecimal TOLERANCE = new BigDecimal("0.000002");

  private final TestWarehouse warehouse = new TestWarehouse();

  /// One expression in both dialects.
  private record Pair(String snowflake, String duckdb) {
    static Pair same(String sql) {
      return new Pair(sql, sql);
    }
  }

  @BeforeEach
  void random_rows() {
    var random = new Random(11);
    warehouse.table(
        "T", "ID NUMBER(9,0), A NUMBER(9,0), B NUMBER(9,2), C VARCHAR(9), F FLOAT, G NUMBER(9,0)");
    for (int id = 1; id <= 60; id++) {
      warehouse.duck(
          "INSERT INTO \"DB~PUBLIC\".T VALUES ("
              + id
              + ", "
              + orNull(random, Integer.toString(random.nextInt(12) - 3))
              + ", "
              + orNull(random, random.nextInt(20) + "." + (10 + random.nextInt(90)))
              + ", "
              + orNull(random, "'" + "vwxyz".charAt(random.nextInt(5)) + "'")
              + ", "
              + orNull(random, random.nextInt(9) + ".5")
              + ", "
              + random.nextInt(5)
              + ")");
    }
    warehouse.duck("USE \"DB~PUBLIC\"");
  }

  private static String orNull(Random random, String value) {
    return random.nextInt(5) == 0 ? "NULL" : value;
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void aggregates_over_groups_give_what_duckdb_gives() {
    for (int seed = 1; seed <= QUERIES; seed++) {
      var random = new Random(seed);
      var value = aggregate(random);
      var other = aggregate(random);
      var filter = one(random, "", " WHERE id > 30", " WHERE a > 2", " WHERE id < 0");
      var tail = " FROM t" + filter + one(random, "", " GROUP BY g ORDER BY g");
      var key = tail.contains("GROUP") ? "g, " : "";
      assertSame(
          seed,
          "SELECT " + key + value.snowflake() + ", " + other.snowflake() + tail,
          "SELECT " + key + value.duckdb() + ", " + other.duckdb() + tail);
    }
  }

  @Test
  void windows_give_what_duckdb_gives() {
    for (int seed = 1; seed <= QUERIES; seed++) {
      var random = new Random(seed);
      var value = window(random);
      var other = window(random);
      assertSame(
          seed,
          "SELECT id, " + value.snowflake() + ", " + other.snowflake() + " FROM t ORDER BY id",
          "SELECT id, " + value.duckdb() + ", " + other.duckdb() + " FROM t ORDER BY id");
    }
  }

  private static String one(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static Pair aggregate(Random random) {
    var number = one(random, "a", "b", "f", "a + b", "id");
    var distinct = one(random, "", "", "DISTINCT ");
    return switch (random.nextInt(11)) {
      case 0 ->
          Pair.same(
              one(random, "SUM", "AVG", "MIN", "MAX", "COUNT") + "(" + distinct + number + ")");
      case 1 ->
          Pair.same(
              one(random, "VAR_POP", "VAR_SAMP", "STDDEV", "STDDEV_POP", "VARIANCE")
                  + "("
                  + distinct
                  + one(random, "a", "b", "f")
                  + ")");
      case 2 -> Pair.same(one(random, "COVAR_POP", "COVAR_SAMP", "REGR_COUNT") + "(b, f)");
      case 3 -> Pair.same(one(random, "REGR_SXX", "REGR_SXY", "REGR_SYY", "REGR_AVGX") + "(f, a)");
      case 4 -> new Pair("MEDIAN(" + number + ")", "MEDIAN(CAST(" + number + " AS DOUBLE))");
      case 5 -> {
        var share = one(random, "0", "0.1", "0.25", "0.5", "0.75", "1");
        yield new Pair(
            "PERCENTILE_CONT(" + share + ") WITHIN GROUP (ORDER BY b)",
            "quantile_cont(CAST(b AS DOUBLE), " + share + ")");
      }
      case 6 -> {
        var share = one(random, "0", "0.1", "0.3", "0.5", "0.9", "1");
        var of = one(random, "a", "b", "c");
        yield new Pair(
            "PERCENTILE_DISC(" + share + ") WITHIN GROUP (ORDER BY " + of + ")",
            "quantile_disc(" + of + ", " + share + ")");
      }
      case 7 -> {
        var which = one(random, "AND", "OR", "XOR");
        yield new Pair("BIT" + which + "_AGG(a)", "bit_" + which + "(CAST(a AS HUGEINT))");
      }
      case 8 ->
          new Pair(
              "LISTAGG(" + distinct + "c, '+') WITHIN GROUP (ORDER BY c DESC)",
              "coalesce(string_agg(" + distinct + "c, '+' ORDER BY c DESC), '')");
      case 9 -> {
        var way = one(random, "AND", "OR");
        yield new Pair("BOOL" + way + "_AGG(a > 1)", "bool_" + way + "(a > 1)");
      }
      default -> Pair.same("COUNT(" + one(random, "*", "DISTINCT c", "DISTINCT g", "a") + ")");
    };
  }

  private static Pair window(Random random) {
    var partition = one(random, "", "PARTITION BY g ", "PARTITION BY c ", "PARTITION BY g, c ");
    var order =
        "ORDER BY "
            + one(random, "a", "b", "c", "f")
            + one(random, "", " DESC")
            + one(random, " NULLS FIRST", " NULLS LAST")
            + ", id";
    var over = " OVER (" + partition + order;
    var frame =
        one(
            random,
            "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
            "ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING",
            "ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING",
            "ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
            "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW");
    var nulls = one(random, "", " IGNORE NULLS");
    var column = one(random, "a", "b", "c", "f");
    return switch (random.nextInt(7)) {
      case 0 ->
          Pair.same(
              one(random, "SUM", "AVG", "MIN", "MAX", "COUNT", "STDDEV", "VAR_POP")
                  + "("
                  + one(random, "a", "b", "f")
                  + ")"
                  + over
                  + " "
                  + one(random, frame, "")
                  + ")");
      case 1 -> {
        var call = one(random, "LAG", "LEAD") + "(" + column + ", " + random.nextInt(4);
        yield new Pair(call + ")" + nulls + over + ")", call + nulls + ")" + over + ")");
      }
      case 2 -> {
        var call = one(random, "FIRST_VALUE", "LAST_VALUE") + "(" + column;
        var whole = " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)";
        yield new Pair(call + ")" + nulls + over + ")", call + nulls + ")" + over + whole);
      }
      case 3 -> {
        var call = one(random, "FIRST_VALUE", "LAST_VALUE") + "(" + column;
        var framed = over + " " + frame + ")";
        yield new Pair(call + nulls + ")" + framed, call + nulls + ")" + framed);
      }
      case 4 -> {
        var call = "NTH_VALUE(" + column + ", " + (1 + random.nextInt(3));
        var framed = over + " " + frame + ")";
        yield new Pair(call + ")" + nulls + framed, call + nulls + ")" + framed);
      }
      case 5 ->
          Pair.same(
              one(
                      random,
                      "ROW_NUMBER()",
                      "RANK()",
                      "DENSE_RANK()",
                      "CUME_DIST()",
                      "PERCENT_RANK()",
                      "NTILE(3)")
                  + over.replace(", id", "")
                  + (random.nextBoolean() ? ", id)" : ", id, a)"));
      default -> {
        var by = " OVER (" + partition + ")";
        yield new Pair(
            "MEDIAN(b)" + by + " + MAX(a)" + by,
            "MEDIAN(CAST(b AS DOUBLE))" + by + " + MAX(a)" + by);
      }
    };
  }

  private void assertSame(int seed, String snowflake, String duckdb) {
    var actual = warehouse.rows(snowflake);
    var expected = direct(duckdb);
    assertThat(actual).as("seed %d: %s", seed, snowflake).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(isSame(actual.get(i), expected.get(i)))
          .as("seed %d: %s\n%s\n%s", seed, snowflake, actual.get(i), expected.get(i))
          .isTrue();
    }
  }

  private List<String> direct(String query) {
    try (var statement = warehouse.connection().createStatement();
        var result = statement.executeQuery(query)) {
      return TestWarehouse.rows(result);
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  private static boolean isSame(String row, String other) {
    var cells = row.split("\\|", -1);
    var others = new ArrayList<>(List.of(other.split("\\|", -1)));
    if (cells.length != others.size()) {
      return false;
    }
    for (int i = 0; i < cells.length; i++) {
      if (!cells[i].equals(others.get(i)) && !isNear(cells[i], others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNear(String cell, String other) {
    var number = "-?[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?";
    if (!cell.matches(number) || !other.matches(number)) {
      return false;
    }
    var difference = new BigDecimal(cell).subtract(new BigDecimal(other)).abs();
    return difference.compareTo(TOLERANCE) <= 0;
  }
}
