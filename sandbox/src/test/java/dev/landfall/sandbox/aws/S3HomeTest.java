package dev.landfall.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

class S3HomeTest {
  private static final String BUCKET = "raw-data";

  @TempDir Path home;

  private AwsServer start() throws IOException {
    return AwsServer.start(AwsServer.Options.defaults().withHome(home));
  }

  private static String get(S3Client s3, String key) {
    return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
  }

  private static void put(S3Client s3, String key, String text) {
    s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  @Test
  void what_is_kept_outlives_the_server_and_a_torn_line_does_not_count() throws Exception {
    String upload;
    try (var server = start();
        var s3 = Clients.s3(server)) {
      Clients.createBucket(s3, BUCKET);
      s3.putBucketVersioning(r ->
          r.bucket(BUCKET).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
      put(s3, "a", "one");
      put(s3, "a", "two");
      put(s3, "gone", "x");
      s3.deleteObject(r -> r.bucket(BUCKET).key("gone"));
      upload = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("big")).uploadId();
      s3.uploadPart(
          r -> r.bucket(BUCKET).key("big").uploadId(upload).partNumber(1),
          RequestBody.fromString("part"));
    }
    Files.writeString(
        home.resolve("journal.jsonl"), "[[\"s3-objects\",\"raw-d", StandardOpenOption.APPEND);
    Files.writeString(home.resolve("objects").resolve("stray"), "half an object");
    for (var round = 0; round < 2; round++) {
      try (var server = start();
          var s3 = Clients.s3(server)) {
        assertThat(get(s3, "a")).isEqualTo("two");
        assertThat(s3.listObjectVersions(r -> r.bucket(BUCKET)).versions()).hasSize(3 + round);
        assertThat(s3.listObjectVersions(r -> r.bucket(BUCKET)).deleteMarkers()).hasSize(1);
        assertThat(s3.listParts(r -> r.bucket(BUCKET).key("big").uploadId(upload)).parts())
            .hasSize(1);
        assertThat(home.resolve("objects").resolve("stray")).doesNotExist();
        put(s3, "round-" + round, "x");
      }
    }
    try (var server = start();
        var s3 = Clients.s3(server)) {
      assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("round-")).contents()).hasSize(2);
    }
  }

  @Test
  void a_damaged_journal_is_told_of() throws Exception {
    Files.writeString(home.resolve("journal.jsonl"), "[]\nno json\n[]\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("journal.jsonl is damaged in its line 2");
  }

  @Test
  void a_home_has_one_server_at_a_time() throws Exception {
    try (var server = start()) {
      assertThat(server.port()).isPositive();
      assertThatThrownBy(this::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is in use by another server");
    }
    start().close();
  }

  @Test
  void without_a_home_nothing_stays() throws Exception {
    Path folder;
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var s3 = Clients.s3(server)) {
      Clients.createBucket(s3, BUCKET);
      put(s3, "a", "x".repeat(500_000));
      folder = server.folder();
      assertThat(folder).isDirectory();
    }
    assertThat(folder).doesNotExist();
  }
}
