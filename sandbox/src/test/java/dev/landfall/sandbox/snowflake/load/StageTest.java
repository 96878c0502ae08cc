package dev.landfall.sandbox.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.snowflake.Driver;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import net.snowflake.client.api.connection.SnowflakeConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of stages, through the driver.
class StageTest {
  @TempDir private Path folder;
  private SnowflakeServer server;
  private Connection connection;

  @BeforeEach
  void open() throws Exception {
    server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
    connection = Driver.connect(server);
    Driver.run(connection, "CREATE DATABASE D");
    Driver.run(connection, "CREATE STAGE ST");
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
    server.close();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private List<List<String>> rows(String sql) throws SQLException {
    return Driver.rows(connection, sql);
  }

  private static List<String> first(List<List<String>> rows) {
    return rows.stream().map(List::getFirst).toList();
  }

  @Test
  void a_file_goes_from_disk_to_stage_to_table_and_back() throws Exception {
    var file = file("people.csv", "1,Ada\n2,Grace\n");
    Driver.run(connection, "CREATE TABLE PEOPLE (ID INT, NAME STRING)");

    var put = rows("PUT file://" + file + " @ST/in");
    assertThat(put).hasSize(1);
    assertThat(put.getFirst()).startsWith("people.csv", "people.csv.gz", "14");
    assertThat(put.getFirst()).contains("UPLOADED", "GZIP");

    var listed = rows("LIST @ST");
    assertThat(first(listed)).isEqualTo(List.of("st/in/people.csv.gz"));

    var copied = rows("COPY INTO PEOPLE FROM @ST/in FILE_FORMAT = (TYPE = CSV)");
    assertThat(copied)
        .isEqualTo(
            List.of(
                List.of(
                    "st/in/people.csv.gz",
                    "LOADED",
                    "2",
                    "2",
                    "1",
                    "0",
                    "null",
                    "null",
                    "null",
                    "null")));
    assertThat(rows("SELECT * FROM PEOPLE ORDER BY ID"))
        .isEqualTo(List.of(List.of("1", "Ada"), List.of("2", "Grace")));

    assertThat(rows("COPY INTO PEOPLE FROM @ST/in FILE_FORMAT = (TYPE = CSV)"))
        .isEqualTo(List.of(List.of("Copy executed with 0 files processed.")));

    var back = Files.createDirectory(folder.resolve("back"));
    var got = rows("GET @ST/in file://" + back);
    assertThat(got.getFirst()).contains("in/people.csv.gz", "DOWNLOADED");
    try (var in = new GZIPInputStream(Files.newInputStream(back.resolve("people.csv.gz")))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("1,Ada\n2,Grace\n");
    }
  }

  @Test
  void a_listing_shows_size_md5_and_time() throws Exception {
    var content = "a,b\n";
    var file = file("x.csv", content);
    rows("PUT file://" + file + " @ST AUTO_COMPRESS = FALSE");
    var listed = rows("LS @ST");
    var md5 =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("MD5").digest(content.getBytes(StandardCharsets.UTF_8)));
    assertThat(listed).hasSize(1);
    assertThat(listed.getFirst()).startsWith("st/x.csv", "4", md5);
    assertThat(listed.getFirst().get(3)).matches("\\w{3}, \\d+ \\w{3} \\d{4} [\\d:]{8} GMT");
  }

  @Test
  void a_file_that_is_there_stays_unless_it_is_overwritten() throws Exception {
    var file = file("x.csv", "1\n");
    var put = "PUT file://" + file + " @ST AUTO_COMPRESS = FALSE";
    rows(put);
    Files.writeString(file, "2222\n");
    assertThat(rows(put).getFirst()).contains("SKIPPED");
    assertThat(rows("LIST @ST").getFirst().get(1)).isEqualTo("2");
    assertThat(rows(put + " OVERWRITE = TRUE").getFirst()).contains("UPLOADED");
    assertThat(rows("LIST @ST").getFirst().get(1)).isEqualTo("5");
  }

  @Test
  void users_and_tables_have_stages_of_their_own() throws Exception {
    Driver.run(connection, "CREATE TABLE \"My T\" (A INT)");
    var file = file("n.csv", "7\n");
    rows("PUT file://" + file + " @~/mine AUTO_COMPRESS = FALSE");
    rows("PUT file://" + file + " '@%\"My T\"' AUTO_COMPRESS = FALSE");
    assertThat(first(rows("LIST @~"))).isEqualTo(List.of("mine/n.csv"));
    assertThat(first(rows("LIST '@%\"My T\"'"))).isEqualTo(List.of("n.csv"));
    assertThat(rows("COPY INTO \"My T\"").getFirst()).startsWith("n.csv", "LOADED", "1", "1");
    assertThat(rows("SELECT A FROM \"My T\"")).isEqualTo(List.of(List.of("7")));
  }

  @Test
  void patterns_choose_files_to_list_and_remove() throws Exception {
    for (var name : List.of("a.csv", "b.csv", "c.json")) {
      rows("PUT file://" + file(name, "1\n") + " @ST/x AUTO_COMPRESS = FALSE");
    }
    assertThat(first(rows("LIST @ST PATTERN = '.*[.]csv'")))
        .isEqualTo(List.of("st/x/a.csv", "st/x/b.csv"));
    assertThat(rows("REMOVE @ST/x PATTERN = '.*/a[.]csv'"))
        .isEqualTo(List.of(List.of("st/x/a.csv", "removed")));
    assertThat(first(rows("LIST @ST"))).isEqualTo(List.of("st/x/b.csv", "st/x/c.json"));
  }

  @Test
  void several_files_are_put_and_got_by_their_names() throws Exception {
    file("p1.csv", "1\n");
    file("p2.csv", "2\n");
    assertThat(rows("PUT file://" + folder + "/p*.csv @ST")).hasSize(2);
    var back = folder.resolve("new/folder");
    assertThat(rows("GET @ST file://" + back + "/ PATTERN = '.*p2.*'")).hasSize(1);
    try (var files = Files.list(back)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsExactly("p2.csv.gz");
    }
  }

  @Test
  void a_stream_can_be_uploaded() throws Exception {
    var in = new ByteArrayInputStream("1\n2\n".getBytes(StandardCharsets.UTF_8));
    var config =
        net.snowflake.client.api.connection.UploadStreamConfig.builder()
            .setDestPrefix("dir")
            .setCompressData(true)
            .build();
    connection.unwrap(SnowflakeConnection.class).uploadStream("@ST", "s.csv", in, config);
    assertThat(first(rows("LIST @ST"))).isEqualTo(List.of("st/dir/s.csv.gz"));
  }

  @Test
  void a_stage_needs_read_to_look_and_write_to_change() throws Exception {
    rows("PUT file://" + file("a.csv", "1\n") + " @ST");
    Driver.run(connection, "CREATE ROLE R");
    Driver.run(connection, "GRANT ROLE R TO USER " + server.user());
    Driver.run(connection, "GRANT USAGE ON DATABASE D TO ROLE R");
    Driver.run(connection, "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R");
    Driver.run(connection, "GRANT READ ON STAGE D.PUBLIC.ST TO ROLE R");
    try (var other = Driver.connect(server, "role", "R", "db", "D")) {
      Driver.run(other, "USE SECONDARY ROLES NONE");
      assertThat(Driver.rows(other, "LIST @ST")).hasSize(1);
      assertThatThrownBy(() -> Driver.rows(other, "REMOVE @ST"))
          .hasMessageContaining("Insufficient privileges to operate on stage 'ST'");
      assertThatThrownBy(
              () -> Driver.rows(other, "PUT file://" + folder + "/a.csv @ST OVERWRITE = TRUE"))
          .hasMessageContaining("Insufficient privileges to operate on stage 'ST'");
      assertThatThrownBy(() -> Driver.rows(other, "LIST @NOWHERE"))
          .hasMessageContaining("Stage 'D.PUBLIC.NOWHERE' does not exist or not authorized");
    }
  }

  @Test
  void only_a_client_can_put_and_get() throws Exception {
    var file = file("a.csv", "1\n");
    assertThatThrownBy(() -> rows("EXECUTE IMMEDIATE 'PUT file://" + file + " @ST'"))
        .hasMessageContaining("Unsupported feature 'PUT_FILES'");
    assertThatThrownBy(() -> rows("BEGIN GET @ST file://" + folder + "; END"))
        .hasMessageContaining("Unsupported feature 'GET_FILES'");
    try (var statement = connection.createStatement()) {
      statement
          .unwrap(net.snowflake.client.api.statement.SnowflakeStatement.class)
          .setParameter("MULTI_STATEMENT_COUNT", 2);
      assertThatThrownBy(() -> statement.execute("SELECT 1; PUT file://" + file + " @ST"))
          .hasMessageContaining("Unsupported feature");
    }
    assertThat(rows("LIST @ST")).isEmpty();
  }

  @Test
  void the_files_of_a_dropped_stage_are_gone() throws Exception {
    rows("PUT file://" + file("a.csv", "1\n") + " @ST");
    Driver.run(connection, "DROP STAGE ST");
    Driver.run(connection, "CREATE STAGE ST");
    assertThat(rows("LIST @ST")).isEmpty();
  }
}
