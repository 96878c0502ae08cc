package dev.landfall.sandbox.aws;

import static dev.landfall.sandbox.aws.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@SuppressWarnings("unchecked") // the client takes arrays of lambdas
class S3BucketTest {
  private AwsServer server;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults());
    s3 = Clients.s3(server);
  }

  @AfterEach
  void stop() throws Exception {
    s3.close();
    server.close();
  }

  @Test
  void a_bucket_is_created_found_and_deleted() {
    Clients.createBucket(s3, "raw-data");
    assertThat(s3.listBuckets().buckets()).extracting(Bucket::name).containsExactly("raw-data");
    assertThat(s3.getBucketLocation(r -> r.bucket("raw-data")).locationConstraintAsString())
        .isEqualTo("eu-west-2");
    assertThat(s3.headBucket(r -> r.bucket("raw-data")).bucketRegion()).isEqualTo("eu-west-2");
    s3.deleteBucket(r -> r.bucket("raw-data"));
    fails("NoSuchBucket", 404, () -> s3.listObjectsV2(r -> r.bucket("raw-data")));
    assertThatThrownBy(() -> s3.headBucket(r -> r.bucket("raw-data")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
  }

  @Test
  void names_are_shared_by_all_accounts_and_regions() {
    Clients.createBucket(s3, "raw-data");
    fails("BucketAlreadyOwnedByYou", 409, () -> Clients.createBucket(s3, "raw-data"));
    try (var other = Clients.s3(server, "444455556666", "us-east-1")) {
      fails("BucketAlreadyExists", 409, () -> other.createBucket(r -> r.bucket("raw-data")));
      fails("AccessDenied", 403, () -> other.listObjectsV2(r -> r.bucket("raw-data")));
      assertThat(other.listBuckets().buckets()).isEmpty();
      other.createBucket(r -> r.bucket("first-region"));
      other.createBucket(r -> r.bucket("first-region"));
      assertThat(other.getBucketLocation(r -> r.bucket("first-region")))
          .extracting(GetBucketLocationResponse::locationConstraintAsString)
          .asString()
          .isIn("", "null");
    }
  }

  @Test
  void a_bucket_lies_in_the_region_that_is_called() {
    fails(
        "IllegalLocationConstraintException",
        400,
        () ->
            s3.createBucket(r ->
                r.bucket("raw-data")
                    .createBucketConfiguration(c -> c.locationConstraint("ap-southeast-2"))));
    Clients.createBucket(s3, "raw-data");
    try (var elsewhere = Clients.s3(server, Clients.ACCOUNT, "ap-southeast-2")) {
      fails(
          "AuthorizationHeaderMalformed",
          400,
          () -> elsewhere.listObjectsV2(r -> r.bucket("raw-data")));
    }
  }

  @Test
  void a_bucket_that_holds_something_is_not_deleted() {
    Clients.createBucket(s3, "raw-data");
    s3.putObject(r -> r.bucket("raw-data").key("a"), RequestBody.fromString("x"));
    fails("BucketNotEmpty", 409, () -> s3.deleteBucket(r -> r.bucket("raw-data")));
    s3.deleteObject(r -> r.bucket("raw-data").key("a"));
    s3.deleteBucket(r -> r.bucket("raw-data"));
  }

  @Test
  void a_new_bucket_is_encrypted_and_not_public() {
    Clients.createBucket(s3, "raw-data");
    var rule =
        s3.getBucketEncryption(r -> r.bucket("raw-data"))
            .serverSideEncryptionConfiguration()
            .rules()
            .getFirst();
    assertThat(rule.applyServerSideEncryptionByDefault().sseAlgorithm())
        .isEqualTo(ServerSideEncryption.AES256);
    var block = s3.getPublicAccessBlock(r -> r.bucket("raw-data"));
    assertThat(block.publicAccessBlockConfiguration().restrictPublicBuckets()).isTrue();
    var ownership = s3.getBucketOwnershipControls(r -> r.bucket("raw-data"));
    assertThat(ownership.ownershipControls().rules().getFirst().objectOwnership())
        .isEqualTo(ObjectOwnership.BUCKET_OWNER_ENFORCED);
    assertThat(s3.getBucketAcl(r -> r.bucket("raw-data")).grants()).hasSize(1);
    assertThat(s3.getBucketVersioning(r -> r.bucket("raw-data")).status()).isNull();
  }

  @Test
  void what_is_put_for_a_bucket_is_given_back() {
    Clients.createBucket(s3, "raw-data");
    var policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
            + "\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::raw-data/none\"}]}";
    s3.putBucketPolicy(r -> r.bucket("raw-data").policy(policy));
    assertThat(s3.getBucketPolicy(r -> r.bucket("raw-data")).policy()).isEqualTo(policy);
    try (var sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      var open =
          "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"s3.amazonaws.com\"},"
              + "\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}}";
      sqs.createQueue(
          r -> r.queueName("arrivals").attributes(Map.of(QueueAttributeName.POLICY, open)));
    }
    s3.putBucketNotificationConfiguration(r ->
        r.bucket("raw-data")
            .notificationConfiguration(n ->
                n.queueConfigurations(q ->
                    q.id("arrivals")
                        .queueArn("arn:aws:sqs:eu-west-2:111122223333:arrivals")
                        .events(Event.S3_OBJECT_CREATED))));
    assertThat(
            s3.getBucketNotificationConfiguration(r -> r.bucket("raw-data"))
                .queueConfigurations()
                .getFirst()
                .queueArn())
        .endsWith(":arrivals");
    s3.putBucketLifecycleConfiguration(r ->
        r.bucket("raw-data")
            .lifecycleConfiguration(l ->
                l.rules(x ->
                    x.id("old")
                        .status(ExpirationStatus.ENABLED)
                        .filter(f -> f.prefix("raw/"))
                        .expiration(e -> e.days(30)))));
    assertThat(
            s3.getBucketLifecycleConfiguration(r -> r.bucket("raw-data"))
                .rules()
                .getFirst()
                .expiration()
                .days())
        .isEqualTo(30);
    s3.putBucketCors(r ->
        r.bucket("raw-data")
            .corsConfiguration(c ->
                c.corsRules(x -> x.allowedMethods("GET").allowedOrigins("https://example.com"))));
    assertThat(s3.getBucketCors(r -> r.bucket("raw-data")).corsRules()).hasSize(1);
    s3.putBucketLogging(r ->
        r.bucket("raw-data")
            .bucketLoggingStatus(
                l -> l.loggingEnabled(e -> e.targetBucket("logs").targetPrefix("s3/"))));
    assertThat(s3.getBucketLogging(r -> r.bucket("raw-data")).loggingEnabled().targetBucket())
        .isEqualTo("logs");
    s3.putBucketTagging(r ->
        r.bucket("raw-data").tagging(t -> t.tagSet(x -> x.key("platform").value("ticketing"))));
    assertThat(s3.getBucketTagging(r -> r.bucket("raw-data")).tagSet()).hasSize(1);
    s3.putBucketEncryption(r ->
        r.bucket("raw-data")
            .serverSideEncryptionConfiguration(c ->
                c.rules(x ->
                    x.applyServerSideEncryptionByDefault(
                        d -> d.sseAlgorithm("aws:kms").kmsMasterKeyID("alias/raw")))));
    var put = s3.putObject(r -> r.bucket("raw-data").key("a"), RequestBody.fromString("x"));
    assertThat(put.serverSideEncryptionAsString()).isEqualTo("aws:kms");
    assertThat(put.ssekmsKeyId()).isEqualTo("alias/raw");
  }

  @Test
  void what_was_deleted_or_never_put_is_missing() {
    Clients.createBucket(s3, "raw-data");
    s3.deletePublicAccessBlock(r -> r.bucket("raw-data"));
    Map.<String, org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            "NoSuchBucketPolicy", () -> s3.getBucketPolicy(r -> r.bucket("raw-data")),
            "NoSuchPublicAccessBlockConfiguration",
                () -> s3.getPublicAccessBlock(r -> r.bucket("raw-data")),
            "NoSuchLifecycleConfiguration",
                () -> s3.getBucketLifecycleConfiguration(r -> r.bucket("raw-data")),
            "NoSuchCORSConfiguration", () -> s3.getBucketCors(r -> r.bucket("raw-data")),
            "NoSuchTagSet", () -> s3.getBucketTagging(r -> r.bucket("raw-data")))
        .forEach((code, call) -> fails(code, 404, call));
    assertThat(s3.getBucketLogging(r -> r.bucket("raw-data")).loggingEnabled()).isNull();
    assertThat(
            s3.getBucketNotificationConfiguration(r -> r.bucket("raw-data"))
                .hasQueueConfigurations())
        .isFalse();
  }

  @Test
  void what_is_not_known_is_refused_and_never_ignored() {
    Clients.createBucket(s3, "raw-data");
    fails("NotImplemented", 501, () -> s3.getBucketWebsite(r -> r.bucket("raw-data")));
    fails("NotImplemented", 501, () -> s3.getBucketReplication(r -> r.bucket("raw-data")));
    fails(
        "NotImplemented",
        501,
        () -> s3.createBucket(r -> r.bucket("locked").objectLockEnabledForBucket(true)));
    fails(
        "AccessControlListNotSupported",
        400,
        () ->
            s3.putObject(
                r -> r.bucket("raw-data").key("a").acl("public-read"),
                RequestBody.fromString("x")));
    fails(
        "MalformedPolicy",
        400,
        () -> s3.putBucketPolicy(r -> r.bucket("raw-data").policy("no policy")));
  }

  @Test
  void versioning_is_enabled_and_suspended() {
    Clients.createBucket(s3, "raw-data");
    for (var status :
        new BucketVersioningStatus[] {
          BucketVersioningStatus.ENABLED, BucketVersioningStatus.SUSPENDED
        }) {
      s3.putBucketVersioning(
          r -> r.bucket("raw-data").versioningConfiguration(v -> v.status(status)));
      assertThat(s3.getBucketVersioning(r -> r.bucket("raw-data")).status()).isEqualTo(status);
    }
  }
}
