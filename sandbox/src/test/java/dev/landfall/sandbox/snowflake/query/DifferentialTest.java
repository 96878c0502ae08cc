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

/// Plain SQL means the same to DuckDB as to Snowflake: random queries are run as they are, and
/// compiled, and must give the same rows.
class DifferentialTest {
  private static final int QUERIES = 600;

  private final TestWarehouse warehouse = new TestWarehouse();

  @BeforeEach
  void random_tables() {
    var random = new Random(7);
    for (String name : List.of("T", "U", "V")) {
      warehouse.table(name, "A NUMBER(9,0), B NUMBER(9,0), C VARCHAR(9)");
      for (int i = 0; i < 25; i++) {
        warehouse.duck(
            "INSERT INTO \"DB~PUBLIC\"."
                + name
                + " VALUES ("
                + number(random)
                + ", "
                + number(random)
                + ", "
                + text(random)
                + ")");
      }
    }
    warehouse.duck("USE \"DB~PUBLIC\"");
  }

  private static String number(Random random) {
    return random.nextInt(6) == 0 ? "NULL" : Integer.toString(random.nextInt(8) - 2);
  }

  private static String text(Random random) {
    return random.nextInt(6) == 0 ? "NULL" : "'" + "xyz".charAt(random.nextInt(3)) + "'";
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void random_queries_give_what_duckdb_gives() {
    for (int seed = 1; seed <= QUERIES; seed++) {
      var query = new PlainSql(new Random(seed)).query(2);
      var expected = sorted(direct(query));
      var actual = sorted(warehouse.rows(query));
      assertThat(actual).as("seed %d: %s", seed, query).isEqualTo(expected);
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

  private static List<String> sorted(List<String> rows) {
    return rows.stream().map(DifferentialTest::plain).sorted().toList();
  }

  /// Numbers without what only their types differ in.
  private static String plain(String row) {
    List<String> cells = new ArrayList<>();
    for (String cell : row.split("\\|", -1)) {
      cells.add(
          cell.matches("-?[0-9]+(\\.[0-9]+)?")
              ? new BigDecimal(cell).stripTrailingZeros().toPlainString()
              : cell);
    }
    return String.join("|", cells);
  }

  /// Makes queries of three columns: two numbers and a text.
  private static final class PlainSql {
    private final Random random;
    private int aliases;

    PlainSql(Random random) {
      this.random = random;
    }

    private String one(String... choices) {
      return choices[random.nextInt(choices.length)];
    }

    private boolean chance(int of) {
      return random.nextInt(of) == 0;
    }

    String query(int depth) {
      return switch (random.nextInt(7)) {
        case 0 -> setOperation(depth);
        case 1 -> grouped(depth);
        case 2 -> windowed(depth);
        case 3 -> with(depth);
        case 4 -> ordered(depth);
        default -> plain(depth);
      };
    }

    private String setOperation(int depth) {
      var operator = one("UNION", "UNION ALL", "INTERSECT", "EXCEPT");
      return "(" + simple(depth) + ") " + operator + " (" + simple(depth) + ")";
    }

    private String simple(int depth) {
      return depth <= 0 || chance(2) ? plain(0) : query(depth - 1);
    }

    private String with(int depth) {
      var name = "w" + aliases++;
      return "WITH "
          + name
          + " (a, b, c) AS ("
          + simple(depth)
          + ") SELECT x.a, y.b, x.c FROM "
          + name
          + " x "
          + one("JOIN ", "LEFT JOIN ")
          + name
          + " y ON x.a = y.b";
    }

    private String ordered(int depth) {
      return "SELECT * FROM ("
          + simple(depth)
          + ") q (a, b, c) ORDER BY a NULLS FIRST, b DESC NULLS LAST, c NULLS LAST LIMIT "
          + random.nextInt(9)
          + (chance(2) ? " OFFSET " + random.nextInt(4) : "");
    }

    private String source(int depth, String alias) {
      return depth > 0 && chance(3)
          ? "(" + query(depth - 1) + ") " + alias + " (a, b, c)"
          : one("t", "u", "v") + " " + alias;
    }

    private String from(int depth, String l, String r) {
      var join = one("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
      return source(depth, l)
          + " "
          + join
          + " "
          + source(depth, r)
          + " ON "
          + l
          + ".a = "
          + r
          + ".b";
    }

    private String plain(int depth) {
      var l = "l" + aliases++;
      var r = "r" + aliases++;
      boolean joined = chance(2);
      var from = joined ? from(depth, l, r) : source(depth, l);
      var other = joined ? r : l;
      return "SELECT "
          + (chance(4) ? "DISTINCT " : "")
          + number(l, other, 2)
          + " AS n1, "
          + number(other, l, 2)
          + " AS n2, "
          + text(l, other)
          + " AS s FROM "
          + from
          + (chance(2) ? " WHERE " + condition(l, other, 2, depth) : "");
    }

    private String number(String l, String r, int depth) {
      return switch (random.nextInt(depth > 0 ? 9 : 4)) {
        case 0, 1 -> l + ".a";
        case 2 -> r + ".b";
        case 3 -> Integer.toString(random.nextInt(9));
        case 4 -> "(" + number(l, r, 0) + one(" + ", " - ", " * ") + number(l, r, 0) + ")";
        case 5 ->
            "CASE WHEN "
                + condition(l, r, 0, 0)
                + " THEN "
                + number(l, r, depth - 1)
                + " ELSE "
                + number(l, r, 0)
                + " END";
        case 6 -> "COALESCE(" + number(l, r, 0) + ", " + number(l, r, 0) + ")";
        case 7 -> "-(" + number(l, r, 0) + ")";
        default ->
            "(SELECT " + one("MAX", "MIN", "COUNT") + "(z.b) FROM u z WHERE z.a = " + l + ".a)";
      };
    }

    private String text(String l, String r) {
      return switch (random.nextInt(4)) {
        case 0 -> l + ".c || 'k'";
        case 1 -> "UPPER(" + r + ".c)";
        default -> l + ".c";
      };
    }

    private String condition(String l, String r, int depth, int queries) {
      return switch (random.nextInt(depth > 0 ? 11 : 6)) {
        case 0 -> l + ".a" + one(" = ", " <> ", " < ", " >= ") + number(l, r, 0);
        case 1 -> r + ".c IN ('x', 'y')";
        case 2 -> l + ".b IS " + one("", "NOT ") + "NULL";
        case 3 -> l + ".a " + one("", "NOT ") + "BETWEEN 0 AND " + random.nextInt(5);
        case 4 -> r + ".c " + one("LIKE", "NOT LIKE") + " 'x%'";
        case 5 -> l + ".a IS " + one("", "NOT ") + "DISTINCT FROM " + r + ".b";
        case 6 ->
            "("
                + condition(l, r, depth - 1, queries)
                + one(" AND ", " OR ")
                + condition(l, r, depth - 1, queries)
                + ")";
        case 7 -> "NOT (" + condition(l, r, depth - 1, queries) + ")";
        case 8 -> l + ".a " + one("", "NOT ") + "IN (SELECT z.b FROM v z WHERE z.b IS NOT NULL)";
        case 9 -> one("", "NOT ") + "EXISTS (SELECT 1 FROM u z WHERE z.a = " + l + ".b)";
        default -> l + ".b " + one("= ANY", "> ALL") + " (SELECT z.a FROM t z WHERE z.a > 2)";
      };
    }

    private String grouped(int depth) {
      var l = "l" + aliases++;
      var aggregate =
          one("SUM", "MIN", "MAX", "COUNT") + "(" + (chance(4) ? "DISTINCT " : "") + l + ".b)";
      var having = chance(3) ? " HAVING COUNT(*) > 1" : "";
      return switch (random.nextInt(3)) {
        case 0 ->
            "SELECT "
                + l
                + ".a, "
                + aggregate
                + ", MAX("
                + l
                + ".c) FROM "
                + source(depth, l)
                + " GROUP BY "
                + l
                + ".a"
                + having;
        case 1 ->
            "SELECT "
                + l
                + ".a + 1 AS k, "
                + aggregate
                + ", "
                + l
                + ".c FROM "
                + source(depth, l)
                + " GROUP BY 1, "
                + l
                + ".c"
                + having;
        default ->
            "SELECT "
                + l
                + ".a, "
                + aggregate
                + ", "
                + l
                + ".c FROM "
                + source(depth, l)
                + " GROUP BY "
                + one("ROLLUP", "CUBE")
                + " ("
                + l
                + ".a, "
                + l
                + ".c)";
      };
    }

    private String windowed(int depth) {
      var l = "l" + aliases++;
      var order =
          " ORDER BY " + l + ".a NULLS FIRST, " + l + ".b NULLS FIRST, " + l + ".c NULLS FIRST";
      var window =
          chance(2)
              ? "SUM(" + l + ".b) OVER (PARTITION BY " + l + ".c" + order + ")"
              : "ROW_NUMBER() OVER (" + (chance(2) ? "PARTITION BY " + l + ".a" : "") + order + ")";
      return "SELECT "
          + l
          + ".a, "
          + window
          + " AS w, "
          + l
          + ".c FROM (SELECT DISTINCT * FROM "
          + source(depth, "i" + aliases++)
          + ") "
          + l
          + (chance(2) ? " QUALIFY w > 1" : "");
    }
  }
}
