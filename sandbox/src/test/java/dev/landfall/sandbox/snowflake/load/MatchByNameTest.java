package dev.landfall.sandbox.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// COPY INTO … MATCH_BY_COLUMN_NAME of Parquet and JSON, through the driver.
class MatchByNameTest {
  private static final String PARQUET =
      " FILE_FORMAT = (TYPE = PARQUET) MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE ";
  private static final String JSON =
      " FILE_FORMAT = (TYPE = JSON) MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE ";

  @TempDir private Path folder;
  private Stand stand;

  @BeforeEach
  void open() throws Exception {
    stand = Stand.open(folder);
  }

  @AfterEach
  void close() throws Exception {
    stand.close();
  }

  /// Puts the rows of a DuckDB query into the stage.
  private Path parquet(String name, String select) throws Exception {
    var file = folder.resolve(name);
    try (var duck = DriverManager.getConnection("jdbc:duckdb:");
        var statement = duck.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
    }
    stand.put("", file);
    return file;
  }

  @Test
  void every_type_gets_into_a_column_of_its_own() throws Exception {
    parquet(
        "t.parquet",
        """
        SELECT 12345678901234567890123456789012345678::DECIMAL(38,0) AS big, 1.25 AS amount,
          true AS yes, 0.1::FLOAT AS real, 'x' AS name, '6162'::BLOB AS bytes,
          DATE '2020-02-29' AS day, TIME '01:02:03.456' AS clock,
          TIMESTAMP '2020-03-29 01:30:00.123456' AS at, TIMESTAMPTZ '2020-01-01 00:00:00Z' AS tz,
          {'a': [1, 2]} AS doc, [1, NULL] AS list, NULL::INT AS none, 1 AS unwanted\
        """);
    stand.run(
        "CREATE TABLE T (NAME STRING, BIG NUMBER(38,0), AMOUNT NUMBER(10,1), YES BOOLEAN, REAL"
            + " FLOAT, BYTES BINARY, DAY DATE, CLOCK TIME(1), AT TIMESTAMP_NTZ(6), TZ TIMESTAMP_TZ,"
            + " DOC OBJECT, LIST ARRAY, NONE INT, MISSING STRING)");
    stand.rows("COPY INTO T FROM @ST" + PARQUET);
    assertThat(
            stand.rows(
                "SELECT NAME, BIG, AMOUNT, YES, REAL, BYTES::STRING, DAY::STRING, CLOCK::STRING,"
                    + " TO_CHAR(AT, 'YYYY-MM-DD HH24:MI:SS.FF6'), TZ::STRING, DOC:a[1]::INT,"
                    + " ARRAY_SIZE(LIST), NONE, MISSING FROM T"))
        .isEqualTo(
            List.of(
                List.of(
                    "x",
                    "12345678901234567890123456789012345678",
                    "1.3",
                    "TRUE",
                    "0.10000000149011612",
                    "6162",
                    "2020-02-29",
                    "01:02:03",
                    "2020-03-29 01:30:00.123456",
                    "2020-01-01 00:00:00.000 +0000",
                    "2",
                    "2",
                    "null",
                    "null")));
  }

  @Test
  void the_same_case_goes_before_another_and_is_asked_for_by_case_sensitive() throws Exception {
    stand.put("", "a.json", "{\"id\": 1, \"ID\": 2}\n{\"Id\": 3}\n{\"x\": 4}\n[5]\n");
    stand.run("CREATE TABLE T (ID INT)");
    stand.rows("COPY INTO T FROM @ST" + JSON);
    assertThat(stand.column("SELECT ID FROM T ORDER BY ID"))
        .isEqualTo(List.of("2", "3", "null", "null"));
    stand.run("CREATE TABLE S (ID INT, \"Id\" INT)");
    stand.rows(
        "COPY INTO S FROM @ST FILE_FORMAT = (TYPE = JSON) MATCH_BY_COLUMN_NAME = CASE_SENSITIVE");
    assertThat(stand.rows("SELECT * FROM S ORDER BY 1, 2"))
        .isEqualTo(
            List.of(
                List.of("2", "null"),
                List.of("null", "3"),
                List.of("null", "null"),
                List.of("null", "null")));
  }

  @Test
  void a_bad_value_far_in_the_file_ends_the_statement_whatever_on_error_says() throws Exception {
    parquet(
        "t.parquet",
        "SELECT CASE i WHEN 30000 THEN 'x' ELSE '' || i END AS id FROM range(40000) t(i)");
    stand.run("CREATE TABLE T (ID INT)");
    for (var onError : List.of("ABORT_STATEMENT", "CONTINUE", "SKIP_FILE")) {
      assertThatThrownBy(() -> stand.rows("COPY INTO T FROM @ST ON_ERROR = " + onError + PARQUET))
          .as(onError)
          .hasMessageStartingWith(
              """
              Failed to cast variant value "x" to FIXED
                File 't.parquet'
                Row 30001, column "T"["ID":1]
              """);
    }
    assertThat(stand.rows("SELECT * FROM T")).isEmpty();
  }

  @Test
  void validation_shows_every_error_or_the_first_rows() throws Exception {
    parquet(
        "t.parquet",
        "SELECT CASE WHEN i IN (2, 25000) THEN NULL ELSE i END AS id, 'abc' AS name FROM"
            + " range(30000) t(i)");
    stand.run("CREATE TABLE T (ID INT NOT NULL, NAME VARCHAR(2))");
    assertThatThrownBy(() -> stand.rows("COPY INTO T FROM @ST" + PARQUET))
        .hasMessageContaining("User character length limit (2) exceeded by string 'abc'")
        .hasMessageContaining("Row 1, column \"T\"[\"NAME\":2]");
    var errors =
        stand.rows(
            "COPY INTO T FROM @ST VALIDATION_MODE = RETURN_ERRORS TRUNCATECOLUMNS = TRUE"
                + PARQUET);
    assertThat(errors).hasSize(2);
    assertThat(errors)
        .allSatisfy(error ->
            assertThat(error).contains("NULL result in a non-nullable column", "\"T\"[\"ID\":1]"));
    assertThat(errors.get(1)).contains("25001");
    assertThat(
            stand.rows(
                "COPY INTO T FROM @ST VALIDATION_MODE = RETURN_2_ROWS TRUNCATECOLUMNS = TRUE"
                    + PARQUET))
        .isEqualTo(List.of(List.of("0", "ab"), List.of("1", "ab")));
    assertThatThrownBy(() ->
            stand.rows(
                "COPY INTO T FROM @ST VALIDATION_MODE = RETURN_3_ROWS TRUNCATECOLUMNS = TRUE"
                    + PARQUET))
        .hasMessageContaining("NULL result in a non-nullable column");
    assertThat(stand.rows("SELECT * FROM T")).isEmpty();
  }

  @Test
  void a_damaged_file_is_no_parquet_file_wherever_it_breaks() throws Exception {
    var file =
        parquet(
            "t.parquet",
            "SELECT i AS id, 'text ' || i || repeat('ab', i % 20) AS words FROM range(400000) t(i)");
    var bytes = Files.readAllBytes(file);
    var late = bytes.clone();
    Arrays.fill(late, bytes.length * 3 / 4, bytes.length * 3 / 4 + 2_000, (byte) 0x55);
    stand.put("", Files.write(folder.resolve("late.parquet"), late));
    stand.put("", Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(bytes, 10_000)));
    stand.run("CREATE TABLE T (ID INT, WORDS STRING)");
    for (var name : List.of("late.parquet", "cut.parquet")) {
      assertThat(
              stand
                  .rows("COPY INTO T FROM @ST/" + name + " ON_ERROR = CONTINUE" + PARQUET)
                  .getFirst())
          .as(name)
          .startsWith("st/" + name, "LOAD_FAILED")
          .anySatisfy(cell -> assertThat(cell).startsWith("Error parsing the parquet file"));
    }
    stand.rows("COPY INTO T FROM @ST/t.parquet" + PARQUET);
    assertThat(stand.rows("SELECT COUNT(*), SUM(ID) FROM T"))
        .isEqualTo(List.of(List.of("400000", "79999800000")));
  }

  @Test
  void validation_of_documents_shows_the_record() throws Exception {
    stand.put("", "a.json", "{\"id\": 1}\n{\"id\": \"x\"}\n");
    stand.run("CREATE TABLE T (ID INT)");
    assertThat(stand.rows("COPY INTO T FROM @ST VALIDATION_MODE = RETURN_ERRORS" + JSON).getFirst())
        .startsWith("Failed to cast variant value \"x\" to FIXED", "a.json", "2")
        .contains("{\"id\": \"x\"}");
  }

  @Test
  void a_number_too_large_for_a_moment_is_told() throws Exception {
    stand.put("", "a.json", "{\"at\": 12345678901234567890123}");
    stand.run("CREATE TABLE T (AT TIMESTAMP_NTZ)");
    assertThatThrownBy(() -> stand.rows("COPY INTO T FROM @ST" + JSON))
        .hasMessageContaining(
            "Failed to cast variant value 12345678901234567890123 to TIMESTAMP_NTZ");
  }
}
