package dev.landfall.sandbox.aws;

import static dev.landfall.sandbox.aws.Failures.fails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.Tag;

class IamTest {
  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
       "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
      """;
  private static final String READ =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject",
       "Resource": "arn:aws:s3:::raw-data/*"}}
      """;
  private static final String BASIC =
      "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

  private static final Tag PLATFORM = Tag.builder().key("platform").value("ticketing").build();

  @TempDir Path home;

  private AwsServer server;
  private IamClient iam;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(AwsServer.Options.defaults());
    iam = Clients.iam(server);
  }

  @AfterEach
  void stop() throws Exception {
    iam.close();
    server.close();
  }

  private Role role(String name) {
    return iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(TRUST)).role();
  }

  @Test
  void a_role_is_made_changed_and_deleted() {
    var made =
        iam.createRole(r ->
                r.roleName("ingest")
                    .path("/landing/")
                    .description("reads")
                    .maxSessionDuration(7200)
                    .tags(PLATFORM)
                    .assumeRolePolicyDocument(TRUST))
            .role();
    assertThat(made.arn()).isEqualTo("arn:aws:iam::111122223333:role/landing/ingest");
    assertThat(made.roleId()).matches("AROA[A-Z2-7]{17}");
    assertThat(made.createDate()).isNotNull();

    iam.updateRole(r -> r.roleName("ingest").description("reads more").maxSessionDuration(3600));
    iam.updateAssumeRolePolicy(
        r -> r.roleName("ingest").policyDocument(TRUST.replace("lambda", "ec2")));

    var role = iam.getRole(r -> r.roleName("ingest")).role();
    assertThat(role.description()).isEqualTo("reads more");
    assertThat(role.maxSessionDuration()).isEqualTo(3600);
    assertThat(role.tags()).extracting(tag -> tag.key()).containsExactly("platform");
    assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), UTF_8))
        .contains("ec2.amazonaws.com");

    iam.deleteRole(r -> r.roleName("ingest"));
    fails("NoSuchEntity", 404, () -> iam.getRole(r -> r.roleName("ingest")));
  }

  @Test
  void a_role_of_the_same_name_is_refused() {
    role("ingest");
    fails("EntityAlreadyExists", 409, () -> role("ingest"));
    assertThatThrownBy(() -> role("ingest"))
        .hasMessageContaining("Role with name ingest already exists.");
  }

  @Test
  void lists_come_in_pages() {
    for (int i = 0; i < 5; i++) {
      role("role-" + i);
    }
    var first = iam.listRoles(r -> r.maxItems(2));
    assertThat(first.roles()).extracting(Role::roleName).containsExactly("role-0", "role-1");
    assertThat(first.isTruncated()).isTrue();
    assertThat(iam.listRolesPaginator(r -> r.maxItems(2)).roles()).hasSize(5);
    assertThat(iam.listRoles(r -> r.pathPrefix("/none/")).roles()).isEmpty();
    fails("ValidationError", 400, () -> iam.listRoles(r -> r.maxItems(1001)));
  }

  @Test
  void a_role_with_policies_cannot_be_deleted() {
    role("ingest");
    iam.putRolePolicy(r -> r.roleName("ingest").policyName("read").policyDocument(READ));
    iam.attachRolePolicy(r -> r.roleName("ingest").policyArn(BASIC));

    assertThatThrownBy(() -> iam.deleteRole(r -> r.roleName("ingest")))
        .hasMessageContaining("Cannot delete entity, must detach all policies first.");
    iam.detachRolePolicy(r -> r.roleName("ingest").policyArn(BASIC));
    assertThatThrownBy(() -> iam.deleteRole(r -> r.roleName("ingest")))
        .hasMessageContaining("Cannot delete entity, must delete policies first.");
    iam.deleteRolePolicy(r -> r.roleName("ingest").policyName("read"));
    iam.deleteRole(r -> r.roleName("ingest"));

    assertThat(iam.listRoles().roles()).isEmpty();
  }

  @Test
  void inline_policies_are_given_back_as_they_were_put() {
    role("ingest");
    iam.putRolePolicy(r -> r.roleName("ingest").policyName("read").policyDocument(READ));
    assertThat(iam.listRolePolicies(r -> r.roleName("ingest")).policyNames())
        .containsExactly("read");
    var policy = iam.getRolePolicy(r -> r.roleName("ingest").policyName("read"));
    assertThat(URLDecoder.decode(policy.policyDocument(), UTF_8)).isEqualTo(READ);
    assertThatThrownBy(() -> iam.getRolePolicy(r -> r.roleName("ingest").policyName("none")))
        .hasMessageContaining("The role policy with name none cannot be found.");
  }

  @Test
  void managed_policies_are_those_of_the_account_and_those_of_aws() {
    role("ingest");
    iam.attachRolePolicy(r -> r.roleName("ingest").policyArn(BASIC));
    var own = iam.createPolicy(r -> r.policyName("read").policyDocument(READ)).policy();
    iam.attachRolePolicy(r -> r.roleName("ingest").policyArn(own.arn()));

    assertThat(iam.listAttachedRolePolicies(r -> r.roleName("ingest")).attachedPolicies())
        .extracting(AttachedPolicy::policyName)
        .containsExactly("AWSLambdaBasicExecutionRole", "read");
    assertThat(iam.getPolicy(r -> r.policyArn(own.arn())).policy().attachmentCount()).isEqualTo(1);
    assertThat(iam.listPolicies(r -> r.scope(PolicyScopeType.LOCAL)).policies()).hasSize(1);
    assertThat(
            URLDecoder.decode(
                iam.getPolicyVersion(r -> r.policyArn(BASIC).versionId("v1"))
                    .policyVersion()
                    .document(),
                UTF_8))
        .contains("logs:PutLogEvents");
    assertThatThrownBy(() -> iam.deletePolicy(r -> r.policyArn(own.arn())))
        .hasMessageContaining("Cannot delete a policy attached to entities.");
    fails("AccessDenied", 403, () -> iam.deletePolicy(r -> r.policyArn(BASIC)));
    assertThatThrownBy(() ->
            iam.attachRolePolicy(
                r -> r.roleName("ingest").policyArn("arn:aws:iam::aws:policy/NoneSuch")))
        .hasMessageContaining(
            "Policy arn:aws:iam::aws:policy/NoneSuch does not exist or is not attachable.");
  }

  @Test
  void a_policy_has_five_versions_at_most() {
    var arn = iam.createPolicy(r -> r.policyName("read").policyDocument(READ)).policy().arn();
    for (int i = 2; i <= 5; i++) {
      var document = READ.replace("raw-data", "raw-data-" + i);
      iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(document).setAsDefault(true));
    }
    fails(
        "LimitExceeded",
        409,
        () -> iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(READ)));
    assertThat(iam.getPolicy(r -> r.policyArn(arn)).policy().defaultVersionId()).isEqualTo("v5");
    fails("DeleteConflict", 409, () -> iam.deletePolicy(r -> r.policyArn(arn)));
    fails(
        "DeleteConflict",
        409,
        () -> iam.deletePolicyVersion(r -> r.policyArn(arn).versionId("v5")));
    iam.setDefaultPolicyVersion(r -> r.policyArn(arn).versionId("v2"));
    for (var version : new String[] {"v1", "v3", "v4", "v5"}) {
      iam.deletePolicyVersion(r -> r.policyArn(arn).versionId(version));
    }
    assertThat(
            iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(READ))
                .policyVersion()
                .versionId())
        .as("numbers are not given again")
        .isEqualTo("v6");
    var versions = iam.listPolicyVersions(r -> r.policyArn(arn)).versions();
    assertThat(versions).extracting(v -> v.versionId()).containsExactly("v6", "v2");
    assertThat(versions).extracting(v -> v.isDefaultVersion()).containsExactly(false, true);
  }

  @Test
  void what_is_no_policy_is_refused_in_iams_words() {
    role("ingest");
    var wrong =
        new String[][] {
          {"no json", "This policy contains invalid Json"},
          {READ.replace("2012-10-17", "2012-10-18"), "Syntax errors in policy."},
          {READ.replace("\"Version\": \"2012-10-17\", ", ""), "Policy document must be version"},
          {READ.replace("Allow", "Permit"), "Syntax errors in policy."},
          {READ.replace("Action", "Actions"), "Syntax errors in policy."},
          {READ.replace("\"s3:GetObject\"", "[]"), "Policy statement must contain actions."},
          {READ.replace("s3:GetObject", "GetObject"), "must be prefaced by a vendor"},
          {READ.replace("arn:aws:s3:::raw-data/*", "raw-data"), "must be in ARN format or \"*\"."},
          {
            READ.replace("\"Effect\"", "\"Principal\": \"*\", \"Effect\""),
            "not specify a principal"
          },
          {
            READ.replace("\"Effect\"", "\"Condition\": {\"StringIs\": {\"a\": \"b\"}}, \"Effect\""),
            "Invalid Condition type : StringIs"
          },
        };
    for (var one : wrong) {
      fails(
          "MalformedPolicyDocument",
          400,
          () ->
              iam.putRolePolicy(r -> r.roleName("ingest").policyName("p").policyDocument(one[0])));
      assertThatThrownBy(() ->
              iam.putRolePolicy(r -> r.roleName("ingest").policyName("p").policyDocument(one[0])))
          .hasMessageContaining(one[1]);
    }
    assertThat(iam.listRolePolicies(r -> r.roleName("ingest")).policyNames()).isEmpty();
  }

  @Test
  void what_is_no_trust_policy_is_refused_in_iams_words() {
    var wrong =
        new String[][] {
          {READ, "AssumeRole policy may only specify STS AssumeRole actions."},
          {
            TRUST.replace("\"Action\"", "\"Resource\": \"*\", \"Action\""),
            "prohibited field Resource"
          },
          {
            TRUST.replace("\"Principal\": {\"Service\": \"lambda.amazonaws.com\"}, ", ""),
            "Principal"
          },
          {
            TRUST.replace("\"Service\": \"lambda.amazonaws.com\"", "\"AWS\": \"me\""),
            "Invalid principal"
          },
        };
    for (var one : wrong) {
      assertThatThrownBy(
              () -> iam.createRole(r -> r.roleName("x").assumeRolePolicyDocument(one[0])))
          .hasMessageContaining(one[1]);
    }
    assertThat(iam.listRoles().roles()).isEmpty();
  }

  @Test
  void an_instance_profile_has_one_role_which_cannot_be_deleted() {
    role("tableau");
    role("other");
    iam.createInstanceProfile(r -> r.instanceProfileName("tableau"));
    iam.addRoleToInstanceProfile(r -> r.instanceProfileName("tableau").roleName("tableau"));

    fails(
        "LimitExceeded",
        409,
        () ->
            iam.addRoleToInstanceProfile(r -> r.instanceProfileName("tableau").roleName("other")));
    assertThatThrownBy(() -> iam.deleteRole(r -> r.roleName("tableau")))
        .hasMessageContaining("must remove roles from instance profile first");
    fails(
        "DeleteConflict",
        409,
        () -> iam.deleteInstanceProfile(r -> r.instanceProfileName("tableau")));
    assertThat(
            iam.listInstanceProfilesForRole(r -> r.roleName("tableau"))
                .instanceProfiles()
                .getFirst()
                .roles())
        .extracting(Role::roleName)
        .containsExactly("tableau");

    iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName("tableau").roleName("tableau"));
    iam.deleteInstanceProfile(r -> r.instanceProfileName("tableau"));
    iam.deleteRole(r -> r.roleName("tableau"));
    assertThat(iam.listInstanceProfiles().instanceProfiles()).isEmpty();
  }

  @Test
  void a_user_calls_with_an_access_key_until_that_is_gone() {
    var user = iam.createUser(r -> r.userName("loader").path("/etl/")).user();
    var key = iam.createAccessKey(r -> r.userName("loader")).accessKey();
    var credentials = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    try (var sts = Clients.sts(server, credentials)) {
      assertThat(sts.getCallerIdentity().arn()).isEqualTo(user.arn());
      assertThat(sts.getCallerIdentity().userId()).isEqualTo(user.userId());

      iam.updateAccessKey(
          r -> r.userName("loader").accessKeyId(key.accessKeyId()).status(StatusType.INACTIVE));
      fails("InvalidClientTokenId", 403, sts::getCallerIdentity);
      iam.updateAccessKey(
          r -> r.userName("loader").accessKeyId(key.accessKeyId()).status(StatusType.ACTIVE));
      assertThat(sts.getCallerIdentity().account()).isEqualTo(Clients.ACCOUNT);

      assertThatThrownBy(() -> iam.deleteUser(r -> r.userName("loader")))
          .hasMessageContaining("must delete access keys first");
      iam.createAccessKey(r -> r.userName("loader"));
      fails("LimitExceeded", 409, () -> iam.createAccessKey(r -> r.userName("loader")));
      iam.listAccessKeys(r -> r.userName("loader"))
          .accessKeyMetadata()
          .forEach(
              one -> iam.deleteAccessKey(r -> r.userName("loader").accessKeyId(one.accessKeyId())));
      fails("InvalidClientTokenId", 403, sts::getCallerIdentity);
    }
    iam.deleteUser(r -> r.userName("loader"));
    assertThat(iam.listUsers().users()).isEmpty();
  }

  @Test
  void it_is_the_same_in_all_regions_and_outlives_the_server() throws Exception {
    var options = AwsServer.Options.defaults().withHome(home);
    try (var first = AwsServer.start(options);
        var client = Clients.iam(first)) {
      client.createRole(r -> r.roleName("ingest").assumeRolePolicyDocument(TRUST));
      client.createUser(r -> r.userName("loader"));
    }
    try (var second = AwsServer.start(options);
        var client =
            Clients.prepared(
                    second, IamClient.builder(), Clients.root(second, Clients.ACCOUNT), "us-east-1")
                .build();
        var other = Clients.iam(second, Clients.root(second, "444455556666"))) {
      assertThat(client.getRole(r -> r.roleName("ingest")).role().arn()).endsWith("role/ingest");
      assertThat(client.getUser(r -> r.userName("loader")).user().userName()).isEqualTo("loader");
      assertThat(other.listRoles().roles()).as("of another account").isEmpty();
    }
  }

  @Test
  void a_stack_and_a_call_see_the_same_resources() {
    var template =
        """
        Resources:
          Ingest:
            Type: AWS::IAM::Role
            Properties:
              RoleName: ingest
              AssumeRolePolicyDocument: %s
              ManagedPolicyArns: [%s]
          Read:
            Type: AWS::IAM::Policy
            Properties:
              PolicyName: read
              Roles: [!Ref Ingest]
              PolicyDocument: %s
          Shared:
            Type: AWS::IAM::ManagedPolicy
            Properties:
              ManagedPolicyName: shared
              Roles: [!Ref Ingest]
              PolicyDocument: %s
          Profile:
            Type: AWS::IAM::InstanceProfile
            Properties: {InstanceProfileName: tableau, Roles: [!Ref Ingest]}
          Loader:
            Type: AWS::IAM::User
            Properties: {UserName: loader}
          Key:
            Type: AWS::IAM::AccessKey
            Properties: {UserName: !Ref Loader}
        Outputs:
          Id: {Value: !Ref Key}
          Secret: {Value: !GetAtt Key.SecretAccessKey}
        """
            .formatted(TRUST.strip().replace("\n", ""), BASIC, oneLine(READ), oneLine(READ));
    try (var stacks = new Stacks(server)) {
      assertThat(stacks.create("landing", template)).hasToString("CREATE_COMPLETE");

      assertThat(iam.getRole(r -> r.roleName("ingest")).role().createDate()).isNotNull();
      assertThat(iam.listRolePolicies(r -> r.roleName("ingest")).policyNames())
          .containsExactly("read");
      assertThat(iam.listAttachedRolePolicies(r -> r.roleName("ingest")).attachedPolicies())
          .extracting(AttachedPolicy::policyName)
          .containsExactly("AWSLambdaBasicExecutionRole", "shared");
      assertThat(
              iam.getInstanceProfile(r -> r.instanceProfileName("tableau"))
                  .instanceProfile()
                  .roles())
          .hasSize(1);
      var credentials =
          AwsBasicCredentials.create(
              stacks.output("landing", "Id"), stacks.output("landing", "Secret"));
      try (var sts = Clients.sts(server, credentials)) {
        assertThat(sts.getCallerIdentity().arn()).endsWith("user/loader");
      }

      stacks.delete("landing");
      assertThat(iam.listRoles().roles()).isEmpty();
      assertThat(iam.listUsers().users()).isEmpty();
    }
  }

  private static String oneLine(String text) {
    return text.strip().replace("\n", "");
  }

  @Test
  void a_stack_fails_with_what_iam_refuses() {
    var template =
        """
        Resources:
          Ingest:
            Type: AWS::IAM::Role
            Properties: {AssumeRolePolicyDocument: %s, ManagedPolicyArns: ['%s']}
        """;
    try (var stacks = new Stacks(server)) {
      assertThat(stacks.create("one", template.formatted(oneLine(TRUST), BASIC + "s")))
          .hasToString("ROLLBACK_COMPLETE");
      assertThat(stacks.failure("one", "Ingest"))
          .contains("AWSLambdaBasicExecutionRoles does not exist or is not attachable.");
      assertThat(stacks.create("two", template.formatted(oneLine(READ), BASIC)))
          .hasToString("ROLLBACK_COMPLETE");
      assertThat(stacks.failure("two", "Ingest"))
          .contains("AssumeRole policy may only specify STS AssumeRole actions.");
      assertThat(iam.listRoles().roles()).isEmpty();
    }
  }

  @Test
  void a_role_that_an_instance_profile_has_outlives_its_stack() {
    var template =
        """
        Resources:
          Ingest:
            Type: AWS::IAM::Role
            Properties: {RoleName: ingest, AssumeRolePolicyDocument: %s}
        """
            .formatted(oneLine(TRUST));
    try (var stacks = new Stacks(server);
        var cloudFormation = Clients.cloudFormation(server)) {
      stacks.create("landing", template);
      iam.createInstanceProfile(r -> r.instanceProfileName("tableau"));
      iam.addRoleToInstanceProfile(r -> r.instanceProfileName("tableau").roleName("ingest"));
      cloudFormation.deleteStack(r -> r.stackName("landing"));
      org.awaitility.Awaitility.await()
          .untilAsserted(() ->
              assertThat(stacks.failure("landing", "Ingest"))
                  .contains("must remove roles from instance profile first"));
      assertThat(iam.getRole(r -> r.roleName("ingest")).role().roleName()).isEqualTo("ingest");
    }
  }
}
