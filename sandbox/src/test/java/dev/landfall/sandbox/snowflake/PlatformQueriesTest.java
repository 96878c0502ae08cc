package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Queries as a data platform's repository has them, over orders with semi-structured payloads.
class PlatformQueriesTest {
  private static SnowflakeServer server;
  private static Connection connection;

  @BeforeAll
  static void orders() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    connection = Driver.connect(server);
    for (var statement :
        """
        CREATE DATABASE PLATFORM;
        CREATE SCHEMA MART;
        CREATE SCHEMA RAW;
        CREATE TABLE RAW.ORDERS (
          ID NUMBER(38,0) AUTOINCREMENT START 1 INCREMENT 1,
          ORDER_KEY VARCHAR(64) NOT NULL,
          PAYLOAD VARIANT,
          AMOUNT NUMBER(18,2) DEFAULT 0,
          CREATED_AT TIMESTAMP_NTZ DEFAULT '2024-03-31 10:00:00'::TIMESTAMP_NTZ
        ) CLUSTER BY (ORDER_KEY);
        INSERT INTO RAW.ORDERS (ORDER_KEY, PAYLOAD, AMOUNT)
          SELECT 'k1', PARSE_JSON('{"customer":{"name":"Ann"},"items":[{"sku":"S1"},{"sku":"S2"}]}'), 150
          UNION ALL SELECT 'k2', PARSE_JSON('{"customer":{"name":"Bo"},"items":[]}'), 50
          UNION ALL SELECT 'k3', NULL, NULL;
        INSERT INTO RAW.ORDERS (ORDER_KEY, AMOUNT, CREATED_AT) VALUES ('k2', 70, '2024-04-01');
        CREATE SECURE VIEW MART.LATEST AS
          SELECT ORDER_KEY, PAYLOAD:customer.name::STRING AS CUSTOMER,
            IFF(AMOUNT > 100, 'big', 'small') AS BAND, NVL(AMOUNT, 0) AS AMT
          FROM RAW.ORDERS
          QUALIFY ROW_NUMBER() OVER (PARTITION BY ORDER_KEY ORDER BY CREATED_AT DESC) = 1
        """
            .split(";\\n")) {
      Driver.run(connection, statement);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "-->",
      quoteCharacter = '\0',
      textBlock =
          """
          SELECT o.ORDER_KEY, f.value:sku::STRING, f.index FROM RAW.ORDERS o, LATERAL FLATTEN(input => o.PAYLOAD:items) f ORDER BY 3 --> [[k1, S1, 0], [k1, S2, 1]]
          SELECT f.key, COUNT(*) FROM RAW.ORDERS o, TABLE(FLATTEN(INPUT => o.PAYLOAD, OUTER => TRUE)) f GROUP BY 1 ORDER BY 1 --> [[customer, 2], [items, 2], [null, 2]]
          SELECT BAND, LISTAGG(DISTINCT ORDER_KEY, ', ') WITHIN GROUP (ORDER BY ORDER_KEY) FROM MART.LATEST GROUP BY 1 ORDER BY 1 --> [[big, k1], [small, k2, k3]]
          SELECT ORDER_KEY, CUSTOMER, AMT FROM MART.LATEST ORDER BY ALL --> [[k1, Ann, 150.00], [k2, null, 70.00], [k3, null, 0.00]]
          SELECT * FROM (SELECT ORDER_KEY, BAND, AMT FROM MART.LATEST) PIVOT (SUM(AMT) FOR BAND IN ('big', 'small')) AS p ORDER BY 1 --> [[k1, 150.00, null], [k2, null, 70.00], [k3, null, 0.00]]
          SELECT * FROM (SELECT 1 ID, 10 JAN, 20 FEB) UNPIVOT (AMOUNT FOR MONTH IN (JAN, FEB)) ORDER BY MONTH --> [[1, FEB, 20], [1, JAN, 10]]
          SELECT ID, LAG(AMOUNT, 1, 0) OVER (ORDER BY ID), SUM(AMOUNT) OVER (ORDER BY ID ROWS UNBOUNDED PRECEDING) FROM RAW.ORDERS ORDER BY 1 --> [[1, 0.00, 150.00], [2, 150.00, 200.00], [3, 50.00, 200.00], [4, null, 270.00]]
          SELECT MEDIAN(AMOUNT), AVG(AMOUNT), VARIANCE(ID), MAX_BY(ORDER_KEY, AMOUNT) FROM RAW.ORDERS --> [[70.00000, 90.00000000, 1.666667, k1]]
          SELECT GROUPING(ORDER_KEY), ORDER_KEY, SUM(AMOUNT) FROM RAW.ORDERS GROUP BY ROLLUP (ORDER_KEY) ORDER BY 1, 2 --> [[0, k1, 150.00], [0, k2, 120.00], [0, k3, null], [1, null, 270.00]]
          WITH c AS (SELECT ORDER_KEY, COUNT_IF(AMOUNT > 60) AS CNT FROM RAW.ORDERS GROUP BY ALL) SELECT * EXCLUDE (CNT) FROM c WHERE ORDER_KEY ILIKE ANY ('K1', '%2') ORDER BY 1 LIMIT 10 --> [[k1], [k2]]
          WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT LISTAGG(n, ',') WITHIN GROUP (ORDER BY n) FROM r --> [[1,2,3,4]]
          SELECT SEQ4() AS N, UNIFORM(1, 1, RANDOM()) AS U FROM TABLE(GENERATOR(ROWCOUNT => 3)) ORDER BY 1 --> [[0, 1], [1, 1], [2, 1]]
          SELECT TO_VARCHAR(CREATED_AT, 'YYYY-MM'), DATE_TRUNC('month', CREATED_AT)::DATE, DATEADD(month, -1, CREATED_AT)::DATE FROM RAW.ORDERS WHERE ID = 1 --> [[2024-03, 2024-03-01, 2024-02-29]]
          SELECT ZEROIFNULL(AMOUNT), DIV0(AMOUNT, 0), NVL2(AMOUNT, 1, 2), DECODE(AMOUNT, 50, 'x', 'y') FROM RAW.ORDERS ORDER BY ID LIMIT 3 --> [[150.00, 0.00000000, 1, y], [50.00, 0.00000000, 1, x], [0.00, null, 2, y]]
          SELECT ORDER_KEY, AMOUNT FROM RAW.ORDERS QUALIFY RANK() OVER (ORDER BY AMOUNT DESC NULLS LAST) <= 2 ORDER BY 1 --> [[k1, 150.00], [k2, 70.00]]
          SELECT s.VALUE FROM TABLE(SPLIT_TO_TABLE('a.b', '.')) s ORDER BY s.INDEX --> [[a], [b]]
          """)
  void a_query_gives_snowflakes_rows(String query, String rows) throws SQLException {
    assertThat(Driver.rows(connection, query)).hasToString(rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "-->",
      quoteCharacter = '\0',
      textBlock =
          """
          SELECT COUNT(*) FROM RAW.ORDERS AT (OFFSET => -60) --> time travel with AT
          SELECT * FROM RAW.ORDERS o ASOF JOIN RAW.ORDERS u MATCH_CONDITION (o.ID >= u.ID) --> ASOF JOIN
          SELECT * FROM RAW.ORDERS MATCH_RECOGNIZE (ORDER BY ID PATTERN (a) DEFINE a AS TRUE) --> MATCH_RECOGNIZE
          SELECT ID FROM RAW.ORDERS START WITH ID = 1 CONNECT BY PRIOR ID = ID --> START WITH … CONNECT BY
          SELECT * FROM TABLE(GENERATOR(ROWCOUNT => 1, TIMELIMIT => 1)) --> GENERATOR(TIMELIMIT => …)
          """)
  void what_is_not_honoured_is_named(String query, String what) {
    assertThatThrownBy(() -> Driver.rows(connection, query))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Not supported by the sandbox: " + what + ".");
  }

  @Test
  void a_view_whose_table_is_gone_says_so() throws SQLException {
    Driver.run(connection, "CREATE TABLE RAW.SHORT (A INT)");
    Driver.run(connection, "CREATE VIEW RAW.OVER_SHORT AS SELECT A FROM RAW.SHORT");
    Driver.run(connection, "DROP TABLE RAW.SHORT");
    assertThatThrownBy(() -> Driver.rows(connection, "SELECT * FROM RAW.OVER_SHORT"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(2037))
        .hasMessageContaining(
            "Failure during expansion of view 'OVER_SHORT': SQL compilation error:\n"
                + "Object 'RAW.SHORT' does not exist or not authorized.");
  }

  @Test
  void the_last_result_is_scanned() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SHOW TABLES LIKE 'ORD%' IN SCHEMA RAW");
      try (var rows =
          statement.executeQuery(
              "SELECT \"name\", \"kind\" FROM TABLE(RESULT_SCAN(LAST_QUERY_ID()))")) {
        assertThat(Driver.rows(rows)).hasToString("[[ORDERS, TABLE]]");
      }
    }
    assertThat(Driver.rows(connection, "SELECT CURRENT_VERSION(), CURRENT_DATABASE()"))
        .hasToString("[[9.33.0, PLATFORM]]");
  }
}
