package dev.landfall.sandbox.aws;

import static dev.landfall.sandbox.aws.Failures.fails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutBucketNotificationConfigurationRequest;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sts.StsClient;

/// Who may do what, through AWS's clients.
class AccessTest {
  private static final String OTHER = "444455556666";
  private static final String ARN = "arn:aws:sqs:eu-west-2:111122223333:arrivals";

  private static final SendMessageBatchRequestEntry ENTRY =
      SendMessageBatchRequestEntry.builder().id("1").messageBody("b").build();
  private static final QueueConfiguration ARRIVALS =
      QueueConfiguration.builder().queueArn(ARN).events(Event.S3_OBJECT_CREATED).build();

  private AwsServer server;
  private IamClient iam;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults());
    iam = Clients.iam(server);
    s3 = Clients.s3(server);
  }

  @AfterEach
  void stop() throws Exception {
    s3.close();
    iam.close();
    server.close();
  }

  private static String trust(String principal) {
    return """
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"},
     "Action": "sts:AssumeRole"}]}
    """
        .formatted(principal);
  }

  private static String policy(String effect, String action, String resource, String more) {
    return """
    {"Version": "2012-10-17", "Statement": {"Effect": "%s", "Action": "%s",
     "Resource": "%s"%s}}
    """
        .formatted(effect, action, resource, more);
  }

  private static String allow(String action, String resource) {
    return policy("Allow", action, resource, "");
  }

  private AwsCredentials user(String name) {
    iam.createUser(r -> r.userName(name));
    var key = iam.createAccessKey(r -> r.userName(name)).accessKey();
    return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
  }

  private void grant(String user, String name, String policy) {
    iam.putUserPolicy(r -> r.userName(user).policyName(name).policyDocument(policy));
  }

  private AwsCredentials become(String role) {
    try (var sts = Clients.sts(server)) {
      return Clients.session(
          sts.assumeRole(r -> r.roleArn(role).roleSessionName("test")).credentials());
    }
  }

  private static void put(S3Client client, String bucket, String key) {
    client.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString("x"));
  }

  private static String read(S3Client client, String bucket, String key) {
    return client.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asUtf8String();
  }

  @Test
  void a_role_may_do_what_its_policies_say_and_nothing_else() {
    Clients.createBucket(s3, "raw-data");
    put(s3, "raw-data", "in/a.csv");
    var role =
        iam.createRole(r ->
                r.roleName("reader")
                    .assumeRolePolicyDocument(trust("arn:aws:iam::111122223333:root")))
            .role();
    iam.putRolePolicy(r ->
        r.roleName("reader")
            .policyName("read")
            .policyDocument(allow("s3:GetObject", "arn:aws:s3:::raw-data/in/*")));
    try (var reader = Clients.s3(server, become(role.arn()), Clients.REGION)) {
      assertThat(read(reader, "raw-data", "in/a.csv")).isEqualTo("x");
      fails("AccessDenied", 403, () -> put(reader, "raw-data", "in/b.csv"));
      assertThatThrownBy(() -> put(reader, "raw-data", "in/b.csv"))
          .hasMessageContaining(
              "User: arn:aws:sts::111122223333:assumed-role/reader/test is not authorized to"
                  + " perform: s3:PutObject on resource: \"arn:aws:s3:::raw-data/in/b.csv\" because"
                  + " no identity-based policy allows the s3:PutObject action");
      fails("AccessDenied", 403, () -> read(reader, "raw-data", "out/a.csv"));
      fails("AccessDenied", 403, () -> reader.listObjectsV2(r -> r.bucket("raw-data")));
      fails("AccessDenied", 403, reader::listBuckets);

      iam.deleteRolePolicy(r -> r.roleName("reader").policyName("read"));
      fails("AccessDenied", 403, () -> read(reader, "raw-data", "in/a.csv"));
    }
  }

  @Test
  void credentials_of_a_role_that_is_gone_or_was_made_anew_are_worth_nothing() {
    Clients.createBucket(s3, "raw-data");
    var trust = trust("111122223333");
    var role = iam.createRole(r -> r.roleName("reader").assumeRolePolicyDocument(trust)).role();
    var everything = "arn:aws:iam::aws:policy/AdministratorAccess";
    iam.attachRolePolicy(r -> r.roleName("reader").policyArn(everything));
    try (var reader = Clients.s3(server, become(role.arn()), Clients.REGION)) {
      assertThat(reader.listBuckets().buckets()).hasSize(1);
      iam.detachRolePolicy(r -> r.roleName("reader").policyArn(everything));
      iam.deleteRole(r -> r.roleName("reader"));
      fails("AccessDenied", 403, reader::listBuckets);
      iam.createRole(r -> r.roleName("reader").assumeRolePolicyDocument(trust));
      iam.attachRolePolicy(r -> r.roleName("reader").policyArn(everything));
      fails("AccessDenied", 403, reader::listBuckets);
    }
  }

  @Test
  void a_denial_counts_more_than_what_is_allowed() {
    Clients.createBucket(s3, "raw-data");
    put(s3, "raw-data", "secret/a");
    var credentials = user("loader");
    grant("loader", "all", allow("s3:*", "*"));
    grant("loader", "not", policy("Deny", "s3:Get*", "arn:aws:s3:::*/secret/*", ""));
    try (var loader = Clients.s3(server, credentials, Clients.REGION)) {
      assertThat(loader.listObjectsV2(r -> r.bucket("raw-data")).contents()).hasSize(1);
      assertThatThrownBy(() -> read(loader, "raw-data", "secret/a"))
          .hasMessageContaining("with an explicit deny in an identity-based policy");
    }
  }

  @Test
  void conditions_and_variables_are_evaluated() {
    Clients.createBucket(s3, "raw-data");
    var credentials = user("loader");
    grant("loader", "own", allow("s3:PutObject", "arn:aws:s3:::raw-data/${aws:username}/*"));
    grant(
        "loader",
        "list",
        policy(
            "Allow",
            "s3:ListBucket",
            "arn:aws:s3:::raw-data",
            ", \"Condition\": {\"StringLike\": {\"s3:prefix\": \"${aws:username}/*\"}}"));
    try (var loader = Clients.s3(server, credentials, Clients.REGION)) {
      put(loader, "raw-data", "loader/a");
      fails("AccessDenied", 403, () -> put(loader, "raw-data", "other/a"));
      assertThat(loader.listObjectsV2(r -> r.bucket("raw-data").prefix("loader/a")).contents())
          .hasSize(1);
      fails(
          "AccessDenied",
          403,
          () -> loader.listObjectsV2(r -> r.bucket("raw-data").prefix("other/")));
      fails("AccessDenied", 403, () -> loader.listObjectsV2(r -> r.bucket("raw-data")));
    }
  }

  @Test
  void a_boundary_limits_what_policies_allow() {
    Clients.createBucket(s3, "raw-data");
    put(s3, "raw-data", "a");
    var boundary =
        iam.createPolicy(r -> r.policyName("boundary").policyDocument(allow("s3:Get*", "*")))
            .policy()
            .arn();
    iam.createUser(r -> r.userName("loader").permissionsBoundary(boundary));
    var key = iam.createAccessKey(r -> r.userName("loader")).accessKey();
    grant("loader", "all", allow("s3:*", "*"));
    var credentials = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    try (var loader = Clients.s3(server, credentials, Clients.REGION)) {
      assertThat(read(loader, "raw-data", "a")).isEqualTo("x");
      assertThatThrownBy(() -> put(loader, "raw-data", "b"))
          .hasMessageContaining("because no permissions boundary allows the s3:PutObject action");
    }
  }

  @Test
  void another_account_needs_a_bucket_that_lets_it_and_its_own_leave() {
    Clients.createBucket(s3, "raw-data");
    put(s3, "raw-data", "a");
    try (var other = Clients.s3(server, OTHER, Clients.REGION);
        var otherIam = Clients.iam(server, Clients.root(server, OTHER))) {
      fails("AccessDenied", 403, () -> read(other, "raw-data", "a"));
      s3.putBucketPolicy(r ->
          r.bucket("raw-data")
              .policy(
                  policy(
                      "Allow",
                      "s3:GetObject",
                      "arn:aws:s3:::raw-data/*",
                      ", \"Principal\": {\"AWS\": \"" + OTHER + "\"}")));
      assertThat(read(other, "raw-data", "a")).isEqualTo("x");
      fails("AccessDenied", 403, () -> put(other, "raw-data", "b"));
      fails("AccessDenied", 403, () -> other.deleteBucket(r -> r.bucket("raw-data")));
      fails("AccessDenied", 403, () -> other.getBucketPolicy(r -> r.bucket("raw-data")));

      otherIam.createUser(r -> r.userName("loader"));
      var key = otherIam.createAccessKey(r -> r.userName("loader")).accessKey();
      var credentials = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
      try (var loader = Clients.s3(server, credentials, Clients.REGION)) {
        fails("AccessDenied", 403, () -> read(loader, "raw-data", "a"));
        otherIam.putUserPolicy(r ->
            r.userName("loader")
                .policyName("read")
                .policyDocument(allow("s3:GetObject", "arn:aws:s3:::raw-data/*")));
        assertThat(read(loader, "raw-data", "a")).isEqualTo("x");
      }
    }
  }

  @Test
  void a_bucket_that_denies_denies_its_owner_who_can_still_change_that() {
    Clients.createBucket(s3, "raw-data");
    put(s3, "raw-data", "a");
    s3.putBucketPolicy(r ->
        r.bucket("raw-data")
            .policy(
                policy(
                        "Deny",
                        "s3:*",
                        "arn:aws:s3:::raw-data/*\", \"arn:aws:s3:::raw-data",
                        ", \"Principal\": \"*\"")
                    .replace("\"Resource\": \"arn", "\"Resource\": [\"arn")
                    .replace("raw-data\", \"Principal", "raw-data\"], \"Principal")));
    assertThatThrownBy(() -> read(s3, "raw-data", "a"))
        .hasMessageContaining("with an explicit deny in a resource-based policy");
    assertThat(s3.getBucketPolicy(r -> r.bucket("raw-data")).policy()).contains("Deny");
    s3.deleteBucketPolicy(r -> r.bucket("raw-data"));
    assertThat(read(s3, "raw-data", "a")).isEqualTo("x");
  }

  @Test
  void a_policy_against_plain_http_does_not_lock_the_stand_in_out() {
    Clients.createBucket(s3, "raw-data");
    s3.putBucketPolicy(r ->
        r.bucket("raw-data")
            .policy(
                policy(
                    "Deny",
                    "s3:*",
                    "arn:aws:s3:::raw-data/*",
                    ", \"Principal\": \"*\", \"Condition\": {\"Bool\": {\"aws:SecureTransport\":"
                        + " \"false\"}}")));
    put(s3, "raw-data", "a");
    assertThat(read(s3, "raw-data", "a")).isEqualTo("x");
  }

  @Test
  void of_several_objects_those_are_deleted_that_may_be() {
    Clients.createBucket(s3, "raw-data");
    put(s3, "raw-data", "in/a");
    put(s3, "raw-data", "out/a");
    var credentials = user("loader");
    grant("loader", "delete", allow("s3:DeleteObject", "arn:aws:s3:::raw-data/in/*"));
    try (var loader = Clients.s3(server, credentials, Clients.REGION)) {
      var answer =
          loader.deleteObjects(r ->
              r.bucket("raw-data")
                  .delete(d ->
                      d.objects(
                          ObjectIdentifier.builder().key("in/a").build(),
                          ObjectIdentifier.builder().key("out/a").build())));
      assertThat(answer.deleted()).extracting(d -> d.key()).containsExactly("in/a");
      assertThat(answer.errors()).extracting(e -> e.code()).containsExactly("AccessDenied");
    }
    assertThat(read(s3, "raw-data", "out/a")).isEqualTo("x");
  }

  @Test
  void a_copy_needs_both_its_ends() {
    Clients.createBucket(s3, "raw-data");
    put(s3, "raw-data", "secret/a");
    put(s3, "raw-data", "in/a");
    var credentials = user("loader");
    grant("loader", "put", allow("s3:PutObject", "arn:aws:s3:::raw-data/out/*"));
    grant("loader", "get", allow("s3:GetObject", "arn:aws:s3:::raw-data/in/*"));
    try (var loader = Clients.s3(server, credentials, Clients.REGION)) {
      loader.copyObject(r ->
          r.sourceBucket("raw-data")
              .sourceKey("in/a")
              .destinationBucket("raw-data")
              .destinationKey("out/a"));
      fails(
          "AccessDenied",
          403,
          () ->
              loader.copyObject(r ->
                  r.sourceBucket("raw-data")
                      .sourceKey("secret/a")
                      .destinationBucket("raw-data")
                      .destinationKey("out/b")));
    }
  }

  private String queue(SqsClient sqs) {
    return sqs.createQueue(r -> r.queueName("arrivals")).queueUrl();
  }

  private static String open(String action, String principal, String more) {
    return policy("Allow", action, ARN, ", \"Principal\": " + principal + more);
  }

  @Test
  void a_role_needs_to_be_allowed_what_it_does_with_a_queue() {
    try (var root = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      var url = queue(root);
      var credentials = user("loader");
      grant("loader", "send", allow("sqs:SendMessage", ARN));
      try (var loader = Clients.sqs(server, credentials, Clients.REGION)) {
        loader.sendMessage(r -> r.queueUrl(url).messageBody("a"));
        loader.sendMessageBatch(r -> r.queueUrl(url).entries(ENTRY));
        assertThatThrownBy(() -> loader.receiveMessage(r -> r.queueUrl(url)))
            .hasMessageContaining(
                "User: arn:aws:iam::111122223333:user/loader is not authorized to perform:"
                    + " sqs:receivemessage on resource: "
                    + ARN
                    + " because no identity-based policy allows the sqs:receivemessage action");
        fails("AccessDenied", 403, () -> loader.receiveMessage(r -> r.queueUrl(url)));
      }
    }
  }

  @Test
  void a_queue_opens_itself_to_another_account_but_not_its_administration() {
    try (var root = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION);
        var other = Clients.sqs(server, OTHER, Clients.REGION)) {
      var url = queue(root);
      assertThatThrownBy(() -> other.sendMessage(r -> r.queueUrl(url).messageBody("a")))
          .hasMessageContaining("because no resource-based policy allows the sqs:sendmessage");
      root.setQueueAttributes(r ->
          r.queueUrl(url)
              .attributes(
                  Map.of(
                      QueueAttributeName.POLICY,
                      open("sqs:*", "{\"AWS\": \"arn:aws:iam::444455556666:root\"}", ""))));
      other.sendMessage(r -> r.queueUrl(url).messageBody("a"));
      assertThat(other.receiveMessage(r -> r.queueUrl(url)).messages()).hasSize(1);
      fails("AccessDenied", 403, () -> other.deleteQueue(r -> r.queueUrl(url)));
    }
  }

  @Test
  void a_policy_that_is_none_is_refused_by_queue_and_bucket() {
    Clients.createBucket(s3, "raw-data");
    fails(
        "MalformedPolicy",
        400,
        () -> s3.putBucketPolicy(r -> r.bucket("raw-data").policy(allow("s3:*", "*"))));
    try (var root = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      var url = queue(root);
      fails(
          "InvalidAttributeValue",
          400,
          () ->
              root.setQueueAttributes(r ->
                  r.queueUrl(url)
                      .attributes(Map.of(QueueAttributeName.POLICY, allow("sqs:*", "*")))));
    }
  }

  @Test
  void a_queue_takes_notifications_only_of_a_bucket_that_its_policy_names() {
    Clients.createBucket(s3, "raw-data");
    try (var root = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      var url = queue(root);
      var wanted =
          PutBucketNotificationConfigurationRequest.builder()
              .bucket("raw-data")
              .notificationConfiguration(n -> n.queueConfigurations(ARRIVALS))
              .build();
      fails("InvalidArgument", 400, () -> s3.putBucketNotificationConfiguration(wanted));
      for (var bucket : new String[] {"other", "raw-data"}) {
        root.setQueueAttributes(r ->
            r.queueUrl(url)
                .attributes(
                    Map.of(
                        QueueAttributeName.POLICY,
                        open(
                            "sqs:SendMessage",
                            "{\"Service\": \"s3.amazonaws.com\"}",
                            ", \"Condition\": {\"ArnLike\": {\"aws:SourceArn\": \"arn:aws:s3:::"
                                + bucket
                                + "\"}, \"StringEquals\": {\"aws:SourceAccount\":"
                                + " \"111122223333\"}}"))));
        if (bucket.equals("other")) {
          fails("InvalidArgument", 400, () -> s3.putBucketNotificationConfiguration(wanted));
        } else {
          s3.putBucketNotificationConfiguration(wanted);
        }
      }
    }
  }

  @Test
  void a_role_that_was_never_made_or_trusts_others_cannot_be_assumed() {
    iam.createRole(r ->
        r.roleName("lambda")
            .assumeRolePolicyDocument(
                trust("x").replace("\"AWS\": \"x\"", "\"Service\": \"lambda.amazonaws.com\"")));
    try (var sts = Clients.sts(server)) {
      for (var name : new String[] {"none", "lambda"}) {
        assertThatThrownBy(() ->
                sts.assumeRole(r ->
                    r.roleArn("arn:aws:iam::111122223333:role/" + name).roleSessionName("test")))
            .hasMessageContaining(
                "User: arn:aws:iam::111122223333:root is not authorized to perform: sts:AssumeRole"
                    + " on resource: arn:aws:iam::111122223333:role/"
                    + name);
      }
    }
  }

  private static void assume(StsClient sts, String role, String externalId) {
    sts.assumeRole(r ->
        r.roleArn("arn:aws:iam::111122223333:role/" + role)
            .roleSessionName("test")
            .externalId(externalId));
  }

  @Test
  void a_storage_integration_becomes_a_role_with_its_external_id_only() {
    try (var otherIam = Clients.iam(server, Clients.root(server, OTHER))) {
      var warehouse = otherIam.createUser(r -> r.userName("warehouse")).user();
      var key = otherIam.createAccessKey(r -> r.userName("warehouse")).accessKey();
      otherIam.putUserPolicy(r ->
          r.userName("warehouse")
              .policyName("assume")
              .policyDocument(allow("sts:AssumeRole", "*")));
      iam.createRole(r ->
          r.roleName("landing")
              .assumeRolePolicyDocument(
                  trust(warehouse.arn())
                      .replace(
                          "\"Action\"",
                          "\"Condition\": {\"StringEquals\": {\"sts:ExternalId\": \"SFC_1\"}},"
                              + " \"Action\"")));
      var credentials = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
      try (var sts = Clients.sts(server, credentials);
          var root = Clients.sts(server, Clients.root(server, OTHER))) {
        assume(sts, "landing", "SFC_1");
        fails("AccessDenied", 403, () -> assume(sts, "landing", "SFC_2"));
        fails("AccessDenied", 403, () -> assume(root, "landing", "SFC_1"));
        otherIam.deleteUserPolicy(r -> r.userName("warehouse").policyName("assume"));
        fails("AccessDenied", 403, () -> assume(sts, "landing", "SFC_1"));
      }
    }
  }

  @Test
  void a_trusted_account_decides_who_of_it_becomes_a_role() {
    iam.createRole(r ->
        r.roleName("deploy").assumeRolePolicyDocument(trust("arn:aws:iam::111122223333:root")));
    var credentials = user("ci");
    try (var sts = Clients.sts(server, credentials)) {
      fails("AccessDenied", 403, () -> assume(sts, "deploy", "x1"));
      grant("ci", "assume", allow("sts:AssumeRole", "arn:aws:iam::111122223333:role/deploy"));
      assume(sts, "deploy", "x1");
      assertThatThrownBy(() ->
              sts.assumeRole(r ->
                  r.roleArn("arn:aws:iam::111122223333:role/deploy")
                      .roleSessionName("test")
                      .durationSeconds(7200)))
          .hasMessageContaining("exceeds the MaxSessionDuration set for this role");
    }
  }

  private static String token(String subject, String audience) {
    var claims =
        "{\"sub\":\"" + subject + "\",\"aud\":\"" + audience + "\",\"iss\":\"https://ci.example\"}";
    return "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes(UTF_8)) + ".x";
  }

  @Test
  void a_web_identity_needs_a_provider_an_audience_and_a_subject_that_are_trusted() {
    iam.createRole(r ->
        r.roleName("ci")
            .assumeRolePolicyDocument(
                """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                 "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/ci.example"},
                 "Action": "sts:AssumeRoleWithWebIdentity",
                 "Condition": {"StringEquals": {"ci.example:aud": "landfall"},
                   "StringLike": {"ci.example:sub": "project:ticketing:*"}}}]}
                """));
    try (var sts =
        Clients.prepared(server, StsClient.builder(), Clients.root(server, "1"), "eu-west-2")
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      assertThatThrownBy(() -> assume(sts, token("project:ticketing:main", "landfall")))
          .hasMessageContaining("No OpenIDConnect provider found in your account");
      iam.createOpenIDConnectProvider(
          r -> r.url("https://ci.example").clientIDList("landfall", "else"));
      assume(sts, token("project:ticketing:main", "landfall"));
      fails("AccessDenied", 403, () -> assume(sts, token("project:other:main", "landfall")));
      fails("AccessDenied", 403, () -> assume(sts, token("project:ticketing:main", "else")));
      assertThatThrownBy(() -> assume(sts, token("project:ticketing:main", "third")))
          .hasMessageContaining("Incorrect token audience");
    }
  }

  private static void assume(StsClient sts, String token) {
    sts.assumeRoleWithWebIdentity(r ->
        r.roleArn("arn:aws:iam::111122223333:role/ci")
            .roleSessionName("job")
            .webIdentityToken(token));
  }

  @Test
  void a_role_is_given_to_cloudformation_only_by_those_who_may_pass_it() {
    var template = "Resources: {Topic: {Type: 'AWS::SNS::Topic'}}";
    var credentials = user("deployer");
    grant(
        "deployer",
        "stacks",
        allow("cloudformation:CreateStack", "arn:aws:cloudformation:*:*:stack/landing/*"));
    var role = "arn:aws:iam::111122223333:role/service";
    try (var stacks =
        Clients.prepared(server, CloudFormationClient.builder(), credentials, Clients.REGION)
            .build()) {
      fails(
          "AccessDenied",
          403,
          () -> stacks.createStack(r -> r.stackName("other").templateBody(template)));
      assertThatThrownBy(() ->
              stacks.createStack(r -> r.stackName("landing").roleARN(role).templateBody(template)))
          .hasMessageContaining("is not authorized to perform: iam:PassRole on resource: " + role);
      grant(
          "deployer",
          "pass",
          policy(
              "Allow",
              "iam:PassRole",
              role,
              ", \"Condition\": {\"StringEquals\": {\"iam:PassedToService\":"
                  + " \"cloudformation.amazonaws.com\"}}"));
      stacks.createStack(r -> r.stackName("landing").roleARN(role).templateBody(template));
    }
  }

  @Test
  void iam_itself_asks_for_leave() {
    var credentials = user("auditor");
    iam.attachUserPolicy(
        r -> r.userName("auditor").policyArn("arn:aws:iam::aws:policy/IAMReadOnlyAccess"));
    try (var auditor = Clients.iam(server, credentials)) {
      assertThat(auditor.listUsers().users()).hasSize(1);
      assertThat(auditor.getUser().user().userName()).isEqualTo("auditor");
      fails("AccessDenied", 403, () -> auditor.createUser(r -> r.userName("other")));
      assertThatThrownBy(() -> auditor.createUser(r -> r.userName("other")))
          .hasMessageContaining(
              "is not authorized to perform: iam:CreateUser on resource:"
                  + " arn:aws:iam::111122223333:user/other because no identity-based policy allows"
                  + " the iam:CreateUser action");
    }
  }
}
