package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Snowflake, "Introduction to SQL UDFs" and "Tabular SQL UDFs", through the driver.
class SqlFunctionTest {
  private static SnowflakeServer server;
  private static Client session;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    session = Client.of(server);
    session.run(
        "CREATE DATABASE D",
        "CREATE TABLE T (ID INT, V VARCHAR)",
        "INSERT INTO T VALUES (1, 'a'), (2, 'b'), (3, 'c')");
  }

  @AfterAll
  static void stop() throws Exception {
    session.close();
    server.close();
  }

  @Test
  void arguments_may_be_named_and_have_defaults() throws Exception {
    session.run("CREATE OR REPLACE FUNCTION F(A INT, B INT DEFAULT 2 * 5) RETURNS INT AS 'A - B'");
    assertThat(session.rows("SELECT F(2), F(2, 3), F(B => 4, A => 5)"))
        .isEqualTo(List.of(List.of("-8", "-1", "1")));
    session.refuses("SELECT F(2, B => 3)", 1044, "Invalid argument types for function 'F'");
    session.refuses("SELECT F(A => 2, C => 3)", 1044, "Invalid argument types for function 'F'");
    session.refuses("SELECT F()", 1044, "Invalid argument types for function 'F'");
  }

  @Test
  void overloads_differ_by_their_types() throws Exception {
    session.run(
        "CREATE OR REPLACE FUNCTION O(A INT) RETURNS VARCHAR AS '''int'''",
        "CREATE OR REPLACE FUNCTION O(A VARCHAR) RETURNS VARCHAR AS '''text'''",
        "CREATE OR REPLACE FUNCTION O(A INT, B INT) RETURNS VARCHAR AS '''two'''");
    assertThat(session.rows("SELECT O(1), O('1'), O(1, 2)"))
        .isEqualTo(List.of(List.of("int", "text", "two")));
  }

  @Test
  void a_body_is_an_expression_or_a_query() throws Exception {
    session.run(
        "CREATE OR REPLACE FUNCTION Q() RETURNS INT AS 'SELECT MAX(ID) FROM T'",
        "CREATE OR REPLACE FUNCTION Q2(N INT) RETURNS VARCHAR AS '(SELECT MIN(V) FROM T WHERE ID >="
            + " N)'");
    assertThat(session.rows("SELECT Q(), Q2(ID) FROM T ORDER BY ID"))
        .isEqualTo(List.of(List.of("3", "a"), List.of("3", "b"), List.of("3", "c")));
  }

  @Test
  void rows_come_from_a_table_function() throws Exception {
    session.run(
        "CREATE OR REPLACE FUNCTION TF(N INT, W VARCHAR DEFAULT 'w') RETURNS TABLE (A INT, B"
            + " VARCHAR) AS 'SELECT ID, V || W FROM T WHERE ID <= N'");
    assertThat(session.rows("SELECT * FROM TABLE(TF(2)) ORDER BY A"))
        .isEqualTo(List.of(List.of("1", "aw"), List.of("2", "bw")));
    assertThat(session.rows("SELECT B FROM TABLE(TF(W => 'z', N => 1))"))
        .isEqualTo(List.of(List.of("az")));
    assertThat(session.rows("SELECT COUNT(*) FROM T, TABLE(TF(T.ID))"))
        .isEqualTo(List.of(List.of("6")));
  }

  @Test
  void a_strict_function_of_null_is_null() throws Exception {
    session.run(
        "CREATE OR REPLACE FUNCTION S(A INT, B INT) RETURNS VARCHAR STRICT AS 'NVL(A, 0) || NVL(B,"
            + " 0)'",
        "CREATE OR REPLACE FUNCTION L(A INT, B INT) RETURNS VARCHAR AS 'NVL(A, 0) || NVL(B, 0)'",
        "CREATE OR REPLACE FUNCTION ST(A INT) RETURNS TABLE (X INT) RETURNS NULL ON NULL INPUT AS"
            + " 'SELECT NVL(A, 0)'");
    assertThat(session.rows("SELECT S(1, 2), S(1, NULL), S(NULL, NULL), L(1, NULL)"))
        .isEqualTo(List.of(List.of("12", "null", "null", "10")));
    assertThat(session.one("SELECT COUNT(*) FROM TABLE(ST(NULL))")).isEqualTo("0");
    assertThat(session.one("SELECT COUNT(*) FROM TABLE(ST(1))")).isEqualTo("1");
  }

  @Test
  void a_body_must_give_what_is_declared() {
    session.refuses(
        "CREATE FUNCTION BAD() RETURNS DATE AS '''2020-01-01'''",
        1316,
        "Declared return type 'DATE' is incompatible with actual return type 'VARCHAR(10)'");
    session.refuses(
        "CREATE FUNCTION BAD() RETURNS TABLE (X FLOAT) AS 'SELECT 1.0'",
        1316,
        "Declared return type 'FLOAT' for column 'X' is incompatible with actual return type"
            + " 'NUMBER(");
  }

  @Test
  void a_function_cannot_call_itself() throws Exception {
    session.refuses("CREATE FUNCTION R(A INT) RETURNS INT AS 'R(A)'", 2140, "Unknown function R");
    session.run(
        "CREATE FUNCTION R(A INT) RETURNS INT AS 'A'",
        "CREATE FUNCTION R2(A INT) RETURNS INT AS 'R(A)'");
    session.refuses(
        "CREATE OR REPLACE FUNCTION R(A INT) RETURNS INT AS 'R2(A)'", 2037, "it refers to itself");
  }

  @Test
  void what_is_declared_is_kept() throws Exception {
    session.run(
        "CREATE OR REPLACE SECURE FUNCTION K(A INT) RETURNS INT IMMUTABLE MEMOIZABLE STRICT AS"
            + " 'A'");
    assertThat(session.one("SELECT GET_DDL('FUNCTION', 'K(INT)')"))
        .contains("SECURE", "IMMUTABLE", "MEMOIZABLE", "STRICT");
  }

  @Test
  void other_languages_are_refused_by_name() throws Exception {
    session.run(
        "CREATE OR REPLACE FUNCTION JS(A FLOAT) RETURNS FLOAT LANGUAGE JAVASCRIPT AS 'return A'",
        "CREATE OR REPLACE FUNCTION PY(A INT) RETURNS INT LANGUAGE PYTHON RUNTIME_VERSION = '3.11'"
            + " HANDLER = 'f' AS 'def f(a): return a'");
    session.refuses("SELECT JS(1)", 2, "JAVASCRIPT function JS");
    session.refuses("SELECT PY(1)", 2, "PYTHON function PY");
  }

  @Test
  void a_procedure_is_no_function_and_the_reverse() throws Exception {
    session.run(
        "CREATE PROCEDURE ONLY_P() RETURNS INT AS 'BEGIN RETURN 1; END'",
        "CREATE FUNCTION ONLY_F() RETURNS INT AS '1'");
    session.refuses("SELECT ONLY_P()", 2140, "Unknown function ONLY_P");
    session.refuses("CALL ONLY_F()", 2140, "Unknown user-defined function ONLY_F");
  }
}
