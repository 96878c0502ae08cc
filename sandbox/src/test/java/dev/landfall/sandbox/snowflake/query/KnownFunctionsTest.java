package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.function.Functions;
import dev.landfall.sandbox.snowflake.function.Functions.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which functions are honoured, which are refused, and which nobody knows.
class KnownFunctionsTest {
  private final TestWarehouse warehouse = new TestWarehouse();

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void the_functions_of_everyday_use_are_honoured() {
    assertThat(honoured(Kind.SCALAR)).hasSizeGreaterThan(290);
    assertThat(honoured(Kind.AGGREGATE)).hasSizeGreaterThan(55);
    assertThat(honoured(Kind.WINDOW)).hasSizeGreaterThan(12);
  }

  private static List<String> honoured(Kind kind) {
    return Functions.names().stream()
        .filter(status -> status.kind() == kind && status.honoured())
        .map(Functions.Status::name)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          HASH(1)                            | HASH, of which only Snowflake knows the hash
          HASH(*)                            | HASH, of which only Snowflake knows the hash
          ST_POINT(1, 2)                     | ST_POINT, since the sandbox has no geospatial types
          H3_STRING_TO_INT('8')              | H3_STRING_TO_INT, since the sandbox has no geospatial types
          AI_COMPLETE('model', 'text')       | AI_COMPLETE, since the sandbox has no Cortex and no vectors
          SNOWFLAKE.CORTEX.COMPLETE('m', 't') | SNOWFLAKE.CORTEX.COMPLETE, since the sandbox has no Cortex
          PARSE_XML('<a/>')                  | PARSE_XML, since the sandbox does not parse XML
          SYSTEM$CLUSTERING_DEPTH('T')       | SYSTEM$CLUSTERING_DEPTH, a system function
          CURRENT_SCHEMAS()                  | CURRENT_SCHEMAS, which tells of what the sandbox does not have
          MINHASH(5, 1)                      | MINHASH, an estimate of which the sandbox does not know the method
          """)
  void functions_that_the_sandbox_lacks_are_told_from_unknown_ones(String call, String refusal) {
    assertThat(warehouse.failure("SELECT " + call + " FROM (SELECT 1 a)"))
        .isEqualTo("000002 Not supported by the sandbox: function " + refusal + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT NO_SUCH(1)", "SELECT * FROM TABLE(NO_SUCH(1))"})
  void functions_that_nobody_knows_are_unknown(String query) {
    assertThat(warehouse.failure(query))
        .isEqualTo("002140 SQL compilation error: Unknown function NO_SUCH");
  }

  @Test
  void table_functions_that_the_sandbox_lacks_are_refused_by_their_names() {
    assertThat(warehouse.failure("SELECT * FROM TABLE(INFER_SCHEMA(LOCATION => '@s'))"))
        .isEqualTo("000002 Not supported by the sandbox: TABLE(INFER_SCHEMA(…)).");
    assertThat(warehouse.failure("SELECT * FROM TABLE(GENERATOR(ROWCOUNT => 1))"))
        .isEqualTo("002019 SQL compilation error: SELECT with no columns");
  }

  @Test
  void types_are_told_with_the_machine_types_of_their_values() {
    assertThat(
            warehouse.rows(
                "SELECT SYSTEM$TYPEOF(1), SYSTEM$TYPEOF('abc'), SYSTEM$TYPEOF(NULL),"
                    + " SYSTEM$TYPEOF(1.5::NUMBER(10,2)), SYSTEM$TYPEOF(1::FLOAT),"
                    + " SYSTEM$TYPEOF(TRUE), SYSTEM$TYPEOF('2024-01-31'::DATE)"))
        .containsExactly(
            "NUMBER(1,0)[SB1]|VARCHAR(3)[LOB]|NULL[LOB]|NUMBER(10,2)[SB8]|FLOAT[DOUBLE]"
                + "|BOOLEAN[SB1]|DATE[SB4]");
  }

  @Test
  void a_variable_is_read_by_its_name() {
    warehouse.session.set("PLACE", "here");
    assertThat(warehouse.rows("SELECT GETVARIABLE('PLACE'), GETVARIABLE('place')"))
        .containsExactly("here|NULL");
  }

  @Test
  void one_of_a_pair_counts_only_beside_the_other() {
    assertThat(
            warehouse.rows(
                "SELECT REGR_VALX(y, x), REGR_VALY(y, x) FROM VALUES (1, 2), (NULL, 2), (1, NULL)"
                    + " AS v (y, x)"))
        .containsExactly("2.0|1.0", "NULL|NULL", "NULL|NULL");
  }

  @Test
  void like_and_ilike_are_functions_too() {
    assertThat(
            warehouse.rows(
                "SELECT LIKE('a_b', 'a^_b', '^'), ILIKE('AbC', 'a%'), 'x' LIKE ('x'),"
                    + " 'x' NOT LIKE ('x')"))
        .containsExactly("true|true|true|false");
  }

  @Test
  void all_columns_are_ordered_by() {
    var pairs = "(SELECT * FROM VALUES (2, 1), (1, 2), (1, 1) AS v (a, b))";
    assertThat(warehouse.rows("SELECT a, b FROM " + pairs + " ORDER BY ALL"))
        .containsExactly("1|1", "1|2", "2|1");
    assertThat(warehouse.rows("SELECT a, b FROM " + pairs + " ORDER BY ALL DESC"))
        .containsExactly("2|1", "1|2", "1|1");
    assertThat(warehouse.rows("SELECT a FROM " + pairs + " UNION SELECT 0 ORDER BY ALL"))
        .containsExactly("0", "1", "2");
  }
}
