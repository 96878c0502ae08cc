package dev.landfall.sandbox.snowflake.load.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetReaderTest {
  private static final ParquetFormat FORMAT = new ParquetFormat(true, true);

  @TempDir private Path folder;
  private Connection connection;
  private int queries;

  @BeforeEach
  void open() throws Exception {
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
  }

  private Path file(String name, String select) throws SQLException {
    var file = folder.resolve(name);
    try (var statement = connection.createStatement()) {
      statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
    }
    return file;
  }

  /// The connection, with a count of the queries that it is asked.
  private Connection counted() {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              var result = invoke(connection, method, arguments);
              return result instanceof Statement statement ? counted(statement) : result;
            });
  }

  private Statement counted(Statement statement) {
    return (Statement)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Statement.class},
            (_, method, arguments) -> {
              queries += method.getName().startsWith("execute") ? 1 : 0;
              return invoke(statement, method, arguments);
            });
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void a_file_is_read_with_one_query_however_many_rows_it_has() throws Exception {
    for (int rows : List.of(1, 50_000, 300_000)) {
      var file =
          file(rows + ".parquet", "SELECT i AS a, 'n' || i AS b FROM range(" + rows + ") t(i)");
      queries = 0;
      try (var reader = ParquetReader.open(file, FORMAT, counted())) {
        assertThat(reader.names()).isEqualTo(List.of("a", "b"));
        while (reader.next()) {
          if (!reader.value(0).variant().equals(Long.toString(reader.row() - 1))) {
            throw new AssertionError("row " + reader.row() + " is " + reader.variant());
          }
        }
        assertThat(reader.row()).isEqualTo(rows);
      }
      assertThat(queries).as(rows + " rows").isEqualTo(1);
    }
  }

  @Test
  void every_type_becomes_json() throws Exception {
    var file =
        file(
            "types.parquet",
            """
            SELECT true AS b, 7::UTINYINT AS u, 1.50::DECIMAL(9,2) AS d, 0.1::DOUBLE AS f,
              'a"b' AS s, 'abc'::BLOB AS x, DATE '2020-02-29' AS day, TIME '01:02:03.5' AS t,
              TIMESTAMP '2020-03-29 01:30:00' AS ts, TIMESTAMPTZ '2020-03-29 01:30:00+05:00' AS tz,
              [1, NULL] AS l, {'a': 1, 'b': DATE '2020-01-01'} AS o, MAP {'k': 'v'} AS m,
              UUID '11111111-2222-3333-4444-555555555555' AS id, NULL::INT AS n\
            """);
    try (var reader = ParquetReader.open(file, FORMAT, connection)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.variant())
          .isEqualTo(
              "{\"b\":true,\"d\":1.5,\"day\":\"2020-02-29\",\"f\":1.000000000000000e-01,"
                  + "\"id\":\"11111111-2222-3333-4444-555555555555\",\"l\":[1,null],"
                  + "\"m\":{\"k\":\"v\"},\"n\":null,\"o\":{\"a\":1,\"b\":\"2020-01-01\"},"
                  + "\"s\":\"a\\\"b\",\"t\":\"01:02:03.500\",\"ts\":\"2020-03-29 01:30:00.000\","
                  + "\"tz\":\"2020-03-28 20:30:00.000 +0000\",\"u\":7,\"x\":\"abc\"}");
      assertThat(reader.next()).isFalse();
    }
  }
}
