package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BindTest {
  private static SnowflakeServer server;
  private static Connection connection;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    connection = Driver.connect(server, "TIMEZONE", "UTC");
    Driver.run(connection, "CREATE DATABASE D");
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    server.close();
  }

  @BeforeEach
  void tables() throws Exception {
    Driver.run(connection, "CREATE OR REPLACE TABLE T (ID INT NOT NULL, NAME VARCHAR(10))");
    Driver.run(
        connection,
        "CREATE OR REPLACE TABLE ALL_TYPES (N NUMBER(10,2), F FLOAT, S STRING, B BOOLEAN, D DATE,"
            + " TM TIME, TS TIMESTAMP_NTZ, BIN BINARY)");
  }

  @Test
  void values_of_every_type_are_bound() throws Exception {
    try (var insert =
        connection.prepareStatement("INSERT INTO ALL_TYPES VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setBigDecimal(1, new BigDecimal("-12.34"));
      insert.setDouble(2, 2.5e-3);
      insert.setString(3, "it's ? :1 \\ ü");
      insert.setBoolean(4, true);
      insert.setDate(5, Date.valueOf("2024-02-29"));
      insert.setTime(6, Time.valueOf("01:02:03"));
      insert.setTimestamp(7, Timestamp.valueOf("2024-02-29 01:02:03.456789"));
      insert.setBytes(8, new byte[] {1, (byte) 0xff});
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT * FROM ALL_TYPES")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getBigDecimal(1)).isEqualTo(new BigDecimal("-12.34"));
      assertThat(row.getDouble(2)).isEqualTo(2.5e-3);
      assertThat(row.getString(3)).isEqualTo("it's ? :1 \\ ü");
      assertThat(row.getBoolean(4)).isTrue();
      assertThat(row.getDate(5)).isEqualTo(Date.valueOf("2024-02-29"));
      assertThat(row.getString(6)).isEqualTo("01:02:03");
      assertThat(row.getTimestamp(7)).isEqualTo(Timestamp.valueOf("2024-02-29 01:02:03.456789"));
      assertThat(row.getBytes(8)).isEqualTo(new byte[] {1, (byte) 0xff});
    }
  }

  @Test
  void null_is_bound_to_every_type() throws Exception {
    try (var insert =
        connection.prepareStatement("INSERT INTO ALL_TYPES VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (var i = 1; i <= 8; i++) {
        insert.setNull(i, Types.VARCHAR);
      }
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
    assertThat(Driver.rows(connection, "SELECT * FROM ALL_TYPES").getFirst()).containsOnly("null");
  }

  @Test
  void values_are_bound_in_conditions_and_lists() throws Exception {
    Driver.run(connection, "INSERT INTO T VALUES (1, 'one'), (2, 'two'), (3, 'three')");
    try (var query =
        connection.prepareStatement(
            "SELECT NAME FROM T WHERE ID >= ? AND NAME LIKE ? ORDER BY ID LIMIT 1")) {
      query.setInt(1, 2);
      query.setString(2, "t%");
      try (var rows = query.executeQuery()) {
        assertThat(Driver.rows(rows)).isEqualTo(List.of(List.of("two")));
      }
    }
  }

  @Test
  void a_batch_is_one_request_and_tells_its_counts() throws Exception {
    try (var insert = connection.prepareStatement("INSERT INTO T (ID, NAME) VALUES (?, ?)")) {
      for (var i = 0; i < 1000; i++) {
        insert.setInt(1, i);
        if (i % 3 == 0) {
          insert.setNull(2, Types.VARCHAR);
        } else {
          insert.setString(2, "n" + i);
        }
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).hasSize(1000).containsOnly(1);
    }
    assertThat(Driver.rows(connection, "SELECT COUNT(*), SUM(ID), COUNT(NAME) FROM T"))
        .isEqualTo(List.of(List.of("1000", "499500", "666")));
  }

  @Test
  void a_batch_is_all_or_nothing() throws Exception {
    try (var insert = connection.prepareStatement("INSERT INTO T (ID, NAME) VALUES (?, ?)")) {
      for (var name : new String[] {"short", "much too long for ten"}) {
        insert.setInt(1, 1);
        insert.setString(2, name);
        insert.addBatch();
      }
      assertThatThrownBy(insert::executeBatch).isInstanceOf(SQLException.class);
    }
    assertThat(Driver.rows(connection, "SELECT COUNT(*) FROM T")).isEqualTo(List.of(List.of("0")));
  }

  @Test
  void updates_and_deletes_run_as_batches() throws Exception {
    Driver.run(connection, "INSERT INTO T VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    try (var update = connection.prepareStatement("UPDATE T SET NAME = ? WHERE ID = ?")) {
      for (var i = 1; i <= 2; i++) {
        update.setString(1, "new" + i);
        update.setInt(2, i);
        update.addBatch();
      }
      assertThat(update.executeBatch()).containsExactly(1, 1);
    }
    try (Statement batch = connection.createStatement()) {
      batch.addBatch("DELETE FROM T WHERE ID = 3");
      batch.addBatch("INSERT INTO T VALUES (4, 'd'), (5, 'e')");
      assertThat(batch.executeBatch()).containsExactly(1, 2);
    }
    assertThat(Driver.rows(connection, "SELECT NAME FROM T ORDER BY ID"))
        .isEqualTo(List.of(List.of("new1"), List.of("new2"), List.of("d"), List.of("e")));
  }

  @Test
  void placeholders_are_counted_when_a_statement_is_described() throws Exception {
    try (var insert = connection.prepareStatement("INSERT INTO T (ID, NAME) VALUES (?, ?)")) {
      assertThat(insert.getParameterMetaData().getParameterCount()).isEqualTo(2);
    }
    try (var query = connection.prepareStatement("SELECT NAME FROM T WHERE ID = ?")) {
      assertThat(query.getMetaData().getColumnName(1)).isEqualTo("NAME");
      assertThat(query.getParameterMetaData().getParameterCount()).isEqualTo(1);
    }
    assertThat(Driver.rows(connection, "SELECT COUNT(*) FROM T")).isEqualTo(List.of(List.of("0")));
  }

  @Test
  void a_missing_value_is_an_error() throws Exception {
    try (var query = connection.prepareStatement("SELECT NAME FROM T WHERE ID = ? AND NAME = ?")) {
      query.setInt(1, 1);
      assertThatThrownBy(query::executeQuery).isInstanceOf(SQLException.class);
    }
  }
}
