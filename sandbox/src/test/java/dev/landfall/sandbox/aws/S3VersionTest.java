package dev.landfall.sandbox.aws;

import static dev.landfall.sandbox.aws.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

class S3VersionTest {
  private static final String BUCKET = "raw-data";

  private AwsServer server;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults());
    s3 = Clients.s3(server);
    Clients.createBucket(s3, BUCKET);
  }

  @AfterEach
  void stop() throws Exception {
    s3.close();
    server.close();
  }

  private void version(BucketVersioningStatus status) {
    s3.putBucketVersioning(r -> r.bucket(BUCKET).versioningConfiguration(v -> v.status(status)));
  }

  private String put(String key, String text) {
    var id = s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(text)).versionId();
    return String.valueOf(id);
  }

  private String get(String key, String id) {
    return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key).versionId(id)).asUtf8String();
  }

  private List<String> ids(String key) {
    return s3.listObjectVersions(r -> r.bucket(BUCKET).prefix(key)).versions().stream()
        .map(ObjectVersion::versionId)
        .toList();
  }

  @Test
  void every_version_stays_until_it_is_deleted_by_its_id() {
    assertThat(put("x", "zero")).isEqualTo("null");
    version(BucketVersioningStatus.ENABLED);
    var one = put("x", "one");
    var two = put("x", "two");
    assertThat(ids("x")).containsExactly(two, one, "null");
    assertThat(get("x", one)).isEqualTo("one");
    assertThat(get("x", "null")).isEqualTo("zero");
    s3.deleteObject(r -> r.bucket(BUCKET).key("x").versionId(one));
    assertThat(ids("x")).containsExactly(two, "null");
    fails("NoSuchVersion", 404, () -> get("x", one));
  }

  @Test
  void a_deleted_object_has_a_mark_and_comes_back_when_that_goes() {
    version(BucketVersioningStatus.ENABLED);
    var one = put("x", "one");
    var deleted = s3.deleteObject(r -> r.bucket(BUCKET).key("x"));
    assertThat(deleted.deleteMarker()).isTrue();
    fails("NoSuchKey", 404, () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("x")));
    assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET)).contents()).isEmpty();
    var listed = s3.listObjectVersions(r -> r.bucket(BUCKET));
    assertThat(listed.deleteMarkers().getFirst().isLatest()).isTrue();
    assertThat(listed.versions().getFirst().isLatest()).isFalse();
    assertThat(get("x", one)).isEqualTo("one");
    fails("MethodNotAllowed", 405, () -> get("x", deleted.versionId()));
    fails("BucketNotEmpty", 409, () -> s3.deleteBucket(r -> r.bucket(BUCKET)));
    s3.deleteObject(r -> r.bucket(BUCKET).key("x").versionId(deleted.versionId()));
    assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("x")).asUtf8String()).isEqualTo("one");
  }

  @Test
  void suspended_versioning_overwrites_only_the_version_without_an_id() {
    version(BucketVersioningStatus.ENABLED);
    var one = put("x", "one");
    version(BucketVersioningStatus.SUSPENDED);
    assertThat(put("x", "two")).isEqualTo("null");
    assertThat(put("x", "three")).isEqualTo("null");
    assertThat(ids("x")).containsExactly("null", one);
    assertThat(get("x", "null")).isEqualTo("three");
    s3.deleteObject(r -> r.bucket(BUCKET).key("x"));
    assertThat(ids("x")).containsExactly(one);
  }

  @Test
  void versions_come_in_pages() {
    version(BucketVersioningStatus.ENABLED);
    for (var i = 0; i < 3; i++) {
      for (var key : List.of("a", "b", "c/d")) {
        put(key, key + i);
      }
    }
    for (var size : new int[] {1, 2, 3, 4, 100}) {
      var seen = new ArrayList<String>();
      for (var page : s3.listObjectVersionsPaginator(r -> r.bucket(BUCKET).maxKeys(size))) {
        assertThat(page.versions().size()).isLessThanOrEqualTo(size);
        page.versions().forEach(v -> seen.add(v.key() + "=" + get(v.key(), v.versionId())));
      }
      assertThat(seen)
          .containsExactly(
              "a=a2", "a=a1", "a=a0", "b=b2", "b=b1", "b=b0", "c/d=c/d2", "c/d=c/d1", "c/d=c/d0");
    }
    assertThat(
            s3.listObjectVersions(r -> r.bucket(BUCKET).delimiter("/"))
                .commonPrefixes()
                .getFirst()
                .prefix())
        .isEqualTo("c/");
  }
}
