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

/// COPY FILES, through the driver.
class FileCopyTest {
  @TempDir private Path folder;
  private Stand stand;

  @BeforeEach
  void open() throws Exception {
    Files.createDirectories(folder.resolve("buckets/lake"));
    stand =
        Stand.open(
            folder, SnowflakeServer.Options.defaults().withBuckets(folder.resolve("buckets")));
    stand.run(
        "CREATE STAGE TO_HERE",
        """
        CREATE STORAGE INTEGRATION LAKE TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'S3' ENABLED = TRUE
          STORAGE_AWS_ROLE_ARN = 'arn:aws:iam::123456789012:role/lake'
          STORAGE_ALLOWED_LOCATIONS = ('s3://lake/')
        """,
        "CREATE STAGE EXT URL = 's3://lake/in/' STORAGE_INTEGRATION = LAKE");
    stand.put("x", "a.csv", "1\n");
    stand.put("x/y", "b.csv", "2\n");
    stand.put("", "c.txt", "3\n");
  }

  @AfterEach
  void close() throws Exception {
    stand.close();
  }

  @Test
  void files_keep_their_paths_behind_the_location() throws Exception {
    assertThat(stand.column("COPY FILES INTO @TO_HERE FROM @ST"))
        .isEqualTo(List.of("c.txt", "x/a.csv", "x/y/b.csv"));
    assertThat(stand.column("COPY FILES INTO @TO_HERE/new/ FROM @ST/x/"))
        .isEqualTo(List.of("new/a.csv", "new/y/b.csv"));
    assertThat(stand.column("LIST @TO_HERE/new"))
        .isEqualTo(List.of("to_here/new/a.csv", "to_here/new/y/b.csv"));
    assertThat(stand.column("SELECT $1 FROM @TO_HERE/new/y/b.csv")).isEqualTo(List.of("2"));
    assertThat(stand.column("LIST @ST")).hasSize(3);
  }

  @Test
  void files_are_chosen_by_name_or_pattern_and_go_in_and_out_of_buckets() throws Exception {
    assertThat(stand.column("COPY FILES INTO @EXT FROM @ST/x/ FILES = ('y/b.csv')"))
        .isEqualTo(List.of("y/b.csv"));
    assertThat(folder.resolve("buckets/lake/in/y/b.csv")).hasContent("2");
    assertThat(stand.column("COPY FILES INTO @EXT FROM @ST PATTERN = '.*[.]txt'"))
        .isEqualTo(List.of("c.txt"));
    assertThat(stand.column("COPY FILES INTO @TO_HERE FROM @EXT"))
        .isEqualTo(List.of("c.txt", "y/b.csv"));
    assertThatThrownBy(() -> stand.rows("COPY FILES INTO @EXT FROM @ST FILES = ('no.csv')"))
        .hasMessageContaining("Remote file 'st/no.csv' was not found.");
  }

  @Test
  void what_is_not_honoured_is_refused() {
    for (var statement :
        List.of(
            "COPY FILES INTO @TO_HERE FROM @ST/x",
            "COPY FILES INTO @TO_HERE/x FROM @ST",
            "COPY FILES INTO @TO_HERE FROM @ST DETAILED_OUTPUT = FALSE",
            "COPY FILES INTO @TO_HERE FROM @ST FILES = ('a') PATTERN = 'a'",
            "COPY FILES INTO @TO_HERE FROM (SELECT '@ST/c.txt')")) {
      assertThatThrownBy(() -> stand.rows(statement))
          .as(statement)
          .hasMessageContaining("Not supported by the sandbox: COPY FILES");
    }
    assertThatThrownBy(() -> stand.rows("COPY FILES INTO @~ FROM @ST"))
        .hasMessageContaining("COPY FILES copies from and to named stages only.");
  }

  @Test
  void copying_needs_read_and_write() throws Exception {
    stand.run(
        "CREATE ROLE R",
        "GRANT ROLE R TO USER " + stand.server().user(),
        "GRANT USAGE ON DATABASE D TO ROLE R",
        "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R",
        "GRANT READ ON STAGE ST TO ROLE R",
        "GRANT READ ON STAGE TO_HERE TO ROLE R");
    try (var other = Driver.connect(stand.server(), "role", "R", "db", "D")) {
      Driver.run(other, "USE SECONDARY ROLES NONE");
      assertThatThrownBy(() -> Driver.rows(other, "COPY FILES INTO @TO_HERE FROM @ST"))
          .hasMessageContaining("Insufficient privileges to operate on stage 'TO_HERE'");
      stand.run("GRANT WRITE ON STAGE TO_HERE TO ROLE R");
      assertThat(Driver.rows(other, "COPY FILES INTO @TO_HERE FROM @ST")).hasSize(3);
    }
  }
}
