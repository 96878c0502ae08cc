package dev.landfall.sandbox.aws;

import static dev.landfall.sandbox.aws.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

class SecretsTest {
  private static final String STACK =
      """
      Resources:
        Secret:
          Type: AWS::SecretsManager::Secret
          Properties:
            Name: %s
            Description: %s
            GenerateSecretString:
              SecretStringTemplate: '{"username": "app"}'
              GenerateStringKey: password
              PasswordLength: 24
              ExcludePunctuation: true
        Policy:
          Type: AWS::SecretsManager::ResourcePolicy
          Properties:
            SecretId: !Ref Secret
            ResourcePolicy:
              Version: '2012-10-17'
              Statement:
                - Effect: Deny
                  Principal: '*'
                  Action: secretsmanager:DeleteSecret
                  Resource: '*'
                  Condition: {StringEquals: {'aws:PrincipalTag/none': 'none'}}
      Outputs:
        Arn: {Value: !Ref Secret}
      """;

  /// A clock that stands until it is set.
  private static final class Standing extends Clock {
    private Instant now = Instant.now();

    void goOn(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private AwsServer server;
  private SecretsManagerClient secrets;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults());
    secrets = client(server, Clients.root(server, Clients.ACCOUNT));
  }

  @AfterEach
  void stop() throws Exception {
    secrets.close();
    server.close();
  }

  private static SecretsManagerClient client(AwsServer server, AwsCredentials credentials) {
    return Clients.prepared(server, SecretsManagerClient.builder(), credentials, Clients.REGION)
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  private String value(String id) {
    return secrets.getSecretValue(r -> r.secretId(id)).secretString();
  }

  @Test
  void a_secret_has_a_current_and_a_previous_value() {
    var created = secrets.createSecret(r -> r.name("app/db").secretString("one"));
    assertThat(created.arn())
        .matches("arn:aws:secretsmanager:eu-west-2:111122223333:secret:app/db-[a-zA-Z0-9]{6}");
    fails(
        "ResourceExistsException",
        400,
        () -> secrets.createSecret(r -> r.name("app/db").secretString("one")));

    var second = secrets.putSecretValue(r -> r.secretId("app/db").secretString("two"));
    assertThat(second.versionStages()).containsExactly("AWSCURRENT");
    assertThat(value("app/db")).isEqualTo("two");
    assertThat(value(created.arn())).isEqualTo("two");
    assertThat(value(created.arn().substring(0, created.arn().length() - 7))).isEqualTo("two");
    assertThat(
            secrets
                .getSecretValue(r -> r.secretId("app/db").versionStage("AWSPREVIOUS"))
                .secretString())
        .isEqualTo("one");
    secrets.updateSecret(r -> r.secretId("app/db").secretString("three").description("d"));
    assertThat(
            secrets
                .getSecretValue(r -> r.secretId("app/db").versionStage("AWSPREVIOUS"))
                .versionId())
        .isEqualTo(second.versionId());
    fails(
        "ResourceNotFoundException",
        400,
        () -> secrets.getSecretValue(r -> r.secretId("app/db").versionStage("AWSPENDING")));
    fails(
        "InvalidRequestException",
        400,
        () ->
            secrets.getSecretValue(r ->
                r.secretId("app/db").versionId(second.versionId()).versionStage("AWSCURRENT")));
    assertThat(secrets.describeSecret(r -> r.secretId("app/db")).versionIdsToStages())
        .hasSize(2)
        .containsEntry(second.versionId(), List.of("AWSPREVIOUS"));
    assertThat(
            secrets
                .listSecretVersionIds(r -> r.secretId("app/db").includeDeprecated(true))
                .versions())
        .hasSize(3);
  }

  @Test
  void stages_are_moved_by_hand_too() {
    secrets.createSecret(r -> r.name("s").secretString("one"));
    var first = secrets.getSecretValue(r -> r.secretId("s")).versionId();
    var pending =
        secrets
            .putSecretValue(r -> r.secretId("s").secretString("two").versionStages("AWSPENDING"))
            .versionId();
    assertThat(value("s")).isEqualTo("one");
    fails(
        "InvalidParameterException",
        400,
        () ->
            secrets.updateSecretVersionStage(
                r -> r.secretId("s").versionStage("AWSCURRENT").moveToVersionId(pending)));
    secrets.updateSecretVersionStage(r ->
        r.secretId("s")
            .versionStage("AWSCURRENT")
            .moveToVersionId(pending)
            .removeFromVersionId(first));
    assertThat(value("s")).isEqualTo("two");
    assertThat(secrets.describeSecret(r -> r.secretId("s")).versionIdsToStages())
        .containsEntry(first, List.of("AWSPREVIOUS"));
    fails(
        "InvalidParameterException",
        400,
        () ->
            secrets.updateSecretVersionStage(
                r -> r.secretId("s").versionStage("AWSCURRENT").removeFromVersionId(pending)));
  }

  @Test
  void a_token_makes_a_version_once() {
    var token = "0123456789abcdef0123456789abcdef";
    secrets.createSecret(r -> r.name("s").secretString("one").clientRequestToken(token));
    assertThat(
            secrets
                .createSecret(r -> r.name("s").secretString("one").clientRequestToken(token))
                .versionId())
        .isEqualTo(token);
    assertThat(
            secrets
                .putSecretValue(r -> r.secretId("s").secretString("one").clientRequestToken(token))
                .versionId())
        .isEqualTo(token);
    fails(
        "ResourceExistsException",
        400,
        () ->
            secrets.putSecretValue(
                r -> r.secretId("s").secretString("two").clientRequestToken(token)));
    fails(
        "InvalidParameterException",
        400,
        () ->
            secrets.putSecretValue(
                r -> r.secretId("s").secretString("two").clientRequestToken("short")));
    assertThat(
            secrets
                .putSecretValue(r -> r.secretId("s").secretBinary(SdkBytes.fromUtf8String("b")))
                .versionId())
        .isNotEqualTo(token);
    assertThat(secrets.getSecretValue(r -> r.secretId("s")).secretBinary().asUtf8String())
        .isEqualTo("b");
  }

  @Test
  void what_secrets_manager_refuses_is_refused() {
    fails(
        "ValidationException",
        400,
        () -> secrets.createSecret(r -> r.name("a b").secretString("x")));
    fails(
        "ValidationException",
        400,
        () -> secrets.createSecret(r -> r.name("a").secretString("x".repeat(65_537))));
    fails(
        "InvalidParameterException",
        400,
        () ->
            secrets.createSecret(
                r -> r.name("a").secretString("x").secretBinary(SdkBytes.fromUtf8String("x"))));
    fails("ResourceNotFoundException", 400, () -> secrets.getSecretValue(r -> r.secretId("none")));
    fails("ResourceNotFoundException", 400, () -> secrets.deleteSecret(r -> r.secretId("none")));
    secrets.createSecret(r -> r.name("empty"));
    assertThatThrownBy(() -> value("empty"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("staging label: AWSCURRENT");
    fails("InvalidRequestException", 400, () -> secrets.putSecretValue(r -> r.secretId("empty")));
    fails(
        "InvalidParameterException",
        400,
        () -> secrets.deleteSecret(r -> r.secretId("empty").recoveryWindowInDays(6L)));
    fails(
        "InvalidParameterException",
        400,
        () ->
            secrets.deleteSecret(r ->
                r.secretId("empty").recoveryWindowInDays(7L).forceDeleteWithoutRecovery(true)));
    fails("UnknownOperationException", 400, () -> secrets.rotateSecret(r -> r.secretId("empty")));
  }

  @Test
  void a_deleted_secret_comes_back_until_its_time_is_over() throws Exception {
    var clock = new Standing();
    try (var other = AwsServer.start(AwsServer.Options.defaults().withClock(clock));
        var client = client(other, Clients.root(other, Clients.ACCOUNT))) {
      client.createSecret(r -> r.name("s").secretString("v"));
      client.deleteSecret(r -> r.secretId("s").recoveryWindowInDays(7L));
      fails("InvalidRequestException", 400, () -> client.getSecretValue(r -> r.secretId("s")));
      fails("InvalidRequestException", 400, () -> client.deleteSecret(r -> r.secretId("s")));
      fails("InvalidRequestException", 400, () -> client.createSecret(r -> r.name("s")));
      assertThat(client.listSecrets().secretList()).isEmpty();
      assertThat(client.listSecrets(r -> r.includePlannedDeletion(true)).secretList()).hasSize(1);
      client.restoreSecret(r -> r.secretId("s"));
      assertThat(client.getSecretValue(r -> r.secretId("s")).secretString()).isEqualTo("v");
      client.deleteSecret(r -> r.secretId("s").recoveryWindowInDays(7L));
      clock.goOn(Duration.ofDays(8));
      var later = JsonCalls.of(other, "secretsmanager", "secretsmanager").at(clock);
      later.refused("ResourceNotFoundException", "RestoreSecret", "{'SecretId': 's'}");
      later.call("CreateSecret", "{'Name': 's'}");
      later.refused("ResourceNotFoundException", "GetSecretValue", "{'SecretId': 's'}");
    }
    secrets.createSecret(r -> r.name("s").secretString("v"));
    secrets.deleteSecret(r -> r.secretId("s").forceDeleteWithoutRecovery(true));
    fails("ResourceNotFoundException", 400, () -> secrets.restoreSecret(r -> r.secretId("s")));
    secrets.deleteSecret(r -> r.secretId("s").forceDeleteWithoutRecovery(true));
    secrets.createSecret(r -> r.name("s"));
    fails("ResourceNotFoundException", 400, () -> value("s"));
  }

  @Test
  void secrets_are_listed_by_what_they_are_called() {
    var tag = Tag.builder().key("team").value("data").build();
    secrets.createSecret(r -> r.name("app/a").secretString("v").tags(tag));
    secrets.createSecret(r -> r.name("app/b").secretString("v").description("Of the Database"));
    secrets.createSecret(r -> r.name("other"));
    assertThat(list(Filter.builder().key("name").values("app/").build()))
        .containsExactlyInAnyOrder("app/a", "app/b");
    assertThat(list(Filter.builder().key("name").values("!app/").build())).containsExactly("other");
    assertThat(list(Filter.builder().key("tag-key").values("team").build()))
        .containsExactly("app/a");
    assertThat(list(Filter.builder().key("description").values("of the").build()))
        .containsExactly("app/b");
    var page = secrets.listSecrets(r -> r.maxResults(2));
    assertThat(secrets.listSecrets(r -> r.maxResults(2).nextToken(page.nextToken())).secretList())
        .hasSize(1);
    secrets.untagResource(r -> r.secretId("app/a").tagKeys("team"));
    assertThat(secrets.describeSecret(r -> r.secretId("app/a")).tags()).isEmpty();
  }

  private List<String> list(Filter filter) {
    return secrets.listSecrets(r -> r.filters(filter)).secretList().stream()
        .map(SecretListEntry::name)
        .toList();
  }

  @Test
  void passwords_are_random_and_as_asked_for() {
    var one = secrets.getRandomPassword(r -> r.passwordLength(20L)).randomPassword();
    assertThat(one)
        .hasSize(20)
        .containsPattern("[a-z]")
        .containsPattern("[A-Z]")
        .containsPattern("[0-9]")
        .containsPattern("[^a-zA-Z0-9]")
        .isNotEqualTo(secrets.getRandomPassword(r -> r.passwordLength(20L)).randomPassword());
    assertThat(
            secrets
                .getRandomPassword(r ->
                    r.excludePunctuation(true).excludeUppercase(true).excludeCharacters("abc0"))
                .randomPassword())
        .matches("[d-z1-9]{32}");
    fails(
        "InvalidParameterException",
        400,
        () -> secrets.getRandomPassword(r -> r.passwordLength(3L)));
  }

  @Test
  void policies_of_users_and_of_secrets_decide() {
    var arn = secrets.createSecret(r -> r.name("app/db").secretString("geheim")).arn();
    secrets.createSecret(r -> r.name("other").secretString("geheim"));
    var user =
        Clients.user(
            server,
            "reader",
            """
            {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 'secretsmanager:GetSecretValue',
             'Resource': 'arn:aws:secretsmanager:eu-west-2:111122223333:secret:app/*'}}
            """);
    try (var reader = client(server, user);
        var stranger = client(server, Clients.root(server, "444455556666"))) {
      assertThat(reader.getSecretValue(r -> r.secretId("app/db")).secretString())
          .isEqualTo("geheim");
      fails("AccessDeniedException", 400, () -> reader.getSecretValue(r -> r.secretId("other")));
      fails("AccessDeniedException", 400, () -> reader.describeSecret(r -> r.secretId("app/db")));
      fails("AccessDeniedException", 400, () -> stranger.describeSecret(r -> r.secretId(arn)));

      secrets.putResourcePolicy(
          r -> r.secretId("app/db").resourcePolicy(policy("Allow", "444455556666")));
      assertThat(stranger.describeSecret(r -> r.secretId(arn)).name()).isEqualTo("app/db");
      // Only a key of the customer's is open to other accounts.
      assertThatThrownBy(() -> stranger.getSecretValue(r -> r.secretId(arn)))
          .hasMessageContaining("Access to KMS is not allowed")
          .hasMessageNotContaining("geheim");

      secrets.putResourcePolicy(r ->
          r.secretId("app/db")
              .resourcePolicy(policy("Deny", "arn:aws:iam::111122223333:user/reader")));
      assertThatThrownBy(() -> reader.getSecretValue(r -> r.secretId("app/db")))
          .hasMessageContaining("with an explicit deny in a resource-based policy");
      assertThat(secrets.getResourcePolicy(r -> r.secretId("app/db")).resourcePolicy())
          .contains("Deny");
      secrets.deleteResourcePolicy(r -> r.secretId("app/db"));
      assertThat(reader.getSecretValue(r -> r.secretId("app/db")).secretString())
          .isEqualTo("geheim");
    }
    fails(
        "MalformedPolicyDocumentException",
        400,
        () -> secrets.putResourcePolicy(r -> r.secretId("app/db").resourcePolicy("{}")));
    fails(
        "PublicPolicyException",
        400,
        () ->
            secrets.putResourcePolicy(r ->
                r.secretId("app/db").resourcePolicy(policy("Allow", "*")).blockPublicPolicy(true)));
  }

  private static String policy(String effect, String principal) {
    return """
    {"Version": "2012-10-17", "Statement": {"Effect": "%s", "Principal": {"AWS": "%s"},
     "Action": "secretsmanager:*", "Resource": "*"}}
    """
        .formatted(effect, principal);
  }

  @Test
  void a_stacks_secret_is_generated_once_and_is_the_one_that_clients_read() {
    try (var stacks = new Stacks(server)) {
      assertThat(stacks.create("app", STACK.formatted("app/db", "one")))
          .isEqualTo(StackStatus.CREATE_COMPLETE);
      var arn = stacks.output("app", "Arn");
      assertThat(arn).matches("arn:aws:secretsmanager:eu-west-2:111122223333:secret:app/db-\\w{6}");
      var value = value(arn);
      assertThat(value).matches("\\{\"username\":\"app\",\"password\":\"[a-zA-Z0-9]{24}\"}");
      assertThat(secrets.getResourcePolicy(r -> r.secretId("app/db")).resourcePolicy())
          .contains("DeleteSecret");
      assertThat(secrets.describeSecret(r -> r.secretId(arn)).tags())
          .extracting(Tag::key)
          .contains("aws:cloudformation:stack-name");
      assertThat(stacks.drift("app")).isEmpty();

      assertThat(stacks.update("app", STACK.formatted("app/db", "two")))
          .isEqualTo(StackStatus.UPDATE_COMPLETE);
      assertThat(value(arn)).isEqualTo(value);
      assertThat(secrets.describeSecret(r -> r.secretId(arn)).description()).isEqualTo("two");
      secrets.updateSecret(r -> r.secretId(arn).description("three").secretString("changed"));
      assertThat(stacks.drift("app")).containsExactly("Secret/Description");

      assertThat(stacks.update("app", STACK.formatted("app/new", "two")))
          .isEqualTo(StackStatus.UPDATE_COMPLETE);
      assertThat(value("app/new")).isNotEqualTo(value);
      fails("ResourceNotFoundException", 400, () -> value("app/db"));
      assertThat(stacks.create("taken", STACK.formatted("app/new", "two")))
          .isEqualTo(StackStatus.ROLLBACK_COMPLETE);
      assertThat(stacks.failure("taken", "Secret")).contains("AlreadyExists");
      assertThat(value("app/new")).isNotEmpty();
      stacks.delete("app");
      fails(
          "ResourceNotFoundException",
          400,
          () -> secrets.restoreSecret(r -> r.secretId("app/new")));
    }
  }

  @Test
  void stacks_refer_to_versions_that_clients_have_made() {
    var ssm = JsonCalls.of(server, "ssm", "AmazonSSM");
    ssm.call("PutParameter", "{'Name': '/delay', 'Value': '5', 'Type': 'String'}");
    ssm.call("PutParameter", "{'Name': '/delay', 'Value': '6', 'Overwrite': true}");
    secrets.createSecret(r -> r.name("login").secretString("{\"size\": 1024}"));
    secrets.putSecretValue(r -> r.secretId("login").secretString("{\"size\": 2048}"));
    try (var stacks = new Stacks(server);
        var sqs = Clients.sqs(server, Clients.ACCOUNT, Clients.REGION)) {
      var template =
          """
          Resources:
            Queue:
              Type: AWS::SQS::Queue
              Properties:
                QueueName: arrivals
                DelaySeconds: '{{resolve:ssm:/delay:1}}'
                MaximumMessageSize: '{{resolve:secretsmanager:login:SecretString:size:AWSPREVIOUS}}'
          """;
      assertThat(stacks.create("app", template)).isEqualTo(StackStatus.CREATE_COMPLETE);
      var url = sqs.getQueueUrl(r -> r.queueName("arrivals")).queueUrl();
      var attributes =
          sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNamesWithStrings("All"));
      assertThat(attributes.attributesAsStrings())
          .containsEntry("DelaySeconds", "5")
          .containsEntry("MaximumMessageSize", "1024");
    }
  }

  @Test
  void a_secret_of_another_region_is_not_found_by_its_arn() {
    var elsewhere =
        Clients.prepared(
            server,
            SecretsManagerClient.builder(),
            Clients.root(server, Clients.ACCOUNT),
            "eu-west-1");
    try (var other = elsewhere.build()) {
      var arn = other.createSecret(r -> r.name("db").secretString("geheim")).arn();
      assertThat(other.getSecretValue(r -> r.secretId(arn)).secretString()).isEqualTo("geheim");
      fails("ResourceNotFoundException", 400, () -> secrets.getSecretValue(r -> r.secretId(arn)));
      fails("ResourceNotFoundException", 400, () -> secrets.deleteSecret(r -> r.secretId(arn)));
    }
  }

  @Test
  void who_creates_a_secret_with_tags_may_tag() {
    var user =
        Clients.user(
            server,
            "writer",
            """
            {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 'secretsmanager:CreateSecret',
             'Resource': '*'}}
            """);
    try (var writer = client(server, user)) {
      writer.createSecret(r -> r.name("a").secretString("geheim"));
      assertThatThrownBy(() ->
              writer.createSecret(r ->
                  r.name("b")
                      .secretString("geheim")
                      .tags(Tag.builder().key("k").value("v").build())))
          .hasMessageContaining("secretsmanager:TagResource");
    }
  }
}
