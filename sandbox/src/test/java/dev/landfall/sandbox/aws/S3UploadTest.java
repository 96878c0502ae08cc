package dev.landfall.sandbox.aws;

import static dev.landfall.sandbox.aws.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Uploads in parts, and requests signed beforehand.
class S3UploadTest {
  private static final String BUCKET = "raw-data";
  private static final int PART = 5 * 1024 * 1024;

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

  private String begin() {
    return s3.createMultipartUpload(r ->
            r.bucket(BUCKET)
                .key("big")
                .contentType("text/csv")
                .checksumAlgorithm(ChecksumAlgorithm.CRC32))
        .uploadId();
  }

  private CompletedPart part(String upload, int number, byte[] bytes) {
    var done =
        s3.uploadPart(
            r -> r.bucket(BUCKET).key("big").uploadId(upload).partNumber(number),
            RequestBody.fromBytes(bytes));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(done.eTag())
        .checksumCRC32(done.checksumCRC32())
        .build();
  }

  private String complete(String upload, CompletedPart... parts) {
    return s3.completeMultipartUpload(
            r -> r.bucket(BUCKET).key("big").uploadId(upload).multipartUpload(m -> m.parts(parts)))
        .eTag();
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void parts_become_one_object_when_they_are_complete() {
    var upload = begin();
    var first = random(PART);
    var second = random(1000);
    var two = part(upload, 2, second);
    var one = part(upload, 1, first);
    assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET)).contents()).isEmpty();
    assertThat(s3.listMultipartUploads(r -> r.bucket(BUCKET)).uploads()).hasSize(1);
    assertThat(s3.listParts(r -> r.bucket(BUCKET).key("big").uploadId(upload)).parts()).hasSize(2);
    assertThat(complete(upload, one, two)).endsWith("-2\"");
    var object = s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("big"));
    assertThat(object.asByteArray()).startsWith(first).endsWith(second).hasSize(PART + 1000);
    assertThat(object.response().contentType()).isEqualTo("text/csv");
    var part = s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("big").partNumber(2));
    assertThat(part.asByteArray()).isEqualTo(second);
    assertThat(part.response().partsCount()).isEqualTo(2);
    assertThat(s3.listMultipartUploads(r -> r.bucket(BUCKET)).uploads()).isEmpty();
  }

  @Test
  void a_completion_whose_answer_was_lost_is_answered_again() throws Exception {
    var upload = begin();
    var one = part(upload, 1, random(10));
    var order = "{\"action\":\"CompleteMultipartUpload\",\"fault\":\"cut\",\"times\":1}";
    try (var http = HttpClient.newHttpClient()) {
      http.send(
          HttpRequest.newBuilder(URI.create(server.endpoint() + "/_landfall/faults"))
              .POST(BodyPublishers.ofString(order))
              .build(),
          BodyHandlers.discarding());
    }
    assertThat(complete(upload, one)).isEqualTo(complete(upload, one)).endsWith("-1\"");
  }

  @Test
  void an_aborted_upload_leaves_nothing() {
    var upload = begin();
    var one = part(upload, 1, random(10));
    s3.abortMultipartUpload(r -> r.bucket(BUCKET).key("big").uploadId(upload));
    fails("NoSuchUpload", 404, () -> complete(upload, one));
    fails("NoSuchUpload", 404, () -> part(upload, 1, random(10)));
    s3.deleteBucket(r -> r.bucket(BUCKET));
  }

  @Test
  void parts_must_be_there_in_order_and_large_enough() {
    var upload = begin();
    var one = part(upload, 1, random(10));
    var two = part(upload, 2, random(11));
    fails("EntityTooSmall", 400, () -> complete(upload, one, two));
    fails("InvalidPartOrder", 400, () -> complete(upload, two, one));
    var other = one.toBuilder().eTag("\"00000000000000000000000000000000\"").build();
    fails("InvalidPart", 400, () -> complete(upload, other));
    fails("InvalidPart", 400, () -> complete(upload, one.toBuilder().partNumber(7).build()));
    fails("InvalidArgument", 400, () -> part(upload, 10_001, random(1)));
    assertThat(complete(upload, one)).endsWith("-1\"");
  }

  @Test
  void a_part_is_copied_from_another_object() {
    s3.putObject(r -> r.bucket(BUCKET).key("a"), RequestBody.fromString("0123456789"));
    var upload = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("big")).uploadId();
    var copied =
        s3.uploadPartCopy(r ->
            r.sourceBucket(BUCKET)
                .sourceKey("a")
                .copySourceRange("bytes=2-4")
                .destinationBucket(BUCKET)
                .destinationKey("big")
                .uploadId(upload)
                .partNumber(1));
    complete(
        upload, CompletedPart.builder().partNumber(1).eTag(copied.copyPartResult().eTag()).build());
    assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("big")).asUtf8String())
        .isEqualTo("234");
  }

  private S3Presigner presigner(AwsServer of, String secret) {
    return S3Presigner.builder()
        .endpointOverride(URI.create(of.endpoint()))
        .region(Region.of(Clients.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(Clients.ACCOUNT, secret)))
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }

  @Test
  void a_presigned_request_is_good_for_its_time_and_for_nothing_else() throws Exception {
    s3.putObject(r -> r.bucket(BUCKET).key("a b"), RequestBody.fromString("text"));
    try (var http = HttpClient.newHttpClient();
        var good = presigner(server, server.secret());
        var wrong = presigner(server, "wrong")) {
      var url = presigned(good);
      assertThat(body(http, url)).isEqualTo("text");
      assertThat(body(http, URI.create(url.toString().replace("a%20b", "a"))))
          .contains("<Code>SignatureDoesNotMatch</Code>");
      assertThat(body(http, presigned(wrong))).contains("<Code>SignatureDoesNotMatch</Code>");
      expires(http, url.getRawPath() + "?" + url.getRawQuery());
      var put =
          good.presignPutObject(p ->
              p.signatureDuration(Duration.ofMinutes(1))
                  .putObjectRequest(r -> r.bucket(BUCKET).key("new")));
      var request = HttpRequest.newBuilder(put.url().toURI()).PUT(BodyPublishers.ofString("n"));
      assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
    assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("new")).asUtf8String()).isEqualTo("n");
  }

  private static URI presigned(S3Presigner presigner) throws Exception {
    return presigner
        .presignGetObject(p ->
            p.signatureDuration(Duration.ofMinutes(30))
                .getObjectRequest(r -> r.bucket(BUCKET).key("a b")))
        .url()
        .toURI();
  }

  private static String body(HttpClient http, URI address) throws Exception {
    return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
  }

  private static void expires(HttpClient http, String address) throws Exception {
    var later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    try (var server = AwsServer.start(AwsServer.Options.defaults().withClock(later))) {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(server.endpoint() + address)).build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("<Code>AccessDenied</Code>", "Request has expired");
    }
  }

  @Test
  void a_request_that_nobody_signed_is_denied() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(server.endpoint() + "/" + BUCKET)).build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
    }
  }

  @Test
  void s3_tells_of_wrong_keys_and_times_in_its_own_words() throws Exception {
    try (var wrong =
        Clients.prepared(
                server,
                S3Client.builder(),
                AwsBasicCredentials.create("AKIAX", "x"),
                Clients.REGION)
            .forcePathStyle(true)
            .build()) {
      fails("InvalidAccessKeyId", 403, wrong::listBuckets);
    }
    var later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    try (var skewed = AwsServer.start(AwsServer.Options.defaults().withClock(later));
        var client =
            Clients.prepared(
                    skewed,
                    S3Client.builder(),
                    Clients.root(skewed, Clients.ACCOUNT),
                    Clients.REGION)
                .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
                .forcePathStyle(true)
                .build()) {
      assertThatThrownBy(client::listBuckets)
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("RequestTimeTooSkewed"));
    }
  }
}
