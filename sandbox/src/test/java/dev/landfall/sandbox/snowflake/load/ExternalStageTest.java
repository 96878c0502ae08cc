package dev.landfall.sandbox.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.SnowflakeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stages over buckets, which are folders here.
class ExternalStageTest {
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
          STORAGE_ALLOWED_LOCATIONS = ('s3://lake/', 's3://gone/')
          STORAGE_BLOCKED_LOCATIONS = ('s3://lake/secret/')
        """,
        "CREATE STAGE EXT URL = 's3://lake/in' STORAGE_INTEGRATION = LAKE");
  }

  @AfterEach
  void close() throws Exception {
    stand.close();
  }

  private void create(String key, String content) throws Exception {
    var file = bucket.resolve(key);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void files_of_a_bucket_are_listed_queried_and_loaded() throws Exception {
    create("in/a.csv", "1\n");
    create("in/deep/b.csv", "2\n");
    create("input.csv", "3\n");
    assertThat(stand.column("LIST @EXT"))
        .isEqualTo(List.of("s3://lake/in/a.csv", "s3://lake/in/deep/b.csv"));
    assertThat(stand.rows("SELECT $1, METADATA$FILENAME FROM @EXT/deep"))
        .isEqualTo(List.of(List.of("2", "in/deep/b.csv")));
    assertThat(stand.column("COPY INTO T FROM @EXT"))
        .isEqualTo(List.of("s3://lake/in/a.csv", "s3://lake/in/deep/b.csv"));
    assertThat(stand.column("SELECT ID FROM T ORDER BY 1")).isEqualTo(List.of("1", "2"));
  }

  @Test
  void an_address_with_an_integration_needs_no_stage() throws Exception {
    create("in/a.csv", "1\n");
    stand.rows("COPY INTO T FROM 's3://lake/in/' STORAGE_INTEGRATION = LAKE");
    stand.rows("COPY INTO 's3://lake/out/x' FROM T STORAGE_INTEGRATION = LAKE");
    assertThat(bucket.resolve("out/x_0_0_0.csv.gz")).exists();
    assertThatThrownBy(
            () -> stand.rows("COPY INTO T FROM 's3://lake/secret/' STORAGE_INTEGRATION = LAKE"))
        .hasMessageContaining("is not allowed by integration LAKE");
    assertThatThrownBy(
            () -> stand.rows("COPY INTO T FROM 's3://other/' STORAGE_INTEGRATION = LAKE"))
        .hasMessageContaining("is not allowed by integration LAKE");
    assertThatThrownBy(() -> stand.rows("COPY INTO T FROM 's3://lake/in/'"))
        .hasMessageContaining("Failure using stage area. Cause: [s3://lake/in/: Access Denied");
  }

  @Test
  void a_bucket_that_is_not_there_is_an_error() throws Exception {
    stand.run("CREATE STAGE GONE URL = 's3://gone/' STORAGE_INTEGRATION = LAKE");
    for (var sql : List.of("LIST @GONE", "COPY INTO T FROM @GONE", "SELECT $1 FROM @GONE")) {
      assertThatThrownBy(() -> stand.rows(sql))
          .as(sql)
          .hasMessageContaining("Failure using stage area.")
          .hasMessageContaining("The specified bucket does not exist");
    }
  }

  @Test
  void what_an_integration_no_longer_allows_cannot_be_read() throws Exception {
    create("in/a.csv", "1\n");
    stand.run("ALTER INTEGRATION LAKE SET STORAGE_BLOCKED_LOCATIONS = ('s3://lake/in/')");
    assertThatThrownBy(() -> stand.rows("LIST @EXT"))
        .hasMessageContaining("is not allowed by integration LAKE");
    stand.run(
        "ALTER INTEGRATION LAKE UNSET STORAGE_BLOCKED_LOCATIONS",
        "ALTER INTEGRATION LAKE SET ENABLED = FALSE");
    assertThatThrownBy(() -> stand.rows("LIST @EXT")).hasMessageContaining("is not enabled");
  }

  @Test
  void an_integration_may_be_called_by_its_type() throws Exception {
    create("in/a.csv", "1\n");
    stand.run("ALTER STORAGE INTEGRATION LAKE SET ENABLED = FALSE COMMENT = 'closed'");
    assertThatThrownBy(() -> stand.rows("LIST @EXT")).hasMessageContaining("is not enabled");
    stand.run(
        "ALTER STORAGE INTEGRATION LAKE SET ENABLED = TRUE",
        "ALTER STORAGE INTEGRATION LAKE UNSET COMMENT",
        "ALTER NOTIFICATION INTEGRATION IF EXISTS LAKE SET ENABLED = FALSE");
    assertThat(stand.column("LIST @EXT")).hasSize(1);
    for (var sql :
        List.of(
            "ALTER NOTIFICATION INTEGRATION LAKE SET ENABLED = FALSE",
            "DROP NOTIFICATION INTEGRATION LAKE")) {
      assertThatThrownBy(() -> stand.run(sql))
          .hasMessageContaining("Integration 'LAKE' does not exist or not authorized");
    }
    stand.run(
        """
        CREATE NOTIFICATION INTEGRATION BELL ENABLED = TRUE TYPE = QUEUE DIRECTION = OUTBOUND
          NOTIFICATION_PROVIDER = AWS_SNS
          AWS_SNS_TOPIC_ARN = 'arn:aws:sns:eu-west-1:123456789012:bell'
          AWS_SNS_ROLE_ARN = 'arn:aws:iam::123456789012:role/bell'
        """,
        "ALTER NOTIFICATION INTEGRATION BELL SET ENABLED = FALSE",
        "DROP NOTIFICATION INTEGRATION BELL",
        "DROP STORAGE INTEGRATION LAKE");
  }

  @Test
  void put_and_get_are_for_internal_stages() throws Exception {
    create("in/a.csv", "1\n");
    assertThatThrownBy(() -> stand.rows("GET @EXT file://" + folder))
        .hasMessageContaining("not supported for an external stage");
    assertThatThrownBy(() -> stand.rows("PUT file://" + bucket + "/in/a.csv @EXT"))
        .hasMessageContaining("not supported for an external stage");
  }

  @Test
  void files_are_removed_and_purged() throws Exception {
    create("in/a.csv", "1\n");
    create("in/b.csv", "2\n");
    stand.rows("COPY INTO T FROM @EXT FILES = ('a.csv') PURGE = TRUE");
    assertThat(stand.column("REMOVE @EXT")).isEqualTo(List.of("s3://lake/in/b.csv"));
    assertThat(bucket.resolve("in")).doesNotExist();
  }

  @Test
  void without_buckets_the_sandbox_says_how_to_have_some() throws Exception {
    try (var other = Stand.open(folder)) {
      other.run("CREATE STAGE E URL = 's3://lake/'");
      assertThatThrownBy(() -> other.rows("LIST @E"))
          .hasMessageContaining("Not supported by the sandbox")
          .hasMessageContaining("s3://lake/");
    }
  }
}
