package dev.landfall.sandbox.snowflake.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTest {
  @Test
  void semicolons_part_statements_and_comments_around_them_are_left_out()
      throws SnowflakeException {
    assertThat(Statements.split("-- first\nSELECT 1;\n;; /* x */ SELECT ';' -- ;\n, $$;$$; \n"))
        .containsExactly(
            new Statements.Piece("SELECT 1", 9, 2),
            new Statements.Piece("SELECT ';' -- ;\n, $$;$$", 30, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN SELECT 1; SELECT 2; END",
        "DECLARE a INT; c CURSOR FOR SELECT 1; BEGIN a := 1; RETURN a; END",
        "BEGIN IF (TRUE) THEN SELECT CASE WHEN 1 THEN 2 END; END IF; FOR i IN 1 TO 2 DO NULL; END FOR;"
            + " END",
        "BEGIN LOOP BREAK; END LOOP; REPEAT NULL; UNTIL (TRUE) END REPEAT; WHILE (FALSE) DO NULL;"
            + " END WHILE; END",
        "BEGIN CASE (1) WHEN 1 THEN NULL; ELSE NULL; END CASE; CASE WHEN TRUE THEN NULL; END; END",
        "BEGIN BEGIN TRANSACTION; COMMIT; BEGIN; ROLLBACK; END",
        "BEGIN BEGIN NULL; END; DECLARE x INT; BEGIN NULL; END; EXCEPTION WHEN OTHER THEN NULL; END",
        "BEGIN LET e := t.end; LET v := x:case:end; RETURN 1; END",
        "BEGIN name := 1; END",
        "CREATE PROCEDURE p() RETURNS INT LANGUAGE SQL AS BEGIN RETURN 1; END",
        "CREATE OR REPLACE PROCEDURE p() RETURNS INT AS DECLARE x INT; BEGIN RETURN 1; END",
        "CREATE TASK t SCHEDULE = '1 MINUTE' AS BEGIN SELECT 1; SELECT 2; END",
        "CREATE ALERT a WAREHOUSE = w SCHEDULE = '1 MINUTE' IF (EXISTS (SELECT 1)) THEN BEGIN SELECT"
            + " 1; END",
        "ALTER TASK t MODIFY AS BEGIN SELECT 1; END"
      })
  void a_block_is_one_statement(String block) throws SnowflakeException {
    assertThat(Statements.split(block + "; SELECT 3"))
        .extracting(Statements.Piece::text)
        .containsExactly(block, "SELECT 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN",
        "BEGIN WORK",
        "BEGIN TRANSACTION",
        "BEGIN NAME t",
        "BEGIN TRANSACTION NAME t"
      })
  void the_begin_of_a_transaction_begins_no_block(String begin) throws SnowflakeException {
    assertThat(Statements.split(begin + "; SELECT 1; COMMIT"))
        .extracting(Statements.Piece::text)
        .containsExactly(begin, "SELECT 1", "COMMIT");
  }

  @Test
  void a_column_may_be_called_begin() throws SnowflakeException {
    assertThat(
            Statements.split("SELECT 1 AS begin; CREATE VIEW v AS SELECT a begin FROM t; SELECT 2"))
        .hasSize(3);
  }

  @Test
  void question_marks_are_counted_outside_of_literals_and_comments() throws SnowflakeException {
    assertThat(Statements.binds("SELECT ?, '?', \"?\" -- ?\n, $$?$$, ? /* ? */")).isEqualTo(2);
  }

  @Test
  void a_text_without_statements_has_no_pieces() throws SnowflakeException {
    assertThat(Statements.split(" ; -- nothing\n ;")).isEqualTo(List.of());
  }
}
