package dev.landfall.sandbox.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// COPY INTO a location, through the driver.
class UnloadTest {
  @TempDir private Path folder;
  private Stand stand;

  @BeforeEach
  void open() throws Exception {
    stand = Stand.open(folder);
    stand.run(
        "CREATE TABLE T (ID INT, NAME STRING, D DATE, OK BOOLEAN)",
        "INSERT INTO T VALUES (1, 'a,b', '2026-01-02', TRUE), (2, NULL, NULL, FALSE)");
  }

  @AfterEach
  void close() throws Exception {
    stand.close();
  }

  @Test
  void a_table_becomes_a_compressed_csv_file() throws Exception {
    var answer = stand.rows("COPY INTO @ST/out/ FROM T");
    assertThat(answer.getFirst().getFirst()).isEqualTo("2");
    assertThat(stand.column("LIST @ST")).isEqualTo(List.of("st/out/data_0_0_0.csv.gz"));
    assertThat(stand.content("out/data_0_0_0.csv.gz"))
        .isEqualTo("1,a\\,b,2026-01-02,true\n2,\\N,\\N,false\n");
    var raw = "1,a\\,b,2026-01-02,true\n2,\\N,\\N,false\n".length();
    assertThat(answer.getFirst().get(1)).isEqualTo(Integer.toString(raw));
    assertThat(answer.getFirst().get(2)).isEqualTo(stand.rows("LIST @ST").getFirst().get(1));
  }

  @Test
  void a_query_becomes_one_file_with_a_header() throws Exception {
    stand.rows(
        "COPY INTO @ST/one.csv FROM (SELECT ID, NAME AS \"n m\" FROM T ORDER BY ID DESC)"
            + " FILE_FORMAT = (TYPE = CSV COMPRESSION = NONE FIELD_OPTIONALLY_ENCLOSED_BY = '\"'"
            + " NULL_IF = ('')) SINGLE = TRUE HEADER = TRUE");
    assertThat(stand.content("one.csv")).isEqualTo("\"ID\",\"n m\"\n2,\n1,\"a,b\"\n");
  }

  @Test
  void what_was_unloaded_can_be_loaded() throws Exception {
    stand.run("INSERT INTO T VALUES (3, 'q\"uo\\\\te\\nline', '1999-12-31', NULL)");
    for (var format :
        List.of(
            "TYPE = CSV",
            "TYPE = CSV FIELD_OPTIONALLY_ENCLOSED_BY = '\"'",
            "TYPE = CSV FIELD_DELIMITER = '\\t' COMPRESSION = NONE",
            "TYPE = CSV FIELD_OPTIONALLY_ENCLOSED_BY = '\"' ESCAPE = '\\\\'")) {
      stand.run("CREATE OR REPLACE TABLE U LIKE T");
      stand.rows("REMOVE @ST");
      stand.rows("COPY INTO @ST/r FROM T FILE_FORMAT = (" + format + ")");
      stand.rows("COPY INTO U FROM @ST/r FILE_FORMAT = (" + format + ")");
      assertThat(stand.rows("SELECT * FROM U ORDER BY ID"))
          .as(format)
          .isEqualTo(stand.rows("SELECT * FROM T ORDER BY ID"));
    }
  }

  @Test
  void json_holds_a_document_in_each_line() throws Exception {
    stand.rows(
        "COPY INTO @ST/j FROM (SELECT OBJECT_CONSTRUCT('id', ID, 'name', NAME) FROM T ORDER BY ID)"
            + " FILE_FORMAT = (TYPE = JSON COMPRESSION = NONE)");
    assertThat(stand.content("j_0_0_0.json"))
        .isEqualTo("{\"id\":1,\"name\":\"a,b\"}\n{\"id\":2}\n");
    assertThatThrownBy(() -> stand.rows("COPY INTO @ST/k FROM T FILE_FORMAT = (TYPE = JSON)"))
        .hasMessageContaining("one column of type variant, object, or array");
  }

  @Test
  void parquet_keeps_names_and_types() throws Exception {
    stand.rows("COPY INTO @ST/p FROM T FILE_FORMAT = (TYPE = PARQUET) HEADER = TRUE");
    assertThat(stand.column("LIST @ST")).isEqualTo(List.of("st/p_0_0_0.snappy.parquet"));
    stand.run("CREATE TABLE U LIKE T");
    stand.rows(
        "COPY INTO U FROM @ST FILE_FORMAT = (TYPE = PARQUET) MATCH_BY_COLUMN_NAME ="
            + " CASE_SENSITIVE");
    assertThat(stand.rows("SELECT * FROM U ORDER BY ID"))
        .isEqualTo(stand.rows("SELECT * FROM T ORDER BY ID"));
    assertThatThrownBy(() ->
            stand.rows(
                "COPY INTO @ST/z FROM (SELECT CURRENT_TIMESTAMP()) FILE_FORMAT = (TYPE ="
                    + " PARQUET)"))
        .hasMessageContaining("TIMESTAMP_TZ and LTZ types are not supported");
  }

  @Test
  void files_are_split_at_their_largest_size() throws Exception {
    stand.run("CREATE TABLE N AS SELECT SEQ4() AS A FROM TABLE(GENERATOR(ROWCOUNT => 1000))");
    var answer =
        stand.rows(
            "COPY INTO @ST/n FROM N FILE_FORMAT = (TYPE = CSV COMPRESSION = NONE)"
                + " MAX_FILE_SIZE = 1000 DETAILED_OUTPUT = TRUE");
    assertThat(answer.size()).isBetween(3, 6);
    assertThat(answer.stream().mapToInt(row -> Integer.parseInt(row.get(2))).sum()).isEqualTo(1000);
    assertThat(answer.getFirst().getFirst()).isEqualTo("n_0_0_0.csv");
  }

  @Test
  void files_that_are_there_are_not_overwritten_unasked() throws Exception {
    stand.rows("COPY INTO @ST/out/ FROM T");
    assertThatThrownBy(() -> stand.rows("COPY INTO @ST/out/ FROM T"))
        .hasMessageContaining("Files already existing at the unload destination: @ST/out/");
    stand.rows("COPY INTO @ST/out/ FROM T OVERWRITE = TRUE");
    stand.rows("COPY INTO @ST/out/ FROM T INCLUDE_QUERY_ID = TRUE");
    assertThat(stand.column("LIST @ST/out")).hasSize(2);
  }

  @Test
  void partitions_are_folders() throws Exception {
    stand.rows("COPY INTO @ST/by/ FROM T PARTITION BY ('ok=' || OK::string)");
    assertThat(stand.column("LIST @ST"))
        .hasSize(2)
        .allMatch(name -> name.matches("st/by/ok=(true|false)/data_[0-9a-f-]+_0_0_0.csv.gz"));
  }

  @Test
  void a_transaction_unloads_what_it_has_changed() throws Exception {
    stand.run("BEGIN", "DELETE FROM T WHERE ID = 1");
    stand.rows("COPY INTO @ST/t FROM (SELECT ID FROM T) FILE_FORMAT = (TYPE = PARQUET)");
    stand.rows("COPY INTO @ST/c FROM (SELECT ID FROM T)");
    stand.run("ROLLBACK");
    assertThat(stand.content("c_0_0_0.csv.gz")).isEqualTo("2\n");
    stand.run("CREATE FILE FORMAT PQ TYPE = PARQUET");
    assertThat(stand.column("SELECT $1:_COL_0::int FROM @ST/t (FILE_FORMAT => PQ)"))
        .isEqualTo(List.of("2"));
  }

  @Test
  void nothing_is_written_for_no_rows() throws Exception {
    assertThat(stand.rows("COPY INTO @ST/none FROM (SELECT ID FROM T WHERE FALSE)"))
        .isEqualTo(List.of(List.of("0", "0", "0")));
    assertThat(stand.rows("LIST @ST")).isEmpty();
  }
}
