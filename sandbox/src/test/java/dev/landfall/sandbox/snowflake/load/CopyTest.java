package dev.landfall.sandbox.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.Driver;
import dev.landfall.sandbox.snowflake.SettableClock;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// COPY INTO a table, through the driver.
class CopyTest {
  private static final String BAD = "1,a\nx,b\n3,c\n";

  @TempDir private Path folder;
  private Stand stand;

  @BeforeEach
  void open() throws Exception {
    stand = Stand.open(folder);
    stand.run("CREATE TABLE T (ID INT, NAME VARCHAR(5))");
  }

  @AfterEach
  void close() throws Exception {
    stand.close();
  }

  private static List<String> row(String... cells) {
    return List.of(cells);
  }

  @Test
  void a_bad_value_ends_the_statement_and_loads_nothing() throws Exception {
    stand.put("", "a.csv", "7,x\n");
    stand.put("", "b.csv", BAD);
    assertThatThrownBy(() -> stand.rows("COPY INTO T FROM @ST"))
        .hasMessageStartingWith(
            """
            Numeric value 'x' is not recognized
              File 'b.csv', line 2, character 1
              Row 2, column "T"["ID":1]
              If you would like to continue loading\
            """);
    assertThat(stand.rows("SELECT * FROM T")).isEmpty();
    assertThat(stand.column("COPY INTO T FROM @ST FILES = ('a.csv')"))
        .isEqualTo(List.of("st/a.csv"));
  }

  @Test
  void on_error_continue_loads_the_other_rows() throws Exception {
    stand.put("", "b.csv", BAD);
    assertThat(stand.rows("COPY INTO T FROM @ST ON_ERROR = CONTINUE"))
        .isEqualTo(
            List.of(
                row(
                    "st/b.csv",
                    "PARTIALLY_LOADED",
                    "3",
                    "2",
                    "3",
                    "1",
                    "Numeric value 'x' is not recognized",
                    "2",
                    "1",
                    "\"T\"[\"ID\":1]")));
    assertThat(stand.column("SELECT ID FROM T ORDER BY 1")).isEqualTo(List.of("1", "3"));
    assertThat(stand.column("COPY INTO T FROM @ST ON_ERROR = CONTINUE"))
        .isEqualTo(List.of("Copy executed with 0 files processed."));
  }

  @Test
  void on_error_skip_file_leaves_out_files_with_too_many_errors() throws Exception {
    stand.put("", "a.csv", "7,x\n");
    stand.put("", "b.csv", BAD);
    assertThat(stand.rows("COPY INTO T FROM @ST ON_ERROR = SKIP_FILE"))
        .isEqualTo(
            List.of(
                row("st/a.csv", "LOADED", "1", "1", "1", "0", "null", "null", "null", "null"),
                row(
                    "st/b.csv",
                    "LOAD_FAILED",
                    "3",
                    "0",
                    "1",
                    "1",
                    "Numeric value 'x' is not recognized",
                    "2",
                    "1",
                    "\"T\"[\"ID\":1]")));
    assertThat(stand.column("SELECT ID FROM T")).isEqualTo(List.of("7"));
    assertThat(stand.rows("COPY INTO T FROM @ST ON_ERROR = SKIP_FILE_2").getFirst())
        .startsWith("st/b.csv", "PARTIALLY_LOADED", "3", "2", "2", "1");
    stand.run("TRUNCATE TABLE T");
    assertThat(stand.rows("COPY INTO T FROM @ST ON_ERROR = 'SKIP_FILE_10%'").get(1))
        .startsWith("st/b.csv", "LOAD_FAILED");
  }

  @Test
  void a_file_is_loaded_once_unless_it_has_changed_or_is_forced() throws Exception {
    stand.put("", "a.csv", "1,a\n");
    stand.rows("COPY INTO T FROM @ST");
    assertThat(stand.rows("COPY INTO T FROM @ST FILES = ('a.csv')").getFirst())
        .contains("LOAD_SKIPPED", "File was loaded before.");
    stand.rows("COPY INTO T FROM @ST FORCE = TRUE");
    assertThat(stand.column("SELECT ID FROM T")).isEqualTo(List.of("1", "1"));
    stand.put("", "a.csv", "2,b\n");
    stand.rows("COPY INTO T FROM @ST");
    assertThat(stand.column("SELECT ID FROM T ORDER BY 1")).isEqualTo(List.of("1", "1", "2"));
    stand.run("TRUNCATE TABLE T");
    stand.rows("COPY INTO T FROM @ST");
    assertThat(stand.column("SELECT ID FROM T")).isEqualTo(List.of("2"));
    stand.run("CREATE OR REPLACE TABLE T (ID INT, NAME VARCHAR(5))");
    stand.rows("COPY INTO T FROM @ST");
    assertThat(stand.column("SELECT ID FROM T")).isEqualTo(List.of("2"));
  }

  @Test
  void a_file_that_is_named_must_be_there() {
    assertThatThrownBy(() -> stand.rows("COPY INTO T FROM @ST FILES = ('no.csv')"))
        .hasMessageContaining("Remote file 'st/no.csv' was not found.");
  }

  @Test
  void texts_that_are_too_long_are_refused_or_cut() throws Exception {
    stand.put("", "a.csv", "1,abcdefg\n");
    assertThatThrownBy(() -> stand.rows("COPY INTO T FROM @ST"))
        .hasMessageContaining("User character length limit (5) exceeded by string 'abcdefg'");
    stand.rows("COPY INTO T FROM @ST TRUNCATECOLUMNS = TRUE");
    assertThat(stand.column("SELECT NAME FROM T")).isEqualTo(List.of("abcde"));
    stand.rows("COPY INTO T FROM @ST ENFORCE_LENGTH = FALSE FORCE = TRUE");
    assertThat(stand.column("SELECT NAME FROM T")).isEqualTo(List.of("abcde", "abcde"));
  }

  @Test
  void purge_removes_files_that_were_loaded() throws Exception {
    stand.put("", "a.csv", "1,a\n");
    stand.put("", "b.csv", BAD);
    stand.rows("COPY INTO T FROM @ST ON_ERROR = SKIP_FILE PURGE = TRUE");
    assertThat(stand.column("LIST @ST")).isEqualTo(List.of("st/b.csv"));
  }

  @Test
  void purge_waits_for_the_commit() throws Exception {
    stand.put("", "a.csv", "1,a\n");
    stand.run("BEGIN");
    stand.rows("COPY INTO T FROM @ST PURGE = TRUE");
    stand.run("ROLLBACK");
    assertThat(stand.column("LIST @ST")).hasSize(1);
    stand.run("BEGIN");
    stand.rows("COPY INTO T FROM @ST PURGE = TRUE");
    assertThat(stand.column("LIST @ST")).hasSize(1);
    stand.run("COMMIT");
    assertThat(stand.column("LIST @ST")).isEmpty();
  }

  @Test
  void copy_is_part_of_the_transaction_with_its_history() throws Exception {
    stand.put("", "a.csv", "1,a\n");
    stand.put("", "b.csv", "2,b\n");
    stand.run("BEGIN");
    stand.run("INSERT INTO T VALUES (0, 'z')");
    stand.rows("COPY INTO T FROM @ST FILES = ('a.csv')");
    stand.rows("COPY INTO T FROM @ST");
    assertThat(stand.column("SELECT ID FROM T ORDER BY 1")).isEqualTo(List.of("0", "1", "2"));
    try (var other = Driver.connect(stand.server(), "db", "D")) {
      assertThat(Driver.rows(other, "SELECT * FROM T")).isEmpty();
      Driver.run(other, "CREATE TABLE U (A INT)");
      Driver.run(other, "INSERT INTO T VALUES (9, 'o')");
    }
    assertThat(stand.column("SELECT ID FROM T ORDER BY 1")).isEqualTo(List.of("0", "1", "2", "9"));
    stand.run("ROLLBACK");
    assertThat(stand.column("SELECT ID FROM T")).isEqualTo(List.of("9"));
    assertThat(stand.column("COPY INTO T FROM @ST")).isEqualTo(List.of("st/a.csv", "st/b.csv"));
  }

  @Test
  void a_failed_copy_leaves_the_transaction_as_it_was() throws Exception {
    stand.put("", "b.csv", BAD);
    stand.run("BEGIN");
    stand.run("INSERT INTO T VALUES (0, 'z')");
    assertThatThrownBy(() -> stand.rows("COPY INTO T FROM @ST")).hasMessageContaining("'x'");
    stand.run("COMMIT");
    assertThat(stand.column("SELECT ID FROM T")).isEqualTo(List.of("0"));
  }

  @Test
  void several_sessions_load_a_file_once() throws Exception {
    for (int i = 0; i < 5; i++) {
      stand.put("", "f" + i + ".csv", i + ",n\n");
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      var all = new java.util.ArrayList<Future<?>>();
      for (int i = 0; i < 4; i++) {
        all.add(
            threads.submit(() -> {
              try (var other = Driver.connect(stand.server(), "db", "D")) {
                return Driver.rows(other, "COPY INTO T FROM @ST");
              }
            }));
      }
      for (var each : all) {
        each.get();
      }
    }
    assertThat(stand.column("SELECT ID FROM T ORDER BY 1"))
        .isEqualTo(List.of("0", "1", "2", "3", "4"));
  }

  @Test
  void columns_that_are_not_listed_get_their_defaults() throws Exception {
    stand.run("CREATE TABLE D1 (ID INT AUTOINCREMENT, NAME STRING, KIND STRING DEFAULT 'k')");
    stand.put("", "a.csv", "x\ny\n");
    stand.rows("COPY INTO D1 (NAME) FROM @ST");
    assertThat(stand.rows("SELECT * FROM D1 ORDER BY 1"))
        .isEqualTo(List.of(row("1", "x", "k"), row("2", "y", "k")));
  }

  @Test
  void a_query_transforms_the_records() throws Exception {
    stand.put("in", "a.csv", "1|ada|x\n2|grace|y\n");
    stand.run("CREATE FILE FORMAT PIPES TYPE = CSV FIELD_DELIMITER = '|'");
    stand.run("CREATE TABLE M (NAME STRING, ID INT, F STRING, N INT)");
    stand.rows(
        "COPY INTO M (NAME, ID, F, N) FROM (SELECT UPPER(t.$2), t.$1 * 10, METADATA$FILENAME,"
            + " METADATA$FILE_ROW_NUMBER FROM @ST/in t) FILE_FORMAT = (FORMAT_NAME = 'PIPES')");
    assertThat(stand.rows("SELECT * FROM M ORDER BY ID"))
        .isEqualTo(List.of(row("ADA", "10", "in/a.csv", "1"), row("GRACE", "20", "in/a.csv", "2")));
    assertThatThrownBy(
            () -> stand.rows("COPY INTO M (NAME) FROM (SELECT $1 FROM @ST WHERE $1 = '1')"))
        .hasMessageContaining("COPY statement only supports simple SELECT");
  }

  @Test
  void documents_go_into_a_variant_or_by_name_into_columns() throws Exception {
    stand.put("", "d.json", "{\"id\": 1, \"NAME\": \"ada\"}\n{\"id\": 2, \"more\": [1]}");
    stand.run("CREATE TABLE V (D VARIANT)");
    stand.rows("COPY INTO V FROM @ST FILE_FORMAT = (TYPE = JSON)");
    assertThat(stand.rows("SELECT D:id::int, D:NAME::string FROM V ORDER BY 1"))
        .isEqualTo(List.of(row("1", "ada"), row("2", "null")));
    stand.rows(
        "COPY INTO T FROM @ST FILE_FORMAT = (TYPE = JSON) MATCH_BY_COLUMN_NAME ="
            + " CASE_INSENSITIVE");
    assertThat(stand.rows("SELECT * FROM T ORDER BY 1"))
        .isEqualTo(List.of(row("1", "ada"), row("2", "null")));
    assertThatThrownBy(() -> stand.rows("COPY INTO T FROM @ST FILE_FORMAT = (TYPE = JSON)"))
        .hasMessageContaining("JSON file format can produce one and only one column");
    stand.run("CREATE TABLE P (I INT, N STRING)");
    stand.rows(
        "COPY INTO P FROM (SELECT $1:id::int, $1:NAME FROM @ST) FILE_FORMAT = (TYPE = JSON)");
    assertThat(stand.column("SELECT I FROM P ORDER BY 1")).isEqualTo(List.of("1", "2"));
  }

  @Test
  void a_header_names_the_columns() throws Exception {
    stand.put("", "h.csv", "name,id\nada,1\n");
    stand.rows(
        "COPY INTO T FROM @ST FILE_FORMAT = (TYPE = CSV PARSE_HEADER = TRUE)"
            + " MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE");
    assertThat(stand.rows("SELECT ID, NAME FROM T")).isEqualTo(List.of(row("1", "ada")));
  }

  @Test
  void validation_shows_errors_or_rows_and_loads_nothing() throws Exception {
    stand.put("", "b.csv", BAD);
    var errors = stand.rows("COPY INTO T FROM @ST VALIDATION_MODE = RETURN_ERRORS");
    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst())
        .isEqualTo(
            row(
                "Numeric value 'x' is not recognized",
                "b.csv",
                "2",
                "1",
                "4",
                "conversion",
                "100038",
                "22018",
                "\"T\"[\"ID\":1]",
                "2",
                "2",
                "x,b\n"));
    assertThat(stand.rows("COPY INTO T FROM @ST VALIDATION_MODE = RETURN_1_ROWS"))
        .isEqualTo(List.of(row("1", "a")));
    assertThatThrownBy(() -> stand.rows("COPY INTO T FROM @ST VALIDATION_MODE = RETURN_2_ROWS"))
        .hasMessageContaining("Numeric value 'x' is not recognized");
    assertThat(stand.rows("SELECT * FROM T")).isEmpty();
  }

  @Test
  void size_limit_begins_no_file_beyond_it() throws Exception {
    stand.put("", "a.csv", "1,a\n");
    stand.put("", "b.csv", "2,b\n");
    stand.put("", "c.csv", "3,c\n");
    assertThat(stand.column("COPY INTO T FROM @ST SIZE_LIMIT = 5"))
        .isEqualTo(List.of("st/a.csv", "st/b.csv"));
    assertThat(stand.column("COPY INTO T FROM @ST SIZE_LIMIT = 5")).isEqualTo(List.of("st/c.csv"));
  }

  @Test
  void return_failed_only_leaves_out_what_went_well() throws Exception {
    stand.put("", "a.csv", "1,a\n");
    stand.put("", "b.csv", BAD);
    assertThat(stand.column("COPY INTO T FROM @ST ON_ERROR = CONTINUE RETURN_FAILED_ONLY = TRUE"))
        .isEqualTo(List.of("st/b.csv"));
  }

  @Test
  void streams_learn_of_rows_that_are_loaded() throws Exception {
    stand.run("CREATE STREAM S ON TABLE T");
    stand.run("CREATE STREAM A ON TABLE T APPEND_ONLY = TRUE");
    stand.put("", "a.csv", "1,a\n2,b\n");
    stand.rows("COPY INTO T FROM @ST");
    for (var stream : List.of("S", "A")) {
      assertThat(stand.rows("SELECT ID, METADATA$ACTION FROM " + stream + " ORDER BY 1"))
          .isEqualTo(List.of(row("1", "INSERT"), row("2", "INSERT")));
    }
  }

  @Test
  void loading_needs_insert_and_read() throws Exception {
    stand.put("", "a.csv", "1,a\n");
    stand.run(
        "CREATE ROLE R",
        "GRANT ROLE R TO USER " + stand.server().user(),
        "GRANT USAGE ON DATABASE D TO ROLE R",
        "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R",
        "GRANT SELECT ON TABLE T TO ROLE R",
        "GRANT READ ON STAGE ST TO ROLE R");
    try (var other = Driver.connect(stand.server(), "role", "R", "db", "D")) {
      Driver.run(other, "USE SECONDARY ROLES NONE");
      assertThatThrownBy(() -> Driver.rows(other, "COPY INTO T FROM @ST"))
          .hasMessageContaining("Insufficient privileges to operate on table 'T'");
      stand.run("GRANT INSERT ON TABLE T TO ROLE R", "REVOKE READ ON STAGE ST FROM ROLE R");
      assertThatThrownBy(() -> Driver.rows(other, "COPY INTO T FROM @ST"))
          .hasMessageContaining("Stage 'D.PUBLIC.ST' does not exist or not authorized");
    }
  }

  @Test
  void after_64_days_nobody_knows_what_was_loaded() throws Exception {
    var clock = new SettableClock(Instant.now());
    try (var old =
        Stand.open(
            Files.createDirectory(folder.resolve("old")),
            SnowflakeServer.Options.defaults().withClock(clock))) {
      old.run("CREATE TABLE T (ID INT, NAME STRING)");
      old.put("", "a.csv", "1,a\n");
      old.rows("COPY INTO T FROM @ST");
      clock.forward(Duration.ofDays(65));
      old.reconnect();
      old.put("", "b.csv", "2,b\n");
      assertThat(old.column("COPY INTO T FROM @ST"))
          .isEqualTo(List.of("Copy executed with 0 files processed."));
      assertThat(old.column("COPY INTO T FROM @ST LOAD_UNCERTAIN_FILES = TRUE"))
          .isEqualTo(List.of("st/a.csv", "st/b.csv"));
      assertThat(old.column("COPY INTO T FROM @ST LOAD_UNCERTAIN_FILES = TRUE"))
          .isEqualTo(List.of("Copy executed with 0 files processed."));
    }
  }

  @Test
  void what_is_not_honoured_is_refused() throws Exception {
    stand.put("", "a.csv", "1,a\n");
    for (var clause :
        List.of("LOAD_MODE = ADD_FILES_COPY", "INCLUDE_METADATA = (ID = METADATA$FILENAME)")) {
      assertThatThrownBy(() -> stand.rows("COPY INTO T FROM @ST " + clause))
          .as(clause)
          .hasMessageContaining("Not supported by the sandbox");
    }
    assertThatThrownBy(() -> stand.rows("COPY INTO T FROM @ST FILE_FORMAT = (TYPE = XML)"))
        .hasMessageContaining("Not supported by the sandbox: FILE_FORMAT TYPE = XML");
    assertThatThrownBy(() -> stand.rows("COPY INTO T FROM @ST ON_ERROR = SOMETHING"))
        .hasMessageContaining("invalid value [SOMETHING] for parameter 'ON_ERROR'");
  }
}
