package dev.landfall.liquibase.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WellformedTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'it''s', E'it\\'s', '\\', $$ ' $$, $a$ $$ $a$, \"a'b\" -- '",
        "SELECT 1 /* outer /* inner ' */ $$ */",
        "SELECT a$$b, $1, $2",
        "ROLLBACK TO SAVEPOINT s",
        "/* first */ SELECT 1 AS begin",
        "ending",
        ""
      })
  void a_closed_statement_may_be_sent(String sql) {
    assertThat(Wellformed.problem(sql, DatabaseKind.POSTGRESQL)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'it",
        "SELECT E'it\\'",
        "SELECT $a$ $$",
        "SELECT $$ x",
        "SELECT \"a",
        "SELECT /* /* */"
      })
  void an_open_quote_or_comment_is_refused(String sql) {
    assertThat(Wellformed.problem(sql, DatabaseKind.POSTGRESQL).orElse(""))
        .contains("is still open")
        .contains("splitStatements:false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMIT",
        "begin;",
        "-- x\nROLLBACK",
        "/* x */ Start  Transaction",
        "END",
        "ABORT"
      })
  void the_end_of_the_transaction_is_refused(String sql) {
    assertThat(Wellformed.problem(sql, DatabaseKind.POSTGRESQL).orElse(""))
        .contains("would end the transaction");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SELECT 'it\\'s' // '", "BEGIN SELECT 1", "SELECT /* /* */ 1", "SELECT $$ $a$ $$"})
  void snowflake_has_other_rules(String sql) {
    assertThat(Wellformed.problem(sql, DatabaseKind.SNOWFLAKE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT a ?? 'b ??' -- ??", "SELECT a ??| b"})
  void a_doubled_mark_is_an_operator(String sql) {
    assertThat(Wellformed.unescaped(sql, DatabaseKind.POSTGRESQL))
        .isEqualTo(sql.replaceFirst("\\?\\?", "?"));
  }
}
