package dev.landfall.sandbox.snowflake.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The queries and DML that repositories of data platforms have.
class StatementsTest {
  private final TestWarehouse warehouse = new TestWarehouse();

  @BeforeEach
  void a_platform() throws Exception {
    warehouse.schema("RAW");
    warehouse.schema("MART");
    warehouse.table(
        "RAW.ORDERS",
        "ID NUMBER(38,0) AUTOINCREMENT, ORDER_KEY VARCHAR(64) NOT NULL, PAYLOAD VARIANT, TAGS ARRAY, ATTRS OBJECT,"
            + " AMOUNT NUMBER(18,2) DEFAULT 0, CREATED_AT TIMESTAMP_NTZ(9) DEFAULT CURRENT_TIMESTAMP(), LOADED_AT TIMESTAMP_LTZ");
    warehouse.table(
        "RAW.CUSTOMERS",
        "CUSTOMER_ID NUMBER(38,0) AUTOINCREMENT, NAME VARCHAR, SRC VARIANT, UPDATED TIMESTAMP_TZ, ACTIVE BOOLEAN DEFAULT TRUE");
    warehouse.sequence("RAW.SEQ_ORDERS");
    warehouse.change(
        "INSERT INTO RAW.ORDERS (ORDER_KEY, AMOUNT, TAGS, PAYLOAD) SELECT 'k1', 150, ['x'], PARSE_JSON('{\"customer\":{\"name\":\"Bo\"},\"items\":[{\"sku\":\"S1\"},{\"sku\":\"S2\"}]}')");
    warehouse.view(
        "MART.LATEST_ORDERS",
        "SELECT ORDER_KEY, PAYLOAD:customer.name::STRING AS CUSTOMER_NAME, PAYLOAD:items[0].sku::VARCHAR AS FIRST_SKU, IFF(AMOUNT > 100, 'big', 'small') AS SIZE_BAND, NVL(AMOUNT, 0) AS AMT, DATEADD(day, 7, CREATED_AT) AS DUE\n"
            + "FROM RAW.ORDERS QUALIFY ROW_NUMBER() OVER (PARTITION BY ORDER_KEY ORDER BY CREATED_AT DESC) = 1");
  }

  @AfterEach
  void close() {
    warehouse.close();
  }

  @Test
  void a_view_has_the_types_of_its_expressions() {
    assertThat(warehouse.columns("SELECT * FROM MART.LATEST_ORDERS"))
        .containsExactly(
            "ORDER_KEY VARCHAR(64) NOT NULL",
            "CUSTOMER_NAME VARCHAR(16777216)",
            "FIRST_SKU VARCHAR(16777216)",
            "SIZE_BAND VARCHAR(5) NOT NULL",
            "AMT NUMBER(18,2) NOT NULL",
            "DUE TIMESTAMP_NTZ(9)");
    assertThat(warehouse.rows("SELECT * FROM MART.LATEST_ORDERS"))
        .containsExactly("k1|Bo|S1|big|150.00|2026-03-21 09:26:53.589");
  }

  @Test
  void arrays_are_flattened() {
    assertThat(
            warehouse.rows(
                "SELECT o.ORDER_KEY, f.value:sku::STRING AS SKU, f.index AS IDX FROM RAW.ORDERS o, LATERAL FLATTEN(input => o.PAYLOAD:items) f"))
        .containsExactly("k1|S1|0", "k1|S2|1");
    assertThat(
            warehouse.rows(
                "SELECT f.key, f.value FROM RAW.ORDERS o, TABLE(FLATTEN(INPUT => o.PAYLOAD, OUTER => TRUE)) f"))
        .containsExactly("customer|{\"name\":\"Bo\"}", "items|[{\"sku\":\"S1\"},{\"sku\":\"S2\"}]");
    assertThat(warehouse.columns("SELECT * FROM TABLE(FLATTEN(PARSE_JSON('[1]')))"))
        .containsExactly(
            "SEQ NUMBER(38,0) NOT NULL",
            "KEY VARCHAR(16777216)",
            "PATH VARCHAR(16777216)",
            "INDEX NUMBER(38,0)",
            "VALUE VARIANT",
            "THIS VARIANT");
    assertThat(
            warehouse.rows(
                "SELECT path, index, value FROM TABLE(FLATTEN(INPUT => PARSE_JSON('{\"a\":[1,{\"b c\":2}]}'), RECURSIVE => TRUE, MODE => 'BOTH'))"))
        .containsExactly(
            "a|NULL|[1,{\"b c\":2}]", "a[0]|0|1", "a[1]|1|{\"b c\":2}", "a[1]['b c']|NULL|2");
    assertThat(
            warehouse.rows(
                "SELECT o.ORDER_KEY, f.seq, f.this, f.value FROM RAW.ORDERS o LEFT JOIN LATERAL FLATTEN(o.ATTRS) f ON TRUE"))
        .containsExactly("k1|1|NULL|NULL");
  }

  @Test
  void functions_of_every_kind_stand_in_one_query() {
    assertThat(
            warehouse.rows(
                "SELECT DATEDIFF('day', CREATED_AT, CURRENT_TIMESTAMP()) D, TO_VARCHAR(CREATED_AT, 'YYYY-MM-DD') S, DATE_TRUNC('month', CREATED_AT) M, ZEROIFNULL(AMOUNT) Z, DIV0(AMOUNT, 0) Q, TRY_TO_NUMBER('12') N, OBJECT_CONSTRUCT('a', 1, 'b', AMOUNT) O, PARSE_JSON('{\"a\":1}'):a::INT J, ARRAY_SIZE(TAGS) L, SPLIT_PART('a-b', '-', 1) SP, NVL2(AMOUNT,1,2) N2, DECODE(AMOUNT, 1, 'x', 'y') DC FROM RAW.ORDERS"))
        .containsExactly(
            "0|2026-03-14|2026-03-01 00:00:00.0|150.00|0.00000000|12|{\"a\":1,\"b\":150}|1|1|a|1|y");
    assertThat(
            warehouse.rows(
                "SELECT ORDER_KEY, LISTAGG(DISTINCT SIZE_BAND, ', ') WITHIN GROUP (ORDER BY SIZE_BAND) AS BANDS FROM MART.LATEST_ORDERS GROUP BY 1"))
        .containsExactly("k1|big");
  }

  @Test
  void dml_of_a_platform_is_carried_out() throws Exception {
    assertThat(
            warehouse.change(
                "MERGE INTO RAW.ORDERS t USING (SELECT 'k1' AS ORDER_KEY, 10 AS AMOUNT) s ON t.ORDER_KEY = s.ORDER_KEY WHEN MATCHED AND s.AMOUNT < 0 THEN DELETE WHEN MATCHED THEN UPDATE SET t.AMOUNT = s.AMOUNT WHEN NOT MATCHED THEN INSERT (ORDER_KEY, AMOUNT) VALUES (s.ORDER_KEY, s.AMOUNT)"))
        .containsExactly(0L, 1L, 0L);
    assertThat(
            warehouse.change(
                "INSERT INTO RAW.ORDERS (ORDER_KEY, PAYLOAD) SELECT 'k2', PARSE_JSON('{\"customer\":{\"name\":\"Ann\"},\"items\":[{\"sku\":\"S1\"}]}')"))
        .containsExactly(1L);
    assertThat(warehouse.change("INSERT OVERWRITE INTO RAW.CUSTOMERS (NAME) SELECT 'Bob'"))
        .containsExactly(1L);
    assertThat(
            warehouse.change(
                "UPDATE RAW.ORDERS o SET AMOUNT = c.CUSTOMER_ID FROM RAW.CUSTOMERS c WHERE c.NAME = o.ORDER_KEY"))
        .containsExactly(0L, 0L);
    assertThat(
            warehouse.change(
                "DELETE FROM RAW.ORDERS USING RAW.CUSTOMERS c WHERE c.NAME = ORDERS.ORDER_KEY"))
        .containsExactly(0L);
    assertThat(
            warehouse.change(
                "DELETE FROM RAW.ORDERS WHERE CREATED_AT < DATEADD(day, -3, CURRENT_TIMESTAMP())"))
        .containsExactly(0L);
    assertThat(
            warehouse.rows(
                "SELECT * FROM (SELECT ORDER_KEY, SIZE_BAND, AMT FROM MART.LATEST_ORDERS) PIVOT (SUM(AMT) FOR SIZE_BAND IN ('big','small')) AS p ORDER BY 1"))
        .containsExactly("k1|NULL|10.00", "k2|NULL|0.00");
    assertThat(
            warehouse.columns(
                "SELECT * FROM (SELECT ORDER_KEY, SIZE_BAND, AMT FROM MART.LATEST_ORDERS) PIVOT (SUM(AMT) FOR SIZE_BAND IN ('big','small')) AS p"))
        .containsExactly(
            "ORDER_KEY VARCHAR(64) NOT NULL", "'big' NUMBER(30,2)", "'small' NUMBER(30,2)");
  }

  @Test
  void rows_are_generated_and_counted() {
    assertThat(
            warehouse.rows(
                "SELECT SEQ4() AS N, UNIFORM(1, 10, RANDOM()) > 0 AS U FROM TABLE(GENERATOR(ROWCOUNT => 5))"))
        .containsExactly("0|true", "1|true", "2|true", "3|true", "4|true");
    assertThat(
            warehouse.rows(
                "WITH c AS (SELECT NAME, COUNT_IF(ACTIVE) AS CNT FROM RAW.CUSTOMERS GROUP BY ALL) SELECT * EXCLUDE (CNT) FROM c WHERE NAME ILIKE ANY ('A%','B%') LIMIT 10"))
        .isEmpty();
    assertThat(warehouse.rows("SELECT RAW.SEQ_ORDERS.NEXTVAL AS V")).containsExactly("1");
    assertThat(warehouse.failure("SELECT COUNT(*) FROM RAW.ORDERS AT (OFFSET => -60)"))
        .isEqualTo("000002 Not supported by the sandbox: time travel with AT.");
    assertThat(warehouse.rows("SELECT $1:key::STRING, $1 FROM @RAW.LANDING/orders/"))
        .containsExactly("RAW.LANDING/orders/|{\"key\":\"RAW.LANDING/orders/\"}");
  }
}
