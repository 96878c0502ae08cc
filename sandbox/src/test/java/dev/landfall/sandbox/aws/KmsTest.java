package dev.landfall.sandbox.aws;

import static dev.landfall.sandbox.aws.Failures.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.Tag;

class KmsTest {
  private static final SdkBytes TEXT = SdkBytes.fromUtf8String("hello");
  private static final String STACK =
      """
      Resources:
        Key:
          Type: AWS::KMS::Key
          Properties:
            Description: %s
            PendingWindowInDays: 7
            KeyPolicy:
              Version: '2012-10-17'
              Statement:
                - Effect: Allow
                  Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}
                  Action: kms:*
                  Resource: '*'
        Alias:
          Type: AWS::KMS::Alias
          Properties: {AliasName: alias/data, TargetKeyId: !Ref Key}
      Outputs: {Key: {Value: !Ref Key}}
      """;

  @TempDir Path home;

  private static KmsClient client(AwsServer server, AwsCredentials credentials) {
    return Clients.prepared(server, KmsClient.builder(), credentials, Clients.REGION)
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  private static KmsClient client(AwsServer server) {
    return client(server, Clients.root(server, Clients.ACCOUNT));
  }

  @Test
  void what_is_encrypted_is_decrypted_also_after_a_restart() throws Exception {
    var options = AwsServer.Options.defaults().withHome(home);
    SdkBytes sealed;
    String id;
    try (var server = AwsServer.start(options);
        var kms = client(server)) {
      id = kms.createKey(r -> r.description("d")).keyMetadata().keyId();
      var key = id;
      kms.createAlias(r -> r.aliasName("alias/data").targetKeyId(key));
      sealed =
          kms.encrypt(
                  r -> r.keyId("alias/data").plaintext(TEXT).encryptionContext(Map.of("a", "b")))
              .ciphertextBlob();
    }
    try (var server = AwsServer.start(options);
        var kms = client(server)) {
      var blob = sealed;
      assertThat(blob.asString(StandardCharsets.ISO_8859_1)).doesNotContain("hello");
      var opened = kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(Map.of("a", "b")));
      assertThat(opened.plaintext()).isEqualTo(TEXT);
      assertThat(opened.keyId()).endsWith(":key/" + id);
      fails("InvalidCiphertextException", 400, () -> kms.decrypt(r -> r.ciphertextBlob(blob)));
      fails(
          "InvalidCiphertextException",
          400,
          () -> kms.decrypt(r -> r.ciphertextBlob(SdkBytes.fromUtf8String("no ciphertext"))));
      var other = kms.createKey().keyMetadata().keyId();
      fails(
          "IncorrectKeyException",
          400,
          () -> kms.decrypt(r -> r.ciphertextBlob(blob).keyId(other)));
      var data = kms.generateDataKey(r -> r.keyId(other).keySpec(DataKeySpec.AES_256));
      assertThat(data.plaintext().asByteArray()).hasSize(32);
      assertThat(kms.decrypt(r -> r.ciphertextBlob(data.ciphertextBlob())).plaintext())
          .isEqualTo(data.plaintext());
      assertThat(kms.listAliases().aliases()).hasSize(1);
      assertThat(kms.listKeys().keys()).hasSize(2);
    }
  }

  @Test
  void keys_that_are_disabled_or_leaving_are_refused() throws Exception {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var kms = client(server)) {
      var key = kms.createKey().keyMetadata().keyId();
      kms.disableKey(r -> r.keyId(key));
      fails("DisabledException", 400, () -> kms.encrypt(r -> r.keyId(key).plaintext(TEXT)));
      kms.enableKey(r -> r.keyId(key));
      fails(
          "ValidationException",
          400,
          () -> kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(3)));
      assertThat(kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(7)).keyState())
          .isEqualTo(KeyState.PENDING_DELETION);
      fails("KMSInvalidStateException", 400, () -> kms.encrypt(r -> r.keyId(key).plaintext(TEXT)));
      fails("KMSInvalidStateException", 400, () -> kms.enableKey(r -> r.keyId(key)));
      kms.cancelKeyDeletion(r -> r.keyId(key));
      assertThat(kms.describeKey(r -> r.keyId(key)).keyMetadata().keyState())
          .isEqualTo(KeyState.DISABLED);
      fails("NotFoundException", 400, () -> kms.describeKey(r -> r.keyId("alias/none")));
      fails("NotFoundException", 400, () -> kms.describeKey(r -> r.keyId("none")));
      fails(
          "ValidationException",
          400,
          () -> kms.createAlias(r -> r.aliasName("data").targetKeyId(key)));
      fails(
          "NotAuthorizedException",
          400,
          () -> kms.createAlias(r -> r.aliasName("alias/aws/x").targetKeyId(key)));
      fails(
          "UnsupportedOperationException",
          400,
          () -> kms.createKey(r -> r.keySpec(KeySpec.RSA_2048).keyUsage(KeyUsageType.SIGN_VERIFY)));
    }
  }

  private static String policy(String principal) {
    return """
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "%s"},
     "Action": "kms:*", "Resource": "*"}}
    """
        .formatted(principal);
  }

  @Test
  void a_keys_policy_decides_who_may_use_it() throws Exception {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var kms = client(server)) {
      var key = kms.createKey().keyMetadata().arn();
      var allowed =
          "{'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 'kms:Encrypt', 'Resource': '*'}}";
      try (var user = client(server, Clients.user(server, "user", allowed));
          var other = client(server, Clients.root(server, "444455556666"))) {
        var _ = user.encrypt(r -> r.keyId(key).plaintext(TEXT));
        fails("AccessDeniedException", 400, () -> user.describeKey(r -> r.keyId(key)));
        fails("AccessDeniedException", 400, () -> other.encrypt(r -> r.keyId(key).plaintext(TEXT)));
        fails(
            "MalformedPolicyDocumentException",
            400,
            () -> kms.putKeyPolicy(r -> r.keyId(key).policy(policy("444455556666"))));
        kms.putKeyPolicy(
            r -> r.keyId(key).policy(policy("444455556666")).bypassPolicyLockoutSafetyCheck(true));
        var _ = other.encrypt(r -> r.keyId(key).plaintext(TEXT));
        // Neither the account's policies nor its root count any more.
        assertThatThrownBy(() -> user.encrypt(r -> r.keyId(key).plaintext(TEXT)))
            .hasMessageContaining("no resource-based policy allows the kms:Encrypt action");
        fails("AccessDeniedException", 400, () -> kms.describeKey(r -> r.keyId(key)));
      }
    }
  }

  @Test
  void a_stacks_key_is_the_one_that_clients_use() throws Exception {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var kms = client(server);
        var stacks = new Stacks(server)) {
      assertThat(stacks.create("app", STACK.formatted("one")))
          .isEqualTo(StackStatus.CREATE_COMPLETE);
      var key = stacks.output("app", "Key");
      assertThat(kms.encrypt(r -> r.keyId("alias/data").plaintext(TEXT)).keyId()).endsWith(key);
      assertThat(stacks.drift("app")).isEmpty();
      assertThat(stacks.update("app", STACK.formatted("two")))
          .isEqualTo(StackStatus.UPDATE_COMPLETE);
      assertThat(kms.describeKey(r -> r.keyId(key)).keyMetadata().description()).isEqualTo("two");
      kms.updateKeyDescription(r -> r.keyId(key).description("three"));
      assertThat(stacks.drift("app")).containsExactly("Key/Description");
      stacks.delete("app");
      assertThat(kms.describeKey(r -> r.keyId(key)).keyMetadata().keyState())
          .isEqualTo(KeyState.PENDING_DELETION);
      fails("NotFoundException", 400, () -> kms.describeKey(r -> r.keyId("alias/data")));
    }
  }

  @Test
  void a_key_of_another_region_is_not_found_by_its_arn() throws Exception {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var kms = client(server);
        var other =
            Clients.prepared(
                    server, KmsClient.builder(), Clients.root(server, Clients.ACCOUNT), "eu-west-1")
                .build()) {
      var key = other.createKey().keyMetadata().arn();
      assertThat(other.describeKey(r -> r.keyId(key)).keyMetadata().arn()).isEqualTo(key);
      fails("NotFoundException", 400, () -> kms.describeKey(r -> r.keyId(key)));
      fails("NotFoundException", 400, () -> kms.encrypt(r -> r.keyId(key).plaintext(TEXT)));
    }
  }

  @Test
  void tags_and_aliases_need_what_the_keys_allow() throws Exception {
    var allowed =
        "{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Action': 'kms:CreateKey', 'Resource': '*'},"
            + " {'Effect': 'Allow', 'Action': 'kms:*Alias', 'Resource': 'arn:aws:kms:*:*:alias/*'}]}";
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var kms = client(server);
        var user = client(server, Clients.user(server, "user", allowed))) {
      var _ = user.createKey();
      assertThatThrownBy(
              () -> user.createKey(r -> r.tags(Tag.builder().tagKey("k").tagValue("v").build())))
          .hasMessageContaining("kms:TagResource");
      var key = kms.createKey().keyMetadata().keyId();
      kms.createAlias(r -> r.aliasName("alias/data").targetKeyId(key));
      assertThatThrownBy(() -> user.deleteAlias(r -> r.aliasName("alias/data")))
          .hasMessageContaining("kms:DeleteAlias")
          .hasMessageContaining(key);
      kms.deleteAlias(r -> r.aliasName("alias/data"));
    }
  }

  @Test
  void an_alias_that_a_dynamic_reference_names_goes_with_its_stack() throws Exception {
    try (var server = AwsServer.start(AwsServer.Options.defaults());
        var kms = client(server);
        var stacks = new Stacks(server)) {
      JsonCalls.of(server, "ssm", "AmazonSSM")
          .call("PutParameter", "{'Name': '/alias', 'Value': 'alias/data', 'Type': 'String'}");
      var key = kms.createKey().keyMetadata().keyId();
      assertThat(
              stacks.create(
                  "app",
                  """
                  Resources:
                    Alias:
                      Type: AWS::KMS::Alias
                      Properties: {AliasName: '{{resolve:ssm:/alias}}', TargetKeyId: %s}
                  """
                      .formatted(key)))
          .isEqualTo(StackStatus.CREATE_COMPLETE);
      assertThat(kms.listAliases().aliases()).hasSize(1);
      stacks.delete("app");
      assertThat(kms.listAliases().aliases()).isEmpty();
    }
  }
}
