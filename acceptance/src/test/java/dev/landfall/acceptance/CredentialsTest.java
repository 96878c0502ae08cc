package dev.landfall.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.sandbox.aws.AwsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the credentials of a component that `uses: cloudformation` come from, as they stand in a
/// shell, in AWS's files, and in a CI job: each process has no others.
final class CredentialsTest {
  private static final String ACCOUNT = "111122223333";
  private static final String SECRET = "s3cr3t-access-key";
  private static final String ACCESS =
      """
      Resources:
        Jobs:
          Type: AWS::IAM::OIDCProvider
          Properties: {Url: "https://ci.example", ClientIdList: [landfall]}
        Deployer:
          Type: AWS::IAM::Role
          DependsOn: Jobs
          Properties:
            RoleName: deployer
            ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"]
            AssumeRolePolicyDocument:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Principal: {Federated: !Sub "arn:aws:iam::${AWS::AccountId}:oidc-provider/ci.example"}
                  Action: "sts:AssumeRoleWithWebIdentity"
                  Condition: {StringEquals: {"ci.example:aud": landfall, "ci.example:sub": "project:ticketing:main"}}
      """;

  @TempDir Path temporary;
  private AwsServer aws;
  private Path platform;

  @BeforeEach
  void start() throws IOException {
    aws = AwsServer.start(AwsServer.Options.defaults().withSecret(SECRET));
    platform = Files.createDirectories(temporary.resolve("platform"));
    Files.writeString(platform.resolve("access.yaml"), ACCESS);
    blueprint("");
  }

  @AfterEach
  void stop() throws IOException {
    aws.close();
  }

  /// @param more of the connection to AWS
  private void blueprint(String more) throws IOException {
    Files.writeString(
        platform.resolve("landfall.yaml"),
        """
        platform: ticketing
        components:
          access:
            uses: cloudformation
            with: {template: access.yaml, capabilities: [CAPABILITY_NAMED_IAM]}
        environments: {dev: {regions: [london]}}
        regions:
          london: {aws: {region: eu-west-2, account: "111122223333", endpoint: "%s"%s}}
        """
            .formatted(aws.endpoint(), more));
  }

  /// A shell that knows of no credentials but what it is given.
  private Landfall shell() {
    return new Landfall(platform, "--env", "dev", "--all-regions", "--state", temporary + "/state")
        .with("HOME", temporary.toString())
        .with("AWS_SHARED_CREDENTIALS_FILE", temporary + "/credentials")
        .with("AWS_CONFIG_FILE", temporary + "/config")
        .with("AWS_EC2_METADATA_DISABLED", "true");
  }

  private static void assert_done(Landfall.Ended ended) {
    assertThat(ended.exit()).as(ended.all()).isZero();
    assertThat(ended.all()).doesNotContain(SECRET);
  }

  private void deploy() throws InterruptedException {
    assert_done(
        shell()
            .with("AWS_ACCESS_KEY_ID", ACCOUNT)
            .with("AWS_SECRET_ACCESS_KEY", SECRET)
            .run("deploy", "--yes"));
  }

  @Test
  void the_environment_of_the_shell_is_looked_at_and_without_any_it_is_said_what_was_looked_at()
      throws Exception {
    var without = shell().run("plan");
    assertThat(without.exit()).as(without.all()).isEqualTo(1);
    assertThat(without.all()).contains("Unable to load credentials from any of the providers");

    deploy();
  }

  @Test
  void a_profile_of_awss_files_is_taken_by_its_name() throws Exception {
    Files.writeString(
        temporary.resolve("credentials"),
        """
        [default]
        aws_access_key_id = 999999999999
        aws_secret_access_key = wrong
        [releases]
        aws_access_key_id = %s
        aws_secret_access_key = %s
        """
            .formatted(ACCOUNT, SECRET));
    var other = shell().run("deploy", "--yes");
    assertThat(other.exit()).as(other.all()).isEqualTo(1);
    assertThat(other.all()).doesNotContain("wrong");

    blueprint(", profile: releases");
    assert_done(shell().run("deploy", "--yes"));
  }

  @Test
  void a_ci_job_is_let_in_by_the_token_of_its_web_identity() throws Exception {
    deploy();
    Files.writeString(
        platform.resolve("access.yaml"),
        ACCESS.replace(
            "RoleName: deployer", "RoleName: deployer\n      Description: changed by a job"));
    var token = Files.writeString(temporary.resolve("token"), token("project:other:main"));
    var job =
        shell()
            .with("AWS_ROLE_ARN", "arn:aws:iam::" + ACCOUNT + ":role/deployer")
            .with("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString())
            .with("AWS_REGION", "eu-west-2")
            .with("AWS_ENDPOINT_URL_STS", aws.endpoint());

    var stranger = job.run("deploy", "--yes");
    assertThat(stranger.exit()).as(stranger.all()).isEqualTo(1);
    assertThat(stranger.all())
        .contains("Not authorized to perform sts:AssumeRoleWithWebIdentity")
        .doesNotContain(Files.readString(token));

    Files.writeString(token, token("project:ticketing:main"));
    var done = job.run("deploy", "--yes", "--json");
    assert_done(done);
    assertThat(done.json().get("components").get(0).get("changes").asInt())
        .as("the role, and the tag of the release on the other resource")
        .isEqualTo(2);
    assertThat(done.all()).doesNotContain(Files.readString(token));
  }

  @Test
  void a_rehearsal_becomes_the_role_that_its_blueprint_names() throws Exception {
    blueprint(", role: \"arn:aws:iam::" + ACCOUNT + ":role/releases\"");

    var rehearsed = new Landfall(platform).run("rehearse", "--env", "dev", "--region", "london");

    assertThat(rehearsed.exit()).as(rehearsed.all()).isZero();
    assertThat(rehearsed.all()).contains("The rehearsal succeeded.");
  }

  private static String token(String subject) {
    var claims =
        "{\"sub\":\"" + subject + "\",\"aud\":\"landfall\",\"iss\":\"https://ci.example\"}";
    return "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes(UTF_8)) + ".x";
  }
}
