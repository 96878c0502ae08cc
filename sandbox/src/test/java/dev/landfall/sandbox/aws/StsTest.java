package dev.landfall.sandbox.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

class StsTest {
  private static final String ROLE = "arn:aws:iam::444455556666:role/service-role/ingest";

  private static final AwsServer.Options OPTIONS =
      AwsServer.Options.defaults().withDeploymentRole(ROLE);

  private AwsServer server;

  @BeforeEach
  void start() throws Exception {
    server = AwsServer.start(OPTIONS);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static void fails(StsClient sts, String code, int status) {
    assertThatThrownBy(sts::getCallerIdentity)
        .isInstanceOfSatisfying(
            StsException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.requestId()).isNotEmpty();
            });
  }

  @Test
  void twelve_digits_are_an_account() {
    for (var account : new String[] {"111122223333", "444455556666"}) {
      try (var sts = Clients.sts(server, Clients.root(server, account))) {
        var identity = sts.getCallerIdentity();
        assertThat(identity.account()).isEqualTo(account);
        assertThat(identity.arn()).isEqualTo("arn:aws:iam::" + account + ":root");
        assertThat(identity.responseMetadata().requestId()).isNotEmpty();
      }
    }
  }

  @Test
  void a_key_that_is_no_account_is_not_known() {
    try (var sts = Clients.sts(server, AwsBasicCredentials.create("AKIA1", server.secret()))) {
      fails(sts, "InvalidClientTokenId", 403);
    }
  }

  @Test
  void a_wrong_secret_makes_a_wrong_signature() {
    try (var sts = Clients.sts(server, AwsBasicCredentials.create(Clients.ACCOUNT, "wrong"))) {
      fails(sts, "SignatureDoesNotMatch", 403);
    }
  }

  @Test
  void whoever_becomes_a_role_calls_as_that_role() {
    try (var sts = Clients.sts(server)) {
      var assumed =
          sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("london").durationSeconds(900));
      var arn = "arn:aws:sts::444455556666:assumed-role/ingest/london";
      assertThat(assumed.assumedRoleUser().arn()).isEqualTo(arn);
      try (var role = Clients.sts(server, Clients.session(assumed.credentials()))) {
        var identity = role.getCallerIdentity();
        assertThat(identity.account()).isEqualTo("444455556666");
        assertThat(identity.arn()).isEqualTo(arn);
        assertThat(identity.userId()).isEqualTo(assumed.assumedRoleUser().assumedRoleId());
      }
    }
  }

  @Test
  void a_session_without_its_token_or_with_another_one_is_not_known() {
    try (var sts = Clients.sts(server)) {
      var one = sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("one")).credentials();
      var two = sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("two")).credentials();
      var without = AwsBasicCredentials.create(one.accessKeyId(), one.secretAccessKey());
      var mixed =
          AwsSessionCredentials.create(
              one.accessKeyId(), one.secretAccessKey(), two.sessionToken());
      try (var first = Clients.sts(server, without);
          var second = Clients.sts(server, mixed)) {
        fails(first, "InvalidClientTokenId", 403);
        fails(second, "InvalidClientTokenId", 403);
      }
    }
  }

  @Test
  void a_session_outlives_the_server_but_not_its_time() throws Exception {
    Credentials credentials;
    try (var sts = Clients.sts(server)) {
      credentials =
          sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("l1").durationSeconds(900))
              .credentials();
    }
    try (var second = AwsServer.start(OPTIONS);
        var sts = Clients.sts(second, Clients.session(credentials))) {
      assertThat(sts.getCallerIdentity().account()).isEqualTo("444455556666");
    }
    var later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
    try (var third = AwsServer.start(OPTIONS.withClock(later));
        var sts = Clients.sts(third, Clients.session(credentials))) {
      assertThat(sts.getCallerIdentity().account()).isEqualTo("444455556666");
    }
  }

  @Test
  void a_session_that_is_over_is_expired() throws Exception {
    Credentials credentials;
    var before = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-14));
    try (var earlier = AwsServer.start(OPTIONS.withClock(before));
        var sts = Clients.sts(earlier)) {
      credentials =
          sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("l1").durationSeconds(900))
              .credentials();
    }
    var after = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
    try (var later = AwsServer.start(OPTIONS.withClock(after));
        var sts = Clients.sts(later, Clients.session(credentials))) {
      fails(sts, "ExpiredToken", 403);
    }
  }

  @Test
  void a_web_identity_becomes_a_role_without_a_signature() {
    var claims =
        "{\"sub\":\"project_path:ticketing\",\"aud\":[\"landfall\"],\"iss\":\"https://ci\"}";
    var token = "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes(UTF_8)) + ".x";
    try (var sts =
            Clients.prepared(server, StsClient.builder(), Clients.root(server, "1"), "eu-west-2")
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
        var iam = Clients.iam(server, Clients.root(server, "444455556666"))) {
      iam.createOpenIDConnectProvider(r -> r.url("https://ci").clientIDList("landfall"));
      var assumed =
          sts.assumeRoleWithWebIdentity(
              r -> r.roleArn(ROLE).roleSessionName("job-1").webIdentityToken(token));
      assertThat(assumed.subjectFromWebIdentityToken()).isEqualTo("project_path:ticketing");
      assertThat(assumed.audience()).isEqualTo("landfall");
      try (var role = Clients.sts(server, Clients.session(assumed.credentials()))) {
        assertThat(role.getCallerIdentity().account()).isEqualTo("444455556666");
      }
      assertThatThrownBy(() ->
              sts.assumeRoleWithWebIdentity(
                  r -> r.roleArn(ROLE).roleSessionName("job-1").webIdentityToken("none")))
          .isInstanceOfSatisfying(
              StsException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidIdentityToken"));
    }
  }

  @Test
  void what_is_no_role_is_refused() {
    try (var sts = Clients.sts(server)) {
      for (var arn : new String[] {"arn:aws:iam::1:role/x", "arn:aws:iam::111122223333:user/x"}) {
        assertThatThrownBy(() -> sts.assumeRole(r -> r.roleArn(arn).roleSessionName("abc")))
            .isInstanceOfSatisfying(
                StsException.class,
                e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError"));
      }
      assertThatThrownBy(
              () -> sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("a b").durationSeconds(1)))
          .hasMessageContaining("failed to satisfy constraint");
      assertThatThrownBy(() -> sts.getSessionToken())
          .hasMessageContaining("Could not find operation GetSessionToken");
    }
  }
}
