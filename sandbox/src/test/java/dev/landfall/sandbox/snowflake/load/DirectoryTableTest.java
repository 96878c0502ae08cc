package dev.landfall.sandbox.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.Driver;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Directory tables of stages, through the driver.
class DirectoryTableTest {
  private static final String REGISTERED = "File registered successfully.";

  @TempDir private Path folder;
  private Path bucket;
  private Stand stand;

  @BeforeEach
  void open() throws Exception {
    bucket = Files.createDirectories(folder.resolve("buckets/lake/in"));
    stand = Stand.open(folder, options());
    stand.run(
        "CREATE OR REPLACE STAGE ST DIRECTORY = (ENABLE = TRUE)",
        """
        CREATE STORAGE INTEGRATION LAKE TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'S3' ENABLED = TRUE
          STORAGE_AWS_ROLE_ARN = 'arn:aws:iam::123456789012:role/lake'
          STORAGE_ALLOWED_LOCATIONS = ('s3://lake/')
        """);
  }

  private SnowflakeServer.Options options() {
    return SnowflakeServer.Options.defaults()
        .withHome(folder.resolve("home"))
        .withBuckets(folder.resolve("buckets"));
  }

  @AfterEach
  void close() throws Exception {
    stand.close();
  }

  private List<String> paths(String stage) throws Exception {
    return stand.column("SELECT RELATIVE_PATH FROM DIRECTORY(@" + stage + ") ORDER BY 1");
  }

  @Test
  void it_shows_what_was_there_at_the_last_refresh() throws Exception {
    stand.put("", "a.csv", "1\n");
    stand.put("x/y", "b.csv", "22\n");
    assertThat(paths("ST")).isEmpty();
    assertThat(stand.rows("ALTER STAGE ST REFRESH"))
        .isEqualTo(
            List.of(
                List.of("a.csv", "REGISTERED_NEW", REGISTERED),
                List.of("x/y/b.csv", "REGISTERED_NEW", REGISTERED)));
    assertThat(stand.rows("ALTER STAGE ST REFRESH")).isEmpty();
    stand.put("", "a.csv", "333\n");
    stand.put("", "c.csv", "4\n");
    stand.rows("REMOVE @ST/x");
    assertThat(paths("ST")).isEqualTo(List.of("a.csv", "x/y/b.csv"));
    assertThat(stand.rows("ALTER STAGE ST REFRESH"))
        .isEqualTo(
            List.of(
                List.of("a.csv", "REGISTERED_UPDATE", REGISTERED),
                List.of("c.csv", "REGISTERED_NEW", REGISTERED),
                List.of("x/y/b.csv", "UNREGISTERED", "File unregistered successfully.")));
    assertThat(paths("ST")).isEqualTo(List.of("a.csv", "c.csv"));
  }

  @Test
  void its_columns_tell_of_the_files() throws Exception {
    stand.put("x", "a b.csv", "1\n");
    stand.rows("ALTER STAGE ST REFRESH");
    var listed = stand.rows("LIST @ST").getFirst();
    try (var statement = stand.connection().createStatement();
        var rows = statement.executeQuery("SELECT * FROM DIRECTORY(@ST)")) {
      var columns = rows.getMetaData();
      var names = new ArrayList<String>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        names.add(columns.getColumnName(i) + " " + columns.getColumnTypeName(i));
      }
      assertThat(names)
          .containsExactly(
              "RELATIVE_PATH VARCHAR",
              "SIZE NUMBER",
              "LAST_MODIFIED TIMESTAMPTZ",
              "MD5 VARCHAR",
              "ETAG VARCHAR",
              "FILE_URL VARCHAR");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("RELATIVE_PATH")).isEqualTo("x/a b.csv");
      assertThat(rows.getLong("SIZE")).isEqualTo(2);
      assertThat(rows.getString("MD5")).isEqualTo(listed.get(2));
      assertThat(rows.getString("ETAG")).isEqualTo(listed.get(2));
      assertThat(rows.getString("FILE_URL"))
          .isEqualTo(
              "https://"
                  + stand.server().account().toLowerCase(Locale.ROOT)
                  + ".snowflakecomputing.com/api/files/D/PUBLIC/ST/x%2Fa%20b.csv");
      assertThat(rows.next()).isFalse();
    }
    assertThat(
            stand.column(
                "SELECT COUNT(*) FROM DIRECTORY('@D.PUBLIC.ST') F JOIN (SELECT 'x/a b.csv' AS P) W ON"
                    + " F.RELATIVE_PATH = W.P WHERE F.LAST_MODIFIED > DATEADD(hour, -1,"
                    + " CURRENT_TIMESTAMP())"))
        .isEqualTo(List.of("1"));
  }

  @Test
  void a_part_is_refreshed_by_itself() throws Exception {
    stand.put("x", "a.csv", "1\n");
    stand.put("y", "b.csv", "2\n");
    assertThat(stand.rows("ALTER STAGE ST REFRESH SUBPATH = 'x'")).hasSize(1);
    assertThat(paths("ST")).isEqualTo(List.of("x/a.csv"));
    stand.rows("ALTER STAGE ST REFRESH");
    stand.rows("REMOVE @ST");
    assertThat(stand.rows("ALTER STAGE IF EXISTS ST REFRESH SUBPATH = 'y'"))
        .isEqualTo(List.of(List.of("y/b.csv", "UNREGISTERED", "File unregistered successfully.")));
    assertThat(paths("ST")).isEqualTo(List.of("x/a.csv"));
  }

  @Test
  void an_external_stage_is_refreshed_when_it_is_created_unless_it_says_otherwise()
      throws Exception {
    Files.writeString(bucket.resolve("a.csv"), "1\n");
    var at = " URL = 's3://lake/in/' STORAGE_INTEGRATION = LAKE DIRECTORY = (ENABLE = TRUE";
    stand.run(
        "CREATE STAGE EXT" + at + ")", "CREATE STAGE LATER" + at + " REFRESH_ON_CREATE = FALSE)");
    assertThat(paths("EXT")).isEqualTo(List.of("a.csv"));
    assertThat(paths("LATER")).isEmpty();
    Files.writeString(bucket.resolve("b.csv"), "2\n");
    stand.run("CREATE STAGE IF NOT EXISTS EXT" + at + ")");
    assertThat(paths("EXT")).isEqualTo(List.of("a.csv"));
    stand.run("CREATE OR REPLACE STAGE EXT" + at + ")");
    assertThat(paths("EXT")).isEqualTo(List.of("a.csv", "b.csv"));
    stand.run("CREATE STAGE NOWHERE URL = 's3://none/' DIRECTORY = (ENABLE = TRUE)");
    assertThatThrownBy(() -> paths("NOWHERE")).hasMessageContaining("Access Denied");
  }

  @Test
  void with_auto_refresh_it_shows_what_is_there() throws Exception {
    stand.run("CREATE STAGE LIVE DIRECTORY = (ENABLE = TRUE AUTO_REFRESH = TRUE)");
    assertThat(paths("LIVE")).isEmpty();
    var file = Files.writeString(folder.resolve("a b.csv"), "1\n");
    stand.rows("PUT 'file://" + file + "' @LIVE AUTO_COMPRESS=FALSE");
    assertThat(paths("LIVE")).isEqualTo(List.of("a b.csv"));
    stand.rows("REMOVE @LIVE");
    assertThat(paths("LIVE")).isEmpty();
  }

  @Test
  void a_stage_without_one_is_refused() throws Exception {
    stand.run("CREATE STAGE PLAIN", "CREATE TABLE T (ID INT)");
    assertThatThrownBy(() -> paths("PLAIN"))
        .hasMessageContaining("Directory table is not enabled on stage 'D.PUBLIC.PLAIN'");
    assertThatThrownBy(() -> stand.rows("ALTER STAGE PLAIN REFRESH"))
        .hasMessageContaining("Directory table is not enabled on stage 'D.PUBLIC.PLAIN'");
    stand.run("ALTER STAGE PLAIN SET DIRECTORY = (ENABLE = TRUE)");
    assertThat(paths("PLAIN")).isEmpty();
    assertThatThrownBy(() -> paths("NONE"))
        .hasMessageContaining("Stage 'D.PUBLIC.NONE' does not exist or not authorized");
    for (var stage : List.of("ST/x", "%T", "~")) {
      assertThatThrownBy(() -> paths(stage))
          .hasMessageContaining("Not supported by the sandbox: DIRECTORY(@" + stage + ")");
    }
    assertThatThrownBy(() -> stand.rows("COPY INTO T FROM (SELECT SIZE FROM DIRECTORY(@ST))"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void reading_needs_read_and_refreshing_needs_write() throws Exception {
    stand.put("", "a.csv", "1\n");
    stand.run(
        "CREATE ROLE R",
        "GRANT ROLE R TO USER " + stand.server().user(),
        "GRANT USAGE ON DATABASE D TO ROLE R",
        "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R");
    try (var other = Driver.connect(stand.server(), "role", "R", "db", "D")) {
      Driver.run(other, "USE SECONDARY ROLES NONE");
      assertThatThrownBy(() -> Driver.rows(other, "SELECT * FROM DIRECTORY(@ST)"))
          .hasMessageContaining("Stage 'D.PUBLIC.ST' does not exist or not authorized");
      stand.run("GRANT READ ON STAGE ST TO ROLE R");
      assertThat(Driver.rows(other, "SELECT * FROM DIRECTORY(@ST)")).isEmpty();
      assertThatThrownBy(() -> Driver.rows(other, "ALTER STAGE ST REFRESH"))
          .hasMessageContaining("Insufficient privileges to operate on stage 'ST'");
      stand.run("GRANT WRITE ON STAGE ST TO ROLE R");
      assertThat(Driver.rows(other, "ALTER STAGE ST REFRESH")).hasSize(1);
    }
    assertThat(paths("ST")).isEqualTo(List.of("a.csv"));
  }

  @Test
  void views_and_restarts_keep_it() throws Exception {
    stand.put("", "a.csv", "1\n");
    stand.rows("ALTER STAGE ST REFRESH");
    stand.run("CREATE VIEW V AS SELECT RELATIVE_PATH AS P FROM DIRECTORY(@ST)");
    stand.close();
    stand = Stand.open(folder, options());
    assertThat(stand.column("SELECT P FROM V")).isEqualTo(List.of("a.csv"));
    stand.run("CREATE OR REPLACE STAGE ST DIRECTORY = (ENABLE = TRUE)");
    assertThat(stand.column("SELECT P FROM V")).isEmpty();
  }

  @Test
  void a_refresh_ends_a_transaction() throws Exception {
    stand.put("", "a.csv", "1\n");
    stand.run("CREATE TABLE T (ID INT)", "BEGIN", "INSERT INTO T VALUES (1)");
    stand.rows("ALTER STAGE ST REFRESH");
    stand.run("ROLLBACK");
    assertThat(stand.column("SELECT ID FROM T")).isEqualTo(List.of("1"));
    assertThat(paths("ST")).isEqualTo(List.of("a.csv"));
  }
}
