package dev.landfall.sandbox.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import net.snowflake.ingest.SimpleIngestManager;
import net.snowflake.ingest.connection.HistoryResponse.FileEntry;
import net.snowflake.ingest.connection.IngestResponseException;
import net.snowflake.ingest.connection.IngestStatus;
import net.snowflake.ingest.utils.StagedFileWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Snowpipe through Snowflake's own client.
class SnowpipeClientTest {
  @TempDir private Path folder;
  private Stand stand;
  private KeyPair keys;

  @BeforeEach
  void open() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    stand = Stand.open(folder);
    stand.run(
        "CREATE TABLE T (ID INT, NAME STRING)",
        "CREATE PIPE P AS COPY INTO T FROM @ST",
        "CREATE ROLE LOADER",
        "GRANT USAGE ON DATABASE D TO ROLE LOADER",
        "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE LOADER",
        "GRANT OPERATE ON PIPE P TO ROLE LOADER",
        "CREATE USER SVC TYPE = SERVICE DEFAULT_ROLE = LOADER RSA_PUBLIC_KEY = '"
            + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())
            + "'",
        "GRANT ROLE LOADER TO USER SVC");
  }

  @AfterEach
  void close() throws Exception {
    stand.close();
  }

  private SimpleIngestManager client(String pipe) throws Exception {
    var server = stand.server();
    return new SimpleIngestManager(
        server.account(), "svc", pipe, keys.getPrivate(), "http", "127.0.0.1", server.port());
  }

  @Test
  void it_tells_of_files_and_hears_what_became_of_them() throws Exception {
    stand.put("", "a.csv", "1,ada\n2,grace\n");
    stand.put("", "b.csv", "x,y\n");
    try (var client = client("D.PUBLIC.P")) {
      var request = UUID.randomUUID();
      var told =
          client.ingestFiles(
              List.of(new StagedFileWrapper("a.csv", 14L), new StagedFileWrapper("b.csv")),
              request);
      assertThat(told.getResponseCode()).isEqualTo("SUCCESS");
      assertThat(told.getRequestUUID()).isEqualTo(request);
      assertThat(stand.rows("SELECT * FROM T ORDER BY 1"))
          .isEqualTo(List.of(List.of("1", "ada"), List.of("2", "grace")));

      var history = client.getHistory(null, 600, null);
      assertThat(history.getPipe()).isEqualTo("D.PUBLIC.P");
      assertThat(history.isCompleteResult()).isTrue();
      assertThat(history.files)
          .extracting(FileEntry::getPath, FileEntry::getStatus, FileEntry::getRowsInserted)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("a.csv", IngestStatus.LOADED, 2L),
              org.assertj.core.groups.Tuple.tuple("b.csv", IngestStatus.LOAD_FAILED, 0L));
      assertThat(history.files.getLast().getFirstError())
          .isEqualTo("Numeric value 'x' is not recognized");
      assertThat(history.files.getFirst().getLastInsertTime())
          .isAfterOrEqualTo(history.files.getFirst().getTimeReceived());
      assertThat(client.getHistory(null, null, history.getNextBeginMark()).files).isEmpty();

      var now = Instant.now();
      var range =
          client.getHistoryRange(
              null, now.minusSeconds(60).toString(), now.plusSeconds(60).toString());
      assertThat(range.files).extracting(FileEntry::getPath).containsExactly("a.csv", "b.csv");
    }
  }

  @Test
  void it_is_told_of_files_that_were_loaded_before() throws Exception {
    stand.put("", "a.csv", "1,ada\n");
    try (var client = client("D.PUBLIC.P")) {
      var file = List.of(new StagedFileWrapper("a.csv"));
      assertThat(client.ingestFiles(file, null, true).getSkippedFiles()).isEmpty();
      assertThat(client.ingestFiles(file, null, true).getSkippedFiles()).containsExactly("a.csv");
    }
  }

  @Test
  void it_is_refused_where_the_role_may_not() throws Exception {
    stand.run("REVOKE OPERATE ON PIPE P FROM ROLE LOADER");
    try (var client = client("D.PUBLIC.P")) {
      assertThatThrownBy(() -> client.ingestFile(new StagedFileWrapper("a.csv"), null))
          .isInstanceOfSatisfying(
              IngestResponseException.class,
              e -> assertThat(e.getMessage()).contains("404", "not exist or not authorized"));
    }
  }
}
