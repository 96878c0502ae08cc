package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSetMetaData;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the real driver makes of results.
class ResultTest {
  private static SnowflakeServer server;
  private static Connection connection;

  @BeforeAll
  static void start() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    connection = Driver.connect(server, "TIMEZONE", "UTC");
    Driver.run(connection, "CREATE DATABASE D");
    Driver.run(
        connection,
        """
        CREATE TABLE ALL_TYPES (
          N NUMBER(10,2) NOT NULL, I INT, F FLOAT, T VARCHAR(20), L STRING, B BOOLEAN, D DATE,
          TM TIME, NTZ TIMESTAMP_NTZ, LTZ TIMESTAMP_LTZ(3), TZ TIMESTAMP_TZ, BIN BINARY(4),
          V VARIANT, O OBJECT, A ARRAY)
        """);
    Driver.run(
        connection,
        """
        INSERT INTO ALL_TYPES
          SELECT 1234.5, -7, 1.5, 'text', 'längerer', TRUE, '2024-02-29', '12:34:56.789',
            '2024-02-29 12:34:56.123456', '2024-02-29 12:34:56.123 +0000',
            '2024-02-29 12:34:56 +0530', TO_BINARY('DEADBEEF', 'HEX'),
            PARSE_JSON('{"b": [1, 2.5, null], "a": "x"}'), OBJECT_CONSTRUCT('k', 1),
            ARRAY_CONSTRUCT(1, 'two')
        """);
    Driver.run(connection, "INSERT INTO ALL_TYPES (N) VALUES (0)");
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    server.close();
  }

  @Test
  void values_of_every_type_arrive() throws Exception {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT * FROM ALL_TYPES WHERE N > 0")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getBigDecimal("N")).isEqualTo(new BigDecimal("1234.50"));
      assertThat(row.getLong("I")).isEqualTo(-7);
      assertThat(row.getDouble("F")).isEqualTo(1.5);
      assertThat(row.getString("T")).isEqualTo("text");
      assertThat(row.getString("L")).isEqualTo("längerer");
      assertThat(row.getBoolean("B")).isTrue();
      assertThat(row.getDate("D")).isEqualTo(Date.valueOf("2024-02-29"));
      assertThat(row.getTime("TM").toString()).isEqualTo(Time.valueOf("12:34:56").toString());
      assertThat(row.getTimestamp("NTZ"))
          .isEqualTo(Timestamp.valueOf("2024-02-29 12:34:56.123456"));
      assertThat(row.getTimestamp("LTZ").toInstant())
          .isEqualTo(Instant.parse("2024-02-29T12:34:56.123Z"));
      assertThat(row.getTimestamp("TZ").toInstant())
          .isEqualTo(Instant.parse("2024-02-29T07:04:56Z"));
      assertThat(row.getBytes("BIN"))
          .isEqualTo(new byte[] {(byte) 0xde, (byte) 0xad, (byte) 0xbe, (byte) 0xef});
      assertThat(row.getString("V").replaceAll("\\s", ""))
          .isEqualTo("{\"a\":\"x\",\"b\":[1,2.5,null]}");
      assertThat(row.getString("O")).isEqualTo("{\n  \"k\": 1\n}");
      assertThat(row.getString("A")).isEqualTo("[\n  1,\n  \"two\"\n]");
      assertThat(row.next()).isFalse();
    }
  }

  @Test
  void values_are_shown_as_text_in_the_sessions_formats() throws Exception {
    assertThat(Driver.rows(connection, "SELECT B, D, TM, NTZ, LTZ, TZ FROM ALL_TYPES WHERE N > 0"))
        .isEqualTo(
            List.of(
                List.of(
                    "TRUE",
                    "2024-02-29",
                    "12:34:56",
                    "2024-02-29 12:34:56.123",
                    "2024-02-29 12:34:56.123 Z",
                    "2024-02-29 12:34:56.000 +0530")));
  }

  @Test
  void nulls_arrive_as_null() throws Exception {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT * FROM ALL_TYPES WHERE N = 0")) {
      assertThat(row.next()).isTrue();
      for (var i = 2; i <= 15; i++) {
        assertThat(row.getObject(i)).as("column %d", i).isNull();
        assertThat(row.wasNull()).isTrue();
      }
    }
  }

  @Test
  void columns_are_described_exactly() throws Exception {
    try (var statement = connection.prepareStatement("SELECT * FROM ALL_TYPES")) {
      var described = describe(statement.getMetaData());
      assertThat(described)
          .containsExactly(
              "N NUMBER " + Types.DECIMAL + " 10 2 false",
              "I NUMBER " + Types.BIGINT + " 38 0 true",
              "F DOUBLE " + Types.DOUBLE + " 0 0 true",
              "T VARCHAR " + Types.VARCHAR + " 20 0 true",
              "L VARCHAR " + Types.VARCHAR + " 16777216 0 true",
              "B BOOLEAN " + Types.BOOLEAN + " 0 0 true",
              "D DATE " + Types.DATE + " 10 0 true",
              "TM TIME " + Types.TIME + " 8 9 true",
              "NTZ TIMESTAMPNTZ " + Types.TIMESTAMP + " 23 9 true",
              "LTZ TIMESTAMPLTZ " + Types.TIMESTAMP + " 25 3 true",
              "TZ TIMESTAMPTZ " + Types.TIMESTAMP_WITH_TIMEZONE + " 25 9 true",
              "BIN BINARY " + Types.BINARY + " 4 0 true",
              "V VARIANT " + Types.VARCHAR + " 0 0 true",
              "O OBJECT " + Types.VARCHAR + " 0 0 true",
              "A ARRAY " + Types.VARCHAR + " 0 0 true");
    }
  }

  private static List<String> describe(ResultSetMetaData columns) throws Exception {
    var all = new ArrayList<String>();
    for (var i = 1; i <= columns.getColumnCount(); i++) {
      all.add(
          "%s %s %d %d %d %s"
              .formatted(
                  columns.getColumnName(i),
                  columns.getColumnTypeName(i),
                  columns.getColumnType(i),
                  columns.getPrecision(i),
                  columns.getScale(i),
                  columns.isNullable(i) == ResultSetMetaData.columnNullable));
    }
    return all;
  }

  @Test
  void a_large_result_arrives_whole() throws Exception {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT N, 'row ' || N AS T FROM (SELECT SEQ4() + 1 AS N"
                    + " FROM TABLE(GENERATOR(ROWCOUNT => 200000))) ORDER BY 1")) {
      var count = 0L;
      while (rows.next()) {
        count++;
        assertThat(rows.getLong(1)).isEqualTo(count);
      }
      assertThat(count).isEqualTo(200_000);
    }
  }

  @Test
  void an_earlier_result_is_scanned_again() throws Exception {
    Driver.rows(connection, "SELECT * FROM ALL_TYPES ORDER BY N");
    var again =
        Driver.rows(
            connection, "SELECT * FROM TABLE(RESULT_SCAN(LAST_QUERY_ID())) ORDER BY N DESC");
    assertThat(again).hasSize(2);
    assertThat(again.getFirst())
        .isEqualTo(Driver.rows(connection, "SELECT * FROM ALL_TYPES WHERE N > 0").getFirst());
  }
}
