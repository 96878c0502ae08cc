package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Snowflake, "Snowflake Scripting reference", through the driver.
class ScriptRunTest {
  private static SnowflakeServer server;
  private static Client session;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    session = Client.of(server);
    session.run("CREATE DATABASE D");
  }

  @AfterAll
  static void stop() throws Exception {
    session.close();
    server.close();
  }

  @BeforeEach
  void fill() throws Exception {
    session.run(
        "CREATE OR REPLACE TABLE T (ID INT, V VARCHAR)",
        "INSERT INTO T VALUES (1, 'a'), (2, 'b'), (3, 'c')");
  }

  private static void gives(String block, String value) throws Exception {
    assertThat(session.one(block)).isEqualTo(value);
  }

  @Test
  void dml_says_how_many_rows_it_changed() throws Exception {
    gives("BEGIN SELECT * FROM T; RETURN SQLROWCOUNT; END", "null");
    gives(
        "BEGIN UPDATE T SET V = 'x' WHERE ID > 1; LET n := SQLROWCOUNT || SQLFOUND; DELETE FROM T"
            + " WHERE ID = 99; RETURN n || SQLROWCOUNT || SQLNOTFOUND; END",
        "2true0true");
    gives(
        "BEGIN MERGE INTO T USING (SELECT 3 I UNION ALL SELECT 4) s ON T.ID = s.I WHEN MATCHED THEN"
            + " DELETE WHEN NOT MATCHED THEN INSERT VALUES (I, 'm'); RETURN SQLROWCOUNT; END",
        "2");
  }

  @Test
  void sqlid_is_the_last_query() throws Exception {
    gives("BEGIN RETURN SQLID; END", "null");
    gives("BEGIN DELETE FROM T; RETURN SQLID = LAST_QUERY_ID(); END", "TRUE");
    gives(
        "BEGIN SELECT 5 N; LET q := SQLID; LET x INT := 1; SELECT N INTO :x FROM"
            + " TABLE(RESULT_SCAN(:q)); RETURN x; END",
        "5");
  }

  @Test
  void cursors_read_queries_and_result_sets() throws Exception {
    gives(
        "DECLARE c CURSOR FOR SELECT ID FROM T WHERE ID > ? ORDER BY ID; a INT; b INT; BEGIN OPEN c"
            + " USING (1); FETCH c INTO a; FETCH c INTO b; CLOSE c; RETURN a || b; END",
        "23");
    gives(
        "BEGIN LET rs RESULTSET := (SELECT ID FROM T ORDER BY ID DESC); LET c CURSOR FOR rs; LET a"
            + " INT := 0; OPEN c; FETCH c INTO :a; CLOSE c; RETURN a; END",
        "3");
    gives(
        "DECLARE rs RESULTSET DEFAULT (SELECT ID FROM T); s INT DEFAULT 0; BEGIN FOR r IN rs DO s :="
            + " s + r.ID; END FOR; RETURN s; END",
        "6");
    gives(
        "DECLARE c CURSOR FOR SELECT ID FROM T; n INT DEFAULT 0; x INT; BEGIN OPEN c; LOOP FETCH c"
            + " INTO x; IF (SQLNOTFOUND) THEN BREAK; END IF; n := n + 1; END LOOP; RETURN n; END",
        "3");
    session.refuses(
        "DECLARE c CURSOR FOR SELECT 1; x INT; BEGIN FETCH c INTO x; END", 90244, "not open");
  }

  @Test
  void a_column_of_a_loops_row_is_no_name_in_sql() {
    session.refuses(
        "BEGIN LET c CURSOR FOR SELECT ID FROM T; FOR r IN c DO DELETE FROM T WHERE ID = r.ID; END"
            + " FOR; END",
        904,
        "invalid identifier 'R.ID'");
  }

  @Test
  void result_sets_come_from_calls_and_texts() throws Exception {
    session.run("CREATE OR REPLACE PROCEDURE INC(N INT) RETURNS INT AS 'BEGIN RETURN N + 1; END'");
    assertThat(
            session.rows("DECLARE rs RESULTSET; BEGIN rs := (CALL INC(5)); RETURN TABLE(rs); END"))
        .isEqualTo(List.of(List.of("6")));
    gives("DECLARE r INT; BEGIN CALL INC(5) INTO :r; RETURN r; END", "6");
    gives(
        "DECLARE n VARCHAR DEFAULT 'INC'; r INT; BEGIN CALL IDENTIFIER(:n)(3) INTO :r; RETURN r;"
            + " END",
        "4");
    assertThat(
            session.rows(
                "DECLARE a INT DEFAULT 1; b INT DEFAULT 2; rs RESULTSET; BEGIN rs := (EXECUTE"
                    + " IMMEDIATE 'SELECT ? - ?' USING (a, b)); RETURN TABLE(rs); END"))
        .isEqualTo(List.of(List.of("-1")));
    gives(
        "DECLARE q VARCHAR DEFAULT 'SELECT MAX(ID) M FROM T'; rs RESULTSET; m INT; BEGIN rs :="
            + " (EXECUTE IMMEDIATE :q); LET c CURSOR FOR rs; OPEN c; FETCH c INTO m; RETURN m; END",
        "3");
  }

  @Test
  void select_into_takes_at_most_one_row() throws Exception {
    gives(
        "DECLARE x INT DEFAULT 7; BEGIN SELECT ID INTO :x FROM T WHERE ID = 99; RETURN x; END",
        "null");
    session.refuses(
        "DECLARE x INT; BEGIN SELECT ID INTO :x FROM T; END",
        90237,
        "A SELECT INTO statement expects exactly 1 returned row, but got 3.");
  }

  @Test
  void names_may_be_variables() throws Exception {
    gives(
        "BEGIN LET t := 'T'; LET n INT := 0; SELECT COUNT(*) INTO :n FROM IDENTIFIER(:t); RETURN n;"
            + " END",
        "3");
    gives(
        "BEGIN LET t := 'MADE_' || 1; CREATE TABLE IDENTIFIER(:t) (A INT); INSERT INTO"
            + " IDENTIFIER(:t) VALUES (1); DROP TABLE IDENTIFIER(:t); RETURN SQLROWCOUNT; END",
        "1");
  }

  @Test
  void handlers_know_what_they_handle() throws Exception {
    gives(
        "DECLARE e EXCEPTION (-20002, 'mine'); BEGIN RAISE e; EXCEPTION WHEN e THEN RETURN SQLCODE"
            + " || SQLERRM || SQLSTATE; END",
        "-20002mineP0001");
    gives(
        "BEGIN SELECT * FROM NOPE; EXCEPTION WHEN EXPRESSION_ERROR THEN RETURN 'no'; WHEN"
            + " STATEMENT_ERROR THEN RETURN SQLCODE || SQLSTATE; END",
        "200342S02");
    gives(
        "BEGIN LET x := 1 / 0; EXCEPTION WHEN EXPRESSION_ERROR THEN RETURN SQLERRM; END",
        "Division by zero");
    session.refuses(
        "DECLARE e EXCEPTION (-20002, 'mine'); BEGIN BEGIN RAISE e; EXCEPTION WHEN e THEN RAISE;"
            + " END; END",
        -20002,
        "Uncaught exception of type 'E' on line 1 at position 50 : mine");
  }

  @Test
  void an_error_in_a_procedure_tells_the_line_of_its_body() throws Exception {
    session.run(
        """
        CREATE OR REPLACE PROCEDURE BAD() RETURNS INT AS $$
        BEGIN
          LET x INT := 1;
          INSERT INTO NOPE VALUES (1);
        END$$
        """);
    session.refuses(
        "CALL BAD()",
        2003,
        "Uncaught exception of type 'STATEMENT_ERROR' on line 4 at position 2 : SQL compilation"
            + " error:\nTable 'NOPE' does not exist or not authorized.");
    session.refuses(
        "BEGIN\n CALL BAD();\nEND",
        2003,
        "Uncaught exception of type 'STATEMENT_ERROR' on line 2 at position 1 : Uncaught exception"
            + " of type 'STATEMENT_ERROR' on line 4 at position 2 : SQL compilation error");
  }

  @Test
  void blocks_have_names_of_their_own() throws Exception {
    gives(
        "DECLARE x INT DEFAULT 1; BEGIN DECLARE x INT DEFAULT 2; BEGIN x := 3; END; RETURN x; END",
        "1");
    session.refuses("BEGIN BEGIN LET y := 1; END; RETURN y; END", 904, "invalid identifier 'Y'");
    session.refuses("BEGIN x := 1; END", 904, "identifier 'X' must be declared");
  }

  @Test
  void procedures_call_themselves_only_so_deep() throws Exception {
    session.run(
        "CREATE OR REPLACE PROCEDURE REC(N INT) RETURNS INT AS $$DECLARE r INT DEFAULT 0; BEGIN IF"
            + " (N <= 1) THEN RETURN 1; END IF; CALL REC(:N - 1) INTO :r; RETURN N * r; END$$");
    assertThat(session.one("CALL REC(5)")).isEqualTo("120");
    session.refuses("CALL REC(20)", 90238, "more than 8 deep");
    assertThat(session.one("CALL REC(2)")).isEqualTo("2");
  }

  @Test
  void a_procedure_may_live_for_one_call() throws Exception {
    var with =
        "WITH P AS PROCEDURE (A INT, B INT DEFAULT 3) RETURNS INT LANGUAGE SQL AS"
            + " $$BEGIN RETURN A + B; END$$ CALL ";
    gives(with + "P(1)", "4");
    gives(with + "P(B => 1, A => 6)", "7");
    session.refuses(with + "P('x', 2, 3)", 1044, "Invalid argument types for function 'P'");
    session.refuses(with + "Q(1)", 2140, "Unknown user-defined function Q");
    session.run("SET Y = 5");
    gives(
        "WITH P AS PROCEDURE () RETURNS INT LANGUAGE SQL AS $$BEGIN RETURN $Y; END$$ CALL P()",
        "5");
  }

  @Test
  void what_runs_beside_a_block_is_refused() {
    session.refuses("BEGIN ASYNC (SELECT 1); AWAIT ALL; END", 2, "ASYNC in a block");
    session.refuses("BEGIN LET r RESULTSET := ASYNC (SELECT 1); END", 2, "RESULTSET … ASYNC");
  }
}
