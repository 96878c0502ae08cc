package dev.landfall.sandbox.aws;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/// AWS's own clients, which find the server.
final class Clients {
  static final String ACCOUNT = "111122223333";
  static final String REGION = "eu-west-2";

  private Clients() {}

  static AwsCredentials root(AwsServer server, String account) {
    return AwsBasicCredentials.create(account, server.secret());
  }

  static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B prepared(
      AwsServer server, B builder, AwsCredentials credentials, String region) {
    return builder
        .endpointOverride(URI.create(server.endpoint()))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .region(Region.of(region))
        .credentialsProvider(StaticCredentialsProvider.create(credentials));
  }

  static StsClient sts(AwsServer server, AwsCredentials credentials) {
    return prepared(server, StsClient.builder(), credentials, REGION).build();
  }

  static StsClient sts(AwsServer server) {
    return sts(server, root(server, ACCOUNT));
  }

  static IamClient iam(AwsServer server, AwsCredentials credentials) {
    return prepared(server, IamClient.builder(), credentials, "aws-global").build();
  }

  static IamClient iam(AwsServer server) {
    return iam(server, root(server, ACCOUNT));
  }

  static LambdaClient lambda(AwsServer server, AwsCredentials credentials) {
    return prepared(server, LambdaClient.builder(), credentials, REGION)
        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  static LambdaClient lambda(AwsServer server) {
    return lambda(server, root(server, ACCOUNT));
  }

  static CloudFormationClient cloudFormation(AwsServer server) {
    return prepared(server, CloudFormationClient.builder(), root(server, ACCOUNT), REGION).build();
  }

  static S3Client s3(AwsServer server, String account, String region) {
    return s3(server, root(server, account), region);
  }

  static S3Client s3(AwsServer server, AwsCredentials credentials, String region) {
    return prepared(server, S3Client.builder(), credentials, region).forcePathStyle(true).build();
  }

  static S3Client s3(AwsServer server) {
    return s3(server, ACCOUNT, REGION);
  }

  /// A bucket in [#REGION].
  static void createBucket(S3Client s3, String name) {
    s3.createBucket(
        r -> r.bucket(name).createBucketConfiguration(c -> c.locationConstraint(REGION)));
  }

  static SqsClient sqs(AwsServer server, String account, String region) {
    return sqs(server, root(server, account), region);
  }

  static SqsClient sqs(AwsServer server, AwsCredentials credentials, String region) {
    return prepared(server, SqsClient.builder(), credentials, region).build();
  }

  /// A new user with a policy of its own, and its key.
  ///
  /// @param policy with apostrophes for quotes
  static AwsCredentials user(AwsServer server, String name, String policy) {
    try (var iam = iam(server)) {
      iam.createUser(r -> r.userName(name));
      iam.putUserPolicy(
          r -> r.userName(name).policyName("own").policyDocument(policy.replace('\'', '"')));
      var key = iam.createAccessKey(r -> r.userName(name)).accessKey();
      return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }
  }

  /// Temporary credentials as a client uses them.
  static AwsCredentials session(Credentials credentials) {
    return AwsSessionCredentials.create(
        credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
  }
}
