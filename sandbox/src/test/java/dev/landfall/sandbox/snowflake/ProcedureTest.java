package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcedureTest {
  private static SnowflakeServer server;
  private Client session;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    session = Client.of(server);
    session.run("CREATE OR REPLACE DATABASE D");
    session.run("CREATE TABLE T (ID INT NOT NULL, V VARCHAR)");
  }

  @AfterEach
  void close() throws Exception {
    session.close();
  }

  @Test
  void a_call_gets_arguments_and_gives_one_value() throws Exception {
    session.run(
        """
        CREATE PROCEDURE P(N INT, S VARCHAR) RETURNS VARCHAR LANGUAGE SQL AS
        $$
        BEGIN
          INSERT INTO T VALUES (:N, :S);
          RETURN S || '-' || (N + 1);
        END;
        $$
        """);
    try (var statement = session.connection().createStatement();
        var rows = statement.executeQuery("CALL P(1, 'x')")) {
      assertThat(rows.getMetaData().getColumnName(1)).isEqualTo("P");
      assertThat(Driver.rows(rows)).isEqualTo(List.of(List.of("x-2")));
    }
    assertThat(session.rows("SELECT * FROM T")).isEqualTo(List.of(List.of("1", "x")));
    try (var call = session.connection().prepareCall("{call P(?, ?)}")) {
      call.setInt(1, 5);
      call.setString(2, "y");
      try (var rows = call.executeQuery()) {
        assertThat(Driver.rows(rows)).isEqualTo(List.of(List.of("y-6")));
      }
    }
  }

  @Test
  void a_body_needs_no_quotes() throws Exception {
    session.run("CREATE PROCEDURE P(N INT) RETURNS INT LANGUAGE SQL AS BEGIN RETURN N * 2; END");
    assertThat(session.one("CALL P(21)")).isEqualTo("42");
  }

  @Test
  void the_types_of_the_arguments_choose_an_overload() throws Exception {
    for (var type : List.of("INT", "VARCHAR", "BOOLEAN", "DATE", "VARIANT")) {
      session.run(
          "CREATE PROCEDURE P(A %s) RETURNS VARCHAR LANGUAGE SQL AS 'BEGIN RETURN ''%s''; END'"
              .formatted(type, type));
    }
    session.run("CREATE PROCEDURE P(A INT, B INT) RETURNS VARCHAR AS 'BEGIN RETURN ''two''; END'");
    assertThat(session.one("CALL P(1)")).isEqualTo("INT");
    assertThat(session.one("CALL P('1')")).isEqualTo("VARCHAR");
    assertThat(session.one("CALL P(TRUE)")).isEqualTo("BOOLEAN");
    assertThat(session.one("CALL P('2020-01-01'::DATE)")).isEqualTo("DATE");
    assertThat(session.one("CALL P(PARSE_JSON('{}'))")).isEqualTo("VARIANT");
    assertThat(session.one("CALL P(1, 2)")).isEqualTo("two");
    session.refuses("CALL P(1, 2, 3)", 1044, "Invalid argument types for function 'P'");
    session.refuses("CALL Q(1)", 2140, "Unknown user-defined function Q");
  }

  @Test
  void arguments_may_be_named_and_have_defaults() throws Exception {
    session.run(
        "CREATE PROCEDURE P(A INT, B VARCHAR DEFAULT 'b' || 1, C INT DEFAULT 7) RETURNS VARCHAR AS"
            + " $$BEGIN RETURN A || ',' || B || ',' || C; END$$");
    assertThat(session.one("CALL P(1)")).isEqualTo("1,b1,7");
    assertThat(session.one("CALL P(1, 'x')")).isEqualTo("1,x,7");
    assertThat(session.one("CALL P(C => 3, A => 2)")).isEqualTo("2,b1,3");
    session.refuses("CALL P(1, C => 3)", 1044, "Invalid argument types");
    session.refuses("CALL P(A => 1, D => 3)", 1044, "Invalid argument types");
    session.refuses("CALL P(B => 'x')", 1044, "Invalid argument types");
  }

  @Test
  void arguments_and_the_result_are_converted() throws Exception {
    session.run("CREATE PROCEDURE P(A NUMBER(5,2)) RETURNS INT AS $$BEGIN RETURN A * 10; END$$");
    assertThat(session.one("CALL P('1.26')")).isEqualTo("13");
    assertThat(session.one("CALL P(NULL)")).isEqualTo("null");
    session.refuses("CALL P('x')", 100038, "Numeric value 'x' is not recognized");
    session.run(
        "CREATE OR REPLACE PROCEDURE P() RETURNS DATE AS $$BEGIN RETURN '2024-02-29'; END$$");
    assertThat(session.one("CALL P()")).isEqualTo("2024-02-29");
  }

  @Test
  void a_strict_procedure_does_not_run_for_null() throws Exception {
    session.run(
        "CREATE PROCEDURE P(A INT, B INT) RETURNS INT LANGUAGE SQL STRICT AS"
            + " $$BEGIN INSERT INTO T VALUES (1, 'x'); RETURN 1; END$$");
    assertThat(session.one("CALL P(1, NULL)")).isEqualTo("null");
    assertThat(session.one("SELECT COUNT(*) FROM T")).isEqualTo("0");
  }

  @Test
  void the_body_is_read_when_the_procedure_is_made() {
    session.refuses(
        "CREATE PROCEDURE P() RETURNS INT AS $$BEGIN RETRUN 1; END$$",
        1003,
        "syntax error line 1 at position 6 unexpected 'RETRUN'");
    session.refuses("CREATE PROCEDURE P() RETURNS INT AS 'SELECT 1'", 1003, "unexpected 'SELECT'");
  }

  @Test
  void a_table_is_returned() throws Exception {
    session.run("INSERT INTO T VALUES (1, 'a'), (2, 'b')");
    session.run(
        """
        CREATE PROCEDURE P(N INT) RETURNS TABLE (K NUMBER, W VARCHAR) AS
        $$
        DECLARE
          r RESULTSET;
        BEGIN
          r := (SELECT ID, V FROM T WHERE ID >= :N ORDER BY ID);
          RETURN TABLE(r);
        END
        $$
        """);
    assertThat(session.rows("CALL P(1)")).isEqualTo(List.of(List.of("1", "a"), List.of("2", "b")));
    session.run(
        "CREATE PROCEDURE Q() RETURNS TABLE () AS"
            + " $$DECLARE r RESULTSET DEFAULT (SELECT COUNT(*) C FROM T); BEGIN RETURN TABLE(r); END$$");
    assertThat(session.rows("CALL Q()")).isEqualTo(List.of(List.of("2")));
    assertThat(session.one("SELECT C + 1 FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))")).isEqualTo("3");
    session.run(
        "CREATE PROCEDURE R() RETURNS INT AS"
            + " $$DECLARE r RESULTSET DEFAULT (SELECT 1 C); BEGIN RETURN TABLE(r); END$$");
    session.refuses(
        "CALL R()", 90234, "Declared return type 'SCALAR' is incompatible with actual return type");
  }

  @Test
  void other_languages_are_refused_by_name() throws Exception {
    session.run("CREATE PROCEDURE P() RETURNS STRING LANGUAGE JAVASCRIPT AS 'return 1;'");
    session.refuses("CALL P()", 2, "which is written in JAVASCRIPT");
    session.run(
        "CREATE OR REPLACE PROCEDURE P() RETURNS STRING LANGUAGE PYTHON RUNTIME_VERSION = '3.11'"
            + " PACKAGES = ('snowflake-snowpark-python') HANDLER = 'f' AS 'def f(s): return 1'");
    session.refuses("CALL P()", 2, "which is written in PYTHON");
  }
}
