package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Errors as the driver tells them: number, SQLSTATE and message.
class ErrorTest {
  private static SnowflakeServer server;
  private static Connection connection;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    connection = Driver.connect(server);
    Driver.run(connection, "CREATE DATABASE D");
    Driver.run(connection, "CREATE TABLE T (A INT NOT NULL, S VARCHAR(3), N NUMBER(4,2))");
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    server.close();
    assertThat(Files.exists(Path.of("output.json"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          SELEC 1                                    |   1003 | 42000 | syntax error line 1 at position 0 unexpected 'SELEC'
          SELECT * FROM NOWHERE                      |   2003 | 42S02 | Object 'NOWHERE' does not exist or not authorized
          SELECT X FROM T                            |    904 | 42000 | invalid identifier 'X'
          CREATE TABLE T (A INT)                     |   2002 | 42710 | Object 'T' already exists
          DROP TABLE NOWHERE                         |   2003 | 42S02 | Table 'D.PUBLIC.NOWHERE' does not exist or not authorized
          INSERT INTO T (A) VALUES (NULL)            | 100072 | 22000 | NULL result in a non-nullable column
          INSERT INTO T (A, S) VALUES (1, 'four')    | 100078 | 22000 | String 'four' is too long and would be truncated
          INSERT INTO T (A) VALUES ('x')             | 100038 | 22018 | Numeric value 'x' is not recognized
          SELECT 1/0                                 | 100051 | 22012 | Division by zero
          USE DATABASE NOWHERE                       |   2043 | 02000 | does not exist
          USE ROLE NOWHERE                           |   2003 | 02000 | does not exist or not authorized
          ALTER SESSION SET NONSENSE = 1             |   1008 | 22023 | invalid parameter 'NONSENSE'
          ALTER SESSION SET TIMEZONE = 'Mars'        |   1008 | 22023 | TIMEZONE
          """)
  void an_error_has_snowflakes_number_state_and_words(
      String sql, int code, String state, String message) {
    assertThatThrownBy(() -> Driver.run(connection, sql))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> {
              assertThat(e.getMessage()).contains(message);
              assertThat(e.getErrorCode()).isEqualTo(code);
              assertThat(e.getSQLState()).isEqualTo(state);
            });
  }

  @Test
  void what_is_not_honoured_says_so() {
    assertThatThrownBy(() -> Driver.run(connection, "SELECT * FROM T AT (OFFSET => -60)"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Not supported by the sandbox");
  }

  @Test
  void a_parameter_that_is_not_honoured_cannot_be_set() throws Exception {
    assertThatThrownBy(
            () -> Driver.run(connection, "ALTER SESSION SET QUOTED_IDENTIFIERS_IGNORE_CASE = TRUE"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Not supported by the sandbox");
    Driver.run(connection, "ALTER SESSION SET QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE");
  }
}
