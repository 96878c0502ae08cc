package dev.landfall.sandbox.aws;

import static dev.landfall.sandbox.aws.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

@SuppressWarnings("unchecked") // the client takes arrays of lambdas
class S3ObjectTest {
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

  private void put(String key, String text) {
    s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  private String get(String key) {
    return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
  }

  @Test
  void an_object_comes_back_with_what_was_said_of_it() {
    s3.putObject(
        r ->
            r.bucket(BUCKET)
                .key("in/flights.csv")
                .contentType("text/csv")
                .cacheControl("no-cache")
                .contentEncoding("identity")
                .metadata(Map.of("source", "airport"))
                .tagging("kind=raw&region=eu%20west"),
        RequestBody.fromString("a,b\n"));
    var answer = s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("in/flights.csv"));
    assertThat(answer.asUtf8String()).isEqualTo("a,b\n");
    var object = answer.response();
    assertThat(object.contentType()).isEqualTo("text/csv");
    assertThat(object.cacheControl()).isEqualTo("no-cache");
    assertThat(object.contentEncoding()).isEqualTo("identity");
    assertThat(object.metadata()).isEqualTo(Map.of("source", "airport"));
    assertThat(object.tagCount()).isEqualTo(2);
    assertThat(object.eTag()).isEqualTo("\"f69f5b72bc79a92dc70c63c9aa142e36\"");
    var head = s3.headObject(r -> r.bucket(BUCKET).key("in/flights.csv"));
    assertThat(head.contentLength()).isEqualTo(4);
    assertThat(head.eTag()).isEqualTo(object.eTag());
    assertThat(s3.getObjectTagging(r -> r.bucket(BUCKET).key("in/flights.csv")).tagSet())
        .extracting(Tag::value)
        .containsExactlyInAnyOrder("raw", "eu west");
  }

  @Test
  void keys_may_be_anything() {
    for (var key :
        List.of(
            "a b+c", "ü/€/😀", "a//b", "a/../b", "%41", "x?y=z&u", "quote\"'<>", "~!*()[]{}|^")) {
      put(key, key);
      assertThat(get(key)).isEqualTo(key);
      assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET).prefix(key)).contents())
          .extracting(S3Object::key)
          .containsExactly(key);
      s3.deleteObject(r -> r.bucket(BUCKET).key(key));
    }
    fails("KeyTooLongError", 400, () -> put("k".repeat(1025), "x"));
  }

  @Test
  void what_is_not_there_is_missing() {
    assertThatThrownBy(() -> get("none")).isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.headObject(r -> r.bucket(BUCKET).key("none")))
        .isInstanceOf(NoSuchKeyException.class);
    s3.deleteObject(r -> r.bucket(BUCKET).key("none"));
    fails("NoSuchBucket", 404, () -> s3.getObjectAsBytes(r -> r.bucket("none-at-all").key("a")));
  }

  @Test
  void large_objects_and_empty_ones_are_the_same_when_they_come_back() {
    var large = new byte[9 * 1024 * 1024 + 7];
    new java.util.Random(7).nextBytes(large);
    for (var bytes : List.of(large, new byte[0])) {
      s3.putObject(r -> r.bucket(BUCKET).key("x"), RequestBody.fromBytes(bytes));
      assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("x")).asByteArray())
          .isEqualTo(bytes);
    }
  }

  @Test
  void every_checksum_is_verified_kept_and_given_back() {
    for (var algorithm :
        List.of(
            ChecksumAlgorithm.CRC32,
            ChecksumAlgorithm.CRC32_C,
            ChecksumAlgorithm.SHA1,
            ChecksumAlgorithm.SHA256)) {
      s3.putObject(
          r -> r.bucket(BUCKET).key("x").checksumAlgorithm(algorithm),
          RequestBody.fromString("hello"));
      var got =
          s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("x").checksumMode(ChecksumMode.ENABLED));
      var answer = got.response();
      assertThat(
              new String[] {
                answer.checksumCRC32(),
                answer.checksumCRC32C(),
                answer.checksumSHA1(),
                answer.checksumSHA256()
              })
          .filteredOn(value -> value != null)
          .hasSize(1);
    }
    fails(
        "BadDigest",
        400,
        () ->
            s3.putObject(
                r -> r.bucket(BUCKET).key("y").checksumSHA256("A".repeat(43) + "="),
                RequestBody.fromString("hello")));
    fails(
        "BadDigest",
        400,
        () ->
            s3.putObject(
                r -> r.bucket(BUCKET).key("y").contentMD5("A".repeat(22) + "=="),
                RequestBody.fromString("hello")));
    assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET)).contents())
        .extracting(S3Object::key)
        .containsExactly("x");
  }

  @Test
  void ranges_are_cut_out() {
    put("x", "0123456789");
    Map.of(
            "bytes=2-4",
            "234",
            "bytes=7-",
            "789",
            "bytes=-2",
            "89",
            "bytes=8-99",
            "89",
            "bytes=5-5",
            "5")
        .forEach((range, text) -> {
          var part = s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("x").range(range));
          assertThat(part.asUtf8String()).isEqualTo(text);
          assertThat(part.response().contentRange()).endsWith("/10");
        });
    fails(
        "InvalidRange",
        416,
        () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("x").range("bytes=10-")));
    assertThat(s3.headObject(r -> r.bucket(BUCKET).key("x").range("bytes=1-3")).contentLength())
        .isEqualTo(3);
  }

  @Test
  void conditions_are_kept() {
    put("x", "one");
    var head = s3.headObject(r -> r.bucket(BUCKET).key("x"));
    fails(
        "PreconditionFailed",
        412,
        () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("x").ifMatch("\"other\"")));
    assertThatThrownBy(
            () -> s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("x").ifNoneMatch(head.eTag())))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
    assertThatThrownBy(() ->
            s3.getObjectAsBytes(
                r -> r.bucket(BUCKET).key("x").ifModifiedSince(Instant.now().plusSeconds(60))))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
    fails(
        "PreconditionFailed",
        412,
        () ->
            s3.putObject(
                r -> r.bucket(BUCKET).key("x").ifNoneMatch("*"), RequestBody.fromString("two")));
    s3.putObject(
        r -> r.bucket(BUCKET).key("x").ifMatch(head.eTag()), RequestBody.fromString("two"));
    fails(
        "PreconditionFailed",
        412,
        () ->
            s3.putObject(
                r -> r.bucket(BUCKET).key("x").ifMatch(head.eTag()),
                RequestBody.fromString("three")));
    assertThat(get("x")).isEqualTo("two");
  }

  @Test
  void a_copy_has_the_metadata_of_its_origin_or_its_own() {
    s3.putObject(
        r -> r.bucket(BUCKET).key("a b").contentType("text/csv").metadata(Map.of("m", "1")),
        RequestBody.fromString("x"));
    var copied =
        s3.copyObject(r ->
            r.sourceBucket(BUCKET).sourceKey("a b").destinationBucket(BUCKET).destinationKey("c"));
    assertThat(copied.copyObjectResult().eTag()).isNotEmpty();
    var copy = s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("c"));
    assertThat(copy.asUtf8String()).isEqualTo("x");
    assertThat(copy.response().contentType()).isEqualTo("text/csv");
    assertThat(copy.response().metadata()).isEqualTo(Map.of("m", "1"));
    s3.copyObject(r ->
        r.sourceBucket(BUCKET)
            .sourceKey("a b")
            .destinationBucket(BUCKET)
            .destinationKey("c")
            .metadataDirective(MetadataDirective.REPLACE)
            .metadata(Map.of("n", "2")));
    assertThat(s3.headObject(r -> r.bucket(BUCKET).key("c")).metadata())
        .isEqualTo(Map.of("n", "2"));
    fails(
        "InvalidRequest",
        400,
        () ->
            s3.copyObject(r ->
                r.sourceBucket(BUCKET)
                    .sourceKey("c")
                    .destinationBucket(BUCKET)
                    .destinationKey("c")));
    fails(
        "NoSuchKey",
        404,
        () ->
            s3.copyObject(r ->
                r.sourceBucket(BUCKET)
                    .sourceKey("none")
                    .destinationBucket(BUCKET)
                    .destinationKey("c")));
  }

  @Test
  void listings_come_in_pages_with_prefixes_folded() {
    for (var i = 0; i < 7; i++) {
      put("day=" + i + "/a", "x");
      put("day=" + i + "/b", "x");
    }
    put("zz", "x");
    var keys = new ArrayList<String>();
    s3.listObjectsV2Paginator(r -> r.bucket(BUCKET).maxKeys(4))
        .contents()
        .forEach(object -> keys.add(object.key()));
    assertThat(keys).hasSize(15).isSorted();
    var prefixes = new ArrayList<String>();
    var top = new ArrayList<String>();
    for (var page : s3.listObjectsV2Paginator(r -> r.bucket(BUCKET).delimiter("/").maxKeys(3))) {
      assertThat(page.keyCount()).isLessThanOrEqualTo(3);
      page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(prefixes::add);
      page.contents().forEach(object -> top.add(object.key()));
    }
    assertThat(prefixes).hasSize(7).isSorted().doesNotHaveDuplicates();
    assertThat(top).containsExactly("zz");
    assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("day=3/")).contents()).hasSize(2);
    assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET).startAfter("day=6/a")).contents())
        .extracting(S3Object::key)
        .containsExactly("day=6/b", "zz");
    var first = s3.listObjects(r -> r.bucket(BUCKET).delimiter("/").maxKeys(3));
    assertThat(first.isTruncated()).isTrue();
    var second =
        s3.listObjects(r -> r.bucket(BUCKET).delimiter("/").maxKeys(30).marker(first.nextMarker()));
    assertThat(second.commonPrefixes()).hasSize(4);
    fails(
        "InvalidArgument",
        400,
        () -> s3.listObjectsV2(r -> r.bucket(BUCKET).continuationToken("§")));
  }

  @Test
  void several_objects_go_at_once() {
    put("a", "x");
    put("b", "x");
    put("c", "x");
    var answer =
        s3.deleteObjects(r ->
            r.bucket(BUCKET)
                .delete(d ->
                    d.objects(
                        ObjectIdentifier.builder().key("a").build(),
                        ObjectIdentifier.builder().key("b").build(),
                        ObjectIdentifier.builder().key("none").build())));
    assertThat(answer.deleted()).hasSize(3);
    assertThat(answer.errors()).isEmpty();
    assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET)).contents())
        .extracting(S3Object::key)
        .containsExactly("c");
  }

  @Test
  void tags_are_changed_in_their_place() {
    put("x", "text");
    s3.putObjectTagging(
        r -> r.bucket(BUCKET).key("x").tagging(t -> t.tagSet(s -> s.key("a").value("1"))));
    assertThat(s3.getObjectTagging(r -> r.bucket(BUCKET).key("x")).tagSet()).hasSize(1);
    s3.deleteObjectTagging(r -> r.bucket(BUCKET).key("x"));
    assertThat(s3.getObjectTagging(r -> r.bucket(BUCKET).key("x")).tagSet()).isEmpty();
    assertThat(get("x")).isEqualTo("text");
  }
}
