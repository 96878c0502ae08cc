package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MetadataTest {
  private static SnowflakeServer server;
  private static Connection connection;
  private static DatabaseMetaData metadata;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    connection = Driver.connect(server);
    Driver.run(connection, "CREATE DATABASE SHOP");
    Driver.run(connection, "CREATE SCHEMA RAW");
    Driver.run(
        connection,
        "CREATE TABLE CUSTOMERS (ID NUMBER(38,0) NOT NULL PRIMARY KEY, NAME VARCHAR(50) COMMENT"
            + " 'who', SINCE DATE DEFAULT CURRENT_DATE()) COMMENT = 'people'");
    Driver.run(
        connection,
        "CREATE TABLE ORDERS (ID INT AUTOINCREMENT PRIMARY KEY, CUSTOMER INT REFERENCES CUSTOMERS"
            + " (ID), AMOUNT NUMBER(10,2))");
    Driver.run(connection, "CREATE VIEW BIG AS SELECT * FROM ORDERS WHERE AMOUNT > 100");
    Driver.run(
        connection, "CREATE FUNCTION NET(A NUMBER(10,2)) RETURNS NUMBER(10,2) AS $$ A * 0.9 $$");
    Driver.run(
        connection,
        "CREATE PROCEDURE PURGE(DAYS FLOAT) RETURNS STRING LANGUAGE SQL AS $$ BEGIN RETURN 'ok';"
            + " END $$");
    metadata = connection.getMetaData();
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    server.close();
  }

  private static List<String> names(ResultSet rows, String... columns) throws Exception {
    try (rows) {
      var all = new ArrayList<String>();
      while (rows.next()) {
        var parts = new ArrayList<String>();
        for (var column : columns) {
          parts.add(rows.getString(column));
        }
        all.add(String.join(".", parts));
      }
      return all;
    }
  }

  @Test
  void catalogs_and_schemas() throws Exception {
    assertThat(names(metadata.getCatalogs(), "TABLE_CAT")).contains("SHOP");
    assertThat(names(metadata.getSchemas("SHOP", null), "TABLE_CATALOG", "TABLE_SCHEM"))
        .contains("SHOP.RAW", "SHOP.PUBLIC");
    assertThat(names(metadata.getSchemas("SHOP", "RA%"), "TABLE_SCHEM")).containsExactly("RAW");
  }

  @Test
  void tables_and_views() throws Exception {
    assertThat(
            names(
                metadata.getTables("SHOP", "RAW", "%", null),
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "TABLE_TYPE"))
        .containsExactlyInAnyOrder(
            "SHOP.RAW.BIG.VIEW", "SHOP.RAW.CUSTOMERS.TABLE", "SHOP.RAW.ORDERS.TABLE");
    assertThat(
            names(
                metadata.getTables("SHOP", "RAW", "CUST%", new String[] {"TABLE"}),
                "TABLE_NAME",
                "REMARKS"))
        .containsExactly("CUSTOMERS.people");
    assertThat(names(metadata.getTables(null, null, "BIG", new String[] {"VIEW"}), "TABLE_SCHEM"))
        .containsExactly("RAW");
  }

  @Test
  void columns() throws Exception {
    try (var rows = metadata.getColumns("SHOP", "RAW", "CUSTOMERS", "%")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("COLUMN_NAME")).isEqualTo("ID");
      assertThat(rows.getInt("DATA_TYPE")).isEqualTo(Types.BIGINT);
      assertThat(rows.getInt("COLUMN_SIZE")).isEqualTo(38);
      assertThat(rows.getString("IS_NULLABLE")).isEqualTo("NO");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("COLUMN_NAME")).isEqualTo("NAME");
      assertThat(rows.getInt("DATA_TYPE")).isEqualTo(Types.VARCHAR);
      assertThat(rows.getInt("COLUMN_SIZE")).isEqualTo(50);
      assertThat(rows.getString("REMARKS")).isEqualTo("who");
      assertThat(rows.getInt("NULLABLE")).isEqualTo(DatabaseMetaData.columnNullable);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt("DATA_TYPE")).isEqualTo(Types.DATE);
      assertThat(rows.getString("COLUMN_DEF")).isNotBlank();
      assertThat(rows.next()).isFalse();
    }
    assertThat(names(metadata.getColumns("SHOP", "RAW", "ORDERS", "ID"), "IS_AUTOINCREMENT"))
        .containsExactly("YES");
  }

  @Test
  void keys() throws Exception {
    assertThat(
            names(metadata.getPrimaryKeys("SHOP", "RAW", "CUSTOMERS"), "TABLE_NAME", "COLUMN_NAME"))
        .containsExactly("CUSTOMERS.ID");
    for (var keys :
        List.of(
            metadata.getImportedKeys("SHOP", "RAW", "ORDERS"),
            metadata.getExportedKeys("SHOP", "RAW", "CUSTOMERS"),
            metadata.getCrossReference("SHOP", "RAW", "CUSTOMERS", "SHOP", "RAW", "ORDERS"))) {
      assertThat(names(keys, "PKTABLE_NAME", "PKCOLUMN_NAME", "FKTABLE_NAME", "FKCOLUMN_NAME"))
          .containsExactly("CUSTOMERS.ID.ORDERS.CUSTOMER");
    }
  }

  @Test
  void functions_and_procedures() throws Exception {
    assertThat(names(metadata.getFunctions("SHOP", "RAW", "NET"), "FUNCTION_NAME"))
        .containsExactly("NET");
    assertThat(names(metadata.getProcedures("SHOP", "RAW", "PURGE"), "PROCEDURE_NAME"))
        .containsExactly("PURGE");
    assertThat(
            names(
                metadata.getProcedureColumns("SHOP", "RAW", "PURGE", "%"),
                "COLUMN_NAME",
                "TYPE_NAME"))
        .contains("DAYS.FLOAT");
  }

  @Test
  void what_there_is_none_of() throws Exception {
    assertThat(names(metadata.getTables("SHOP", "RAW", "NOTHING", null), "TABLE_NAME")).isEmpty();
    assertThat(names(metadata.getColumns("SHOP", "RAW", "NOTHING", "%"), "COLUMN_NAME")).isEmpty();
    assertThat(names(metadata.getPrimaryKeys("SHOP", "RAW", "BIG"), "COLUMN_NAME")).isEmpty();
    assertThat(names(metadata.getSchemas("NOWHERE", null), "TABLE_SCHEM")).isEmpty();
  }

  @Test
  void the_server_has_a_version() throws Exception {
    assertThat(metadata.getDatabaseProductName()).isEqualTo("Snowflake");
    assertThat(metadata.getDatabaseMajorVersion()).isPositive();
  }
}
