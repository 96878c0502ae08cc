package dev.landfall.sandbox.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.Driver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `SELECT … FROM @stage`, through the driver.
class StageQueryTest {
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

  @Test
  void fields_and_metadata_of_all_files_are_there() throws Exception {
    stand.put("x", "a.csv", "1,one\n2,two\n");
    stand.put("x", "b.csv", "3,three,more\n");
    assertThat(
            stand.rows(
                "SELECT t.$1::int AS N, $2, $3, METADATA$FILENAME, METADATA$FILE_ROW_NUMBER"
                    + " FROM @ST/x t ORDER BY N"))
        .isEqualTo(
            List.of(
                List.of("1", "one", "null", "x/a.csv", "1"),
                List.of("2", "two", "null", "x/a.csv", "2"),
                List.of("3", "three", "more", "x/b.csv", "1")));
  }

  @Test
  void a_format_and_a_pattern_say_what_is_read() throws Exception {
    stand.run("CREATE FILE FORMAT J TYPE = JSON STRIP_OUTER_ARRAY = TRUE");
    stand.put("", "a.json", "[{\"k\": 1}, {\"k\": 2}]");
    stand.put("", "b.csv", "no");
    assertThat(stand.column("SELECT SUM($1:k) FROM @ST (FILE_FORMAT => 'J', PATTERN => '.*json')"))
        .isEqualTo(List.of("3"));
  }

  @Test
  void a_stages_own_format_counts() throws Exception {
    stand.run(
        "ALTER STAGE ST SET FILE_FORMAT = (TYPE = CSV FIELD_DELIMITER = ';' SKIP_HEADER = 1)");
    stand.put("", "a.csv", "h1;h2\n1;2\n");
    assertThat(stand.rows("SELECT $1, $2 FROM @ST")).isEqualTo(List.of(List.of("1", "2")));
  }

  @Test
  void an_insert_reads_files_within_a_transaction() throws Exception {
    stand.put("", "a.csv", "1\n2\n");
    stand.run("CREATE TABLE T (A INT)", "BEGIN", "INSERT INTO T VALUES (0)");
    stand.run("INSERT INTO T SELECT $1::int FROM @ST");
    assertThat(stand.column("SELECT T.A FROM T JOIN @ST s ON s.$1::int = T.A ORDER BY 1"))
        .isEqualTo(List.of("1", "2"));
    stand.run("INSERT INTO T SELECT $1::int + 10 FROM @ST", "COMMIT");
    assertThat(stand.column("SELECT A FROM T ORDER BY 1"))
        .isEqualTo(List.of("0", "1", "2", "11", "12"));
  }

  @Test
  void a_table_is_made_of_files() throws Exception {
    stand.put("", "a b.csv", "1,x\n2,y\n");
    stand.run("CREATE TABLE C AS SELECT $1::int AS A, $2 AS B FROM '@ST/a b.csv'");
    assertThat(stand.rows("SELECT * FROM C ORDER BY A"))
        .isEqualTo(List.of(List.of("1", "x"), List.of("2", "y")));
    assertThat(stand.column("SELECT $2 FROM @ST LIMIT 1")).isEqualTo(List.of("x"));
  }

  @Test
  void a_view_shows_the_files_there_are() throws Exception {
    stand.run(
        "CREATE SCHEMA S",
        "USE SCHEMA PUBLIC",
        "CREATE FILE FORMAT F TYPE = CSV FIELD_DELIMITER = ';'",
        "CREATE VIEW V AS SELECT $1::int AS N, $3 AS C, METADATA$FILENAME AS F"
            + " FROM @ST/x (FILE_FORMAT => F)",
        "USE SCHEMA S");
    assertThat(stand.rows("SELECT * FROM PUBLIC.V")).isEmpty();
    stand.run("USE SCHEMA PUBLIC");
    stand.put("x", "a.csv", "1;one;eins\n");
    stand.put("x", "b.csv", "2;two;zwei\n");
    stand.run("USE SCHEMA S");
    assertThat(stand.rows("SELECT C, N, F FROM D.PUBLIC.V ORDER BY N"))
        .isEqualTo(List.of(List.of("eins", "1", "x/a.csv"), List.of("zwei", "2", "x/b.csv")));
    stand.run("CREATE VIEW W AS SELECT N + 1 AS N FROM PUBLIC.V");
    assertThat(stand.column("SELECT N FROM W ORDER BY 1")).isEqualTo(List.of("2", "3"));
  }

  @Test
  void a_view_reads_with_its_owners_rights() throws Exception {
    stand.put("", "a.csv", "1\n");
    stand.run(
        "CREATE VIEW V AS SELECT $1 AS A FROM @ST",
        "CREATE ROLE R",
        "GRANT ROLE R TO USER " + stand.server().user(),
        "GRANT USAGE ON DATABASE D TO ROLE R",
        "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R",
        "GRANT SELECT ON VIEW V TO ROLE R");
    try (var other = Driver.connect(stand.server(), "role", "R", "db", "D")) {
      Driver.run(other, "USE SECONDARY ROLES NONE");
      assertThat(Driver.rows(other, "SELECT A FROM V")).isEqualTo(List.of(List.of("1")));
      assertThatThrownBy(() -> Driver.rows(other, "SELECT $1 FROM @ST"))
          .hasMessageContaining("Stage 'D.PUBLIC.ST' does not exist or not authorized");
    }
  }

  @Test
  void system_functions_that_are_refused_are_told_from_those_nobody_knows() {
    assertThatThrownBy(() -> stand.rows("SELECT * FROM TABLE(INFORMATION_SCHEMA.NO_SUCH())"))
        .hasMessageContaining("Unknown table function INFORMATION_SCHEMA.NO_SUCH");
    assertThatThrownBy(() -> stand.rows("SELECT * FROM TABLE(INFORMATION_SCHEMA.LOGIN_HISTORY())"))
        .hasMessageContaining(
            "Not supported by the sandbox: TABLE(INFORMATION_SCHEMA.LOGIN_HISTORY(");
  }

  @Test
  void a_prepared_statement_knows_its_columns() throws Exception {
    stand.put("", "a.csv", "1,x\n");
    try (var statement =
        stand.connection().prepareStatement("SELECT $2 AS B FROM @ST WHERE $1 = ?")) {
      assertThat(statement.getMetaData().getColumnName(1)).isEqualTo("B");
      statement.setString(1, "1");
      try (var rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("x");
      }
    }
  }

  @Test
  void what_nobody_knows_is_refused() throws Exception {
    stand.put("", "a.csv", "1\n");
    assertThatThrownBy(() -> stand.rows("SELECT * FROM @ST"))
        .hasMessageContaining("Not supported by the sandbox: SELECT * FROM @stage");
    assertThat(stand.column("SELECT COUNT(*) FROM @ST")).isEqualTo(List.of("1"));
    assertThatThrownBy(() -> stand.rows("SELECT METADATA$NOTHING FROM @ST"))
        .hasMessageContaining("METADATA$NOTHING");
    assertThatThrownBy(() -> stand.rows("SELECT $1 FROM @NONE"))
        .hasMessageContaining("Stage 'D.PUBLIC.NONE' does not exist or not authorized");
  }
}
