package dev.landfall.sandbox.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.Driver;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pipes, through the driver and the hook for a bucket's events.
class PipeTest {
  @TempDir private Path folder;
  private Path bucket;
  private Stand stand;

  @BeforeEach
  void open() throws Exception {
    bucket = Files.createDirectories(folder.resolve("buckets/lake"));
    stand =
        Stand.open(
            folder, SnowflakeServer.Options.defaults().withBuckets(folder.resolve("buckets")));
    stand.run(
        "CREATE TABLE T (ID INT)",
        """
        CREATE STORAGE INTEGRATION LAKE TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'S3' ENABLED = TRUE
          STORAGE_AWS_ROLE_ARN = 'arn:aws:iam::123456789012:role/lake'
          STORAGE_ALLOWED_LOCATIONS = ('s3://lake/')
        """,
        "CREATE STAGE EXT URL = 's3://lake/in/' STORAGE_INTEGRATION = LAKE",
        "CREATE PIPE P AUTO_INGEST = TRUE AS COPY INTO T FROM @EXT PATTERN = '.*[.]csv'",
        "CREATE PIPE Q AS COPY INTO T FROM @ST");
  }

  @AfterEach
  void close() throws Exception {
    stand.close();
  }

  private void create(String key, String content) throws Exception {
    var file = bucket.resolve(key);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    stand.server().notifyCreated("lake", key);
  }

  private List<String> ids() throws Exception {
    return stand.column("SELECT ID FROM T ORDER BY 1");
  }

  @Test
  void a_pipe_loads_a_file_that_the_bucket_tells_of_once() throws Exception {
    create("in/a.csv", "1\n");
    assertThat(ids()).isEqualTo(List.of("1"));
    create("in/a.csv", "2\n");
    create("in/b.json", "3\n");
    create("other/c.csv", "4\n");
    stand.server().notifyCreated("elsewhere", "in/a.csv");
    assertThat(ids()).isEqualTo(List.of("1"));
    assertThat(stand.column("SELECT SYSTEM$PIPE_STATUS('P')").getFirst())
        .contains("\"executionState\":\"RUNNING\"")
        .contains("\"pendingFileCount\":0")
        .contains("\"lastIngestedFilePath\":\"s3://lake/in/a.csv\"");
  }

  @Test
  void a_paused_pipe_loads_when_it_runs_again() throws Exception {
    stand.run("ALTER PIPE P SET PIPE_EXECUTION_PAUSED = TRUE");
    create("in/a.csv", "1\n");
    assertThat(ids()).isEmpty();
    assertThat(stand.column("SELECT SYSTEM$PIPE_STATUS('D.PUBLIC.P')").getFirst())
        .contains("\"executionState\":\"PAUSED\"")
        .contains("\"pendingFileCount\":1");
    stand.run("ALTER PIPE P SET PIPE_EXECUTION_PAUSED = FALSE");
    assertThat(ids()).isEqualTo(List.of("1"));
  }

  @Test
  void refresh_loads_what_was_there_before() throws Exception {
    stand.put("x", "a.csv", "1\n");
    stand.put("y", "b.csv", "2\nbad\n");
    stand.put("x", "c.csv", "3\n");
    assertThat(stand.rows("ALTER PIPE Q REFRESH PREFIX = 'x/'"))
        .isEqualTo(List.of(List.of("x/a.csv", "SENT"), List.of("x/c.csv", "SENT")));
    assertThat(ids()).isEqualTo(List.of("1", "3"));
    assertThat(stand.rows("ALTER PIPE Q REFRESH")).isEqualTo(List.of(List.of("y/b.csv", "SENT")));
    assertThat(ids()).isEqualTo(List.of("1", "3"));
    assertThat(
            stand.rows(
                "SELECT FILE_NAME, STATUS, ROW_PARSED, PIPE_NAME FROM"
                    + " TABLE(INFORMATION_SCHEMA.COPY_HISTORY(TABLE_NAME => 'T', START_TIME =>"
                    + " DATEADD(hour, -1, CURRENT_TIMESTAMP()))) ORDER BY 1"))
        .isEqualTo(
            List.of(
                List.of("st/x/a.csv", "Loaded", "1", "Q"),
                List.of("st/x/c.csv", "Loaded", "1", "Q"),
                List.of("st/y/b.csv", "Load failed", "2", "Q")));
  }

  @Test
  void a_pipe_and_copy_remember_for_themselves() throws Exception {
    stand.put("", "a.csv", "1\n");
    stand.rows("COPY INTO T FROM @ST");
    stand.rows("ALTER PIPE Q REFRESH");
    assertThat(ids()).isEqualTo(List.of("1", "1"));
    stand.run("TRUNCATE TABLE T");
    stand.rows("ALTER PIPE Q REFRESH");
    assertThat(ids()).isEmpty();
    assertThat(
            stand.rows(
                "SELECT FILE_NAME, TABLE_NAME, STATUS, ROW_COUNT FROM"
                    + " INFORMATION_SCHEMA.LOAD_HISTORY"))
        .isEqualTo(List.of(List.of("st/a.csv", "T", "LOADED", "1")));
  }

  @Test
  void a_pipe_has_the_rights_of_its_owner() throws Exception {
    stand.run("CREATE ROLE R", "GRANT OPERATE, MONITOR ON PIPE Q TO ROLE R");
    stand.put("", "a.csv", "1\n");
    stand.run(
        "GRANT USAGE ON DATABASE D TO ROLE R",
        "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R",
        "GRANT ROLE R TO USER " + stand.server().user());
    try (var other = Driver.connect(stand.server(), "role", "R", "db", "D")) {
      Driver.run(other, "USE SECONDARY ROLES NONE");
      assertThat(Driver.rows(other, "ALTER PIPE Q REFRESH")).hasSize(1);
      assertThatThrownBy(() -> Driver.rows(other, "ALTER PIPE P REFRESH"))
          .hasMessageContaining("Pipe 'D.PUBLIC.P' does not exist or not authorized");
    }
    assertThat(ids()).isEqualTo(List.of("1"));
  }

  @Test
  void a_pipe_that_cannot_load_says_why() throws Exception {
    stand.run("ALTER TABLE T RENAME TO U");
    stand.put("", "a.csv", "1\n");
    assertThatThrownBy(() -> stand.rows("ALTER PIPE Q REFRESH"))
        .hasMessageContaining("Table 'T' does not exist or not authorized");
    create("in/a.csv", "1\n");
    assertThat(stand.column("SELECT SYSTEM$PIPE_STATUS('P')").getFirst())
        .contains("\"error\":\"SQL compilation error:\\nTable 'T' does not exist");
  }

  @Test
  void options_that_do_not_fit_a_pipe_are_refused() {
    for (var option : List.of("PURGE = TRUE", "FORCE = TRUE", "ON_ERROR = ABORT_STATEMENT")) {
      assertThatThrownBy(() -> stand.run("CREATE PIPE Z AS COPY INTO T FROM @ST " + option))
          .as(option)
          .hasMessageContaining("Invalid COPY option for a pipe");
    }
  }
}
