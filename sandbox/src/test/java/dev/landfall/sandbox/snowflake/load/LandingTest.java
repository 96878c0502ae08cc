package dev.landfall.sandbox.snowflake.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.landfall.sandbox.aws.AwsServer;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import dev.landfall.sandbox.snowflake.aws.AwsLink;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;

/// Stages that lie in buckets of the AWS of this machine, and pipes that its buckets tell of files.
final class LandingTest {
  private static final String ACCOUNT = "111122223333";
  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
       "Principal": {"AWS": "%s"}, "Condition": {"StringEquals": {"sts:ExternalId": "%s"}}}]}
      """;

  @TempDir private Path folder;
  private AwsServer aws;
  private Stand stand;
  private S3Client s3;

  @BeforeEach
  void open() throws Exception {
    aws = AwsServer.start(AwsServer.Options.defaults());
    stand = Stand.open(folder, SnowflakeServer.Options.defaults().withAws(link(aws)));
    s3 =
        S3Client.builder()
            .endpointOverride(URI.create(aws.endpoint()))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .region(Region.EU_WEST_1)
            .credentialsProvider(keys())
            .forcePathStyle(true)
            .build();
    s3.createBucket(
        r -> r.bucket("lake").createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
    stand.run(
        "CREATE TABLE T (ID INT)",
        """
        CREATE STORAGE INTEGRATION LAKE TYPE = EXTERNAL_STAGE STORAGE_PROVIDER = 'S3' ENABLED = TRUE
          STORAGE_AWS_ROLE_ARN = 'arn:aws:iam::111122223333:role/lake'
          STORAGE_ALLOWED_LOCATIONS = ('s3://lake/', 's3://nowhere/')
        """,
        "CREATE STAGE EXT URL = 's3://lake/in/' STORAGE_INTEGRATION = LAKE");
    createRole();
  }

  /// As an administrator of the bucket's account does it, with what DESC INTEGRATION tells.
  private void createRole() throws SQLException {
    try (var iam = iam()) {
      iam.createRole(r ->
          r.roleName("lake")
              .assumeRolePolicyDocument(
                  TRUST.formatted(
                      described("STORAGE_AWS_IAM_USER_ARN"),
                      described("STORAGE_AWS_EXTERNAL_ID"))));
      permit(iam, "s3:*");
    }
  }

  private IamClient iam() {
    return IamClient.builder()
        .endpointOverride(URI.create(aws.endpoint()))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .region(Region.AWS_GLOBAL)
        .credentialsProvider(keys())
        .build();
  }

  private StaticCredentialsProvider keys() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCOUNT, aws.secret()));
  }

  private static void permit(IamClient iam, String... actions) {
    iam.putRolePolicy(r ->
        r.roleName("lake")
            .policyName("lake")
            .policyDocument(
                """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [%s],
                 "Resource": ["arn:aws:s3:::lake", "arn:aws:s3:::lake/*", "arn:aws:s3:::nowhere"]}]}
                """
                    .formatted("\"" + String.join("\",\"", actions) + "\"")));
  }

  private String described(String property) {
    try {
      return stand.rows("DESC INTEGRATION LAKE").stream()
          .filter(row -> row.getFirst().equals(property))
          .map(row -> row.get(2))
          .findFirst()
          .orElseThrow();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static AwsLink link(AwsServer aws) {
    return new AwsLink(
        URI.create(aws.endpoint()),
        user -> {
          var keys = aws.serviceUser(user);
          return new AwsLink.Credentials(
              keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
        });
  }

  @AfterEach
  void close() throws Exception {
    s3.close();
    stand.close();
    aws.close();
  }

  private void put(String key, String content) {
    s3.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString(content));
  }

  private List<String> ids() throws SQLException {
    return stand.column("SELECT ID FROM T ORDER BY 1");
  }

  @Test
  void copy_reads_a_bucket_and_unloads_into_it() throws Exception {
    put("in/a.csv", "1\n2\n");
    put("in/b.csv", "3\n");
    put("other/c.csv", "4\n");
    stand.run("COPY INTO T FROM @EXT PATTERN = '.*[.]csv'");
    assertThat(ids()).containsExactly("1", "2", "3");

    stand.run("COPY INTO @EXT/out/ids FROM T FILE_FORMAT = (COMPRESSION = NONE) SINGLE = TRUE");
    assertThat(s3.getObjectAsBytes(r -> r.bucket("lake").key("in/out/ids")).asUtf8String())
        .isEqualTo("1\n2\n3\n");
    assertThat(stand.column("SELECT COUNT(*) FROM @EXT/b.csv")).containsExactly("1");
    assertThat(stand.column("REMOVE @EXT/out/")).hasSize(1);
    assertThat(s3.listObjectsV2(r -> r.bucket("lake").prefix("in/out/")).contents()).isEmpty();
  }

  @Test
  void a_role_that_does_not_trust_the_integration_is_told() throws Exception {
    try (var iam = iam()) {
      iam.updateAssumeRolePolicy(r ->
          r.roleName("lake")
              .policyDocument(TRUST.formatted(described("STORAGE_AWS_IAM_USER_ARN"), "another")));
    }
    assertThatThrownBy(() -> stand.rows("LIST @EXT"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Error assuming AWS_ROLE")
        .hasMessageContaining(described("STORAGE_AWS_IAM_USER_ARN"))
        .hasMessageContaining(
            "is not authorized to perform: sts:AssumeRole on resource:"
                + " arn:aws:iam::111122223333:role/lake");
  }

  @Test
  void a_role_may_do_what_its_policies_say_and_no_more() throws Exception {
    put("in/a.csv", "1\n");
    try (var iam = iam()) {
      permit(iam, "s3:ListBucket", "s3:GetBucketLocation");
    }
    assertThat(stand.rows("LIST @EXT")).hasSize(1);
    assertThatThrownBy(() -> stand.run("COPY INTO T FROM @EXT"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Error Code: AccessDenied");
    try (var iam = iam()) {
      permit(iam, "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObject");
    }
    stand.run("COPY INTO T FROM @EXT");
    assertThat(ids()).containsExactly("1");
    assertThatThrownBy(() -> stand.run("COPY INTO @EXT/out/ids FROM T SINGLE = TRUE"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Error Code: AccessDenied");
  }

  @Test
  void a_bucket_that_is_not_there_is_told() throws Exception {
    stand.run("CREATE STAGE GONE URL = 's3://nowhere/' STORAGE_INTEGRATION = LAKE");
    assertThatThrownBy(() -> stand.run("LIST @GONE"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("The specified bucket does not exist")
        .hasMessageContaining("NoSuchBucket");
  }

  @Test
  void a_file_that_arrives_is_loaded_by_the_pipe_that_the_bucket_tells() throws Exception {
    stand.run("CREATE PIPE P AUTO_INGEST = TRUE AS COPY INTO T FROM @EXT PATTERN = '.*[.]csv'");
    var channel =
        stand.column("SELECT NOTIFICATION_CHANNEL_NAME FROM INFORMATION_SCHEMA.PIPES").getFirst();
    assertThat(channel).matches("arn:aws:sqs:eu-west-1:[0-9]{12}:sf-snowpipe-AIDA.*");
    var told = QueueConfiguration.builder().queueArn(channel).events(Event.S3_OBJECT_CREATED);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> {
          s3.putBucketNotificationConfiguration(r ->
              r.bucket("lake").notificationConfiguration(n -> n.queueConfigurations(told.build())));
          return true;
        });

    put("in/a b.csv", "7\n");
    put("in/a.txt", "8\n");
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !ids().isEmpty());
    assertThat(ids()).containsExactly("7");
    put("in/c.csv", "9\n");
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> ids().size() > 1);
    assertThat(ids()).containsExactly("7", "9");
  }
}
