package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Statements that are very large, nest very deep, or make no sense.
class LimitsTest {
  private final TestWarehouse warehouse = new TestWarehouse();

  @BeforeEach
  void table() {
    warehouse.table("T", "A NUMBER(38,0), B VARCHAR");
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void an_insert_of_ten_megabytes_is_translated() throws Exception {
    var row = "(1234567, '" + "x".repeat(80) + "')";
    int rows = 10_000_000 / row.length();
    var text =
        "INSERT INTO T VALUES "
            + IntStream.range(0, rows).mapToObj(i -> row).collect(Collectors.joining(", "));
    assertThat(warehouse.change(text)).containsExactly((long) rows);
  }

  @Test
  void a_literal_of_ten_megabytes_is_translated() throws Exception {
    assertThat(warehouse.change("INSERT INTO T SELECT 1, '" + "x".repeat(10_000_000) + "'"))
        .containsExactly(1L);
  }

  @Test
  void thousands_of_conditions_and_branches_are_translated() {
    var or =
        IntStream.range(0, 5_000).mapToObj(i -> "A = " + i).collect(Collectors.joining(" OR "));
    assertThat(warehouse.rows("SELECT COUNT(*) FROM T WHERE " + or)).containsExactly("0");
    var list =
        IntStream.range(0, 20_000).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    assertThat(warehouse.rows("SELECT COUNT(*) FROM T WHERE A IN (" + list + ")"))
        .containsExactly("0");
    var union =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "SELECT " + i)
            .collect(Collectors.joining(" UNION ALL "));
    assertThat(warehouse.rows("SELECT COUNT(*) FROM (" + union + ")")).containsExactly("1000");
    var columns =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "A + " + i + " AS C" + i)
            .collect(Collectors.joining(", "));
    assertThat(warehouse.columns("SELECT " + columns + " FROM T")).hasSize(2_000);
  }

  @Test
  void what_nests_moderately_is_translated_and_run() {
    int depth = 60;
    assertThat(warehouse.rows("SELECT " + "(1 + ".repeat(depth) + "1" + ")".repeat(depth)))
        .hasSize(1);
    assertThat(warehouse.rows("SELECT " + "COALESCE(".repeat(depth) + "1" + ", 2)".repeat(depth)))
        .containsExactly("1");
    assertThat(
            warehouse.rows(
                "SELECT * FROM " + "(SELECT * FROM ".repeat(30) + "(SELECT 1)" + ")".repeat(30)))
        .containsExactly("1");
    assertThat(
            warehouse.rows(
                "SELECT " + "CASE WHEN TRUE THEN ".repeat(depth) + "1" + " END".repeat(depth)))
        .containsExactly("1");
    assertThat(warehouse.rows("SELECT " + "NOT ".repeat(depth) + "TRUE")).containsExactly("true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[",
        "UPPER(",
        "CASE WHEN TRUE THEN ",
        "- ",
        "NOT ",
        "(SELECT ",
        "{'a': ",
        "1 + ",
        "'a' || ",
        "x:y["
      })
  void what_nests_too_deep_is_refused(String piece) throws Exception {
    var failures = new ArrayList<Throwable>();
    var thread =
        new Thread(
            null,
            () -> {
              try {
                warehouse.compile("SELECT " + piece.repeat(100_000) + "1");
                failures.add(new AssertionError("not refused"));
              } catch (SnowflakeException refused) {
                // As it should be.
              } catch (Throwable e) {
                failures.add(e);
              }
            },
            "small",
            512 * 1024);
    thread.start();
    thread.join();
    assertThat(failures).isEmpty();
  }

  @Test
  void aliases_that_double_again_and_again_are_refused() {
    var text = new StringBuilder("SELECT 'x' AS a0");
    for (int i = 1; i < 40; i++) {
      text.append(", a").append(i - 1).append(" || a").append(i - 1).append(" AS a").append(i);
    }
    assertThatThrownBy(() -> warehouse.compile(text.toString()))
        .isInstanceOf(SnowflakeException.class);
  }

  @Test
  void an_array_of_binds_is_one_statement() throws Exception {
    List<Binds> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(
          TestCatalogue.binds(
              List.of(Literals.number(Integer.toString(i)), Literals.text("v" + i)), Map.of()));
    }
    var dml =
        QueryCompiler.dml(
            "INSERT INTO T (A, B) VALUES (?, ?)",
            warehouse.catalogue.relations("PUBLIC"),
            warehouse.session,
            rows);
    assertThat(dml.binds()).isEqualTo(2);
    assertThat(dml.steps()).hasSize(1);
    assertThat(warehouse.change(dml)).containsExactly(1_000L);
    assertThat(warehouse.rows("SELECT SUM(A), MAX(B) FROM T")).containsExactly("499500|v999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "SELECT",
        "SELECT 'x",
        "SELECT \"x",
        "SELECT /* x",
        "SELECT $$x",
        "SELECT (1",
        "SELECT 1)",
        "SELECT [1)",
        "SELECT 1 FROM",
        "SELECT ,",
        "SELECT * FROM T WHERE",
        "SELECT \u0000",
        "SELECT é",
        "SELECT a.b.c.d.e.f FROM T",
        "SELECT ??",
        "SELECT :",
        "SELECT a:",
        "SELECT a::",
        "SELECT a::(1)",
        "SELECT CAST(a)",
        "SELECT {a: 1}",
        "SELECT {'a' 1}",
        "SELECT {'a': 1,}",
        "SELECT [1,]",
        "SELECT f(,)",
        "SELECT #",
        "SELECT \\",
        "SELECT * FROM @",
        "SELECT * FROM VALUES",
        "SELECT * FROM VALUES ()",
        "SELECT 1 AS",
        "WITH a AS SELECT 1",
        "SELECT 99999999999999999999999::NUMBER(99)"
      })
  void nonsense_is_refused(String text) {
    assertThatThrownBy(() -> warehouse.compile(text)).isInstanceOf(SnowflakeException.class);
    assertThatThrownBy(() -> warehouse.compileDml(text)).isInstanceOf(SnowflakeException.class);
  }
}
