package dev.landfall.sandbox.snowflake.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/// Makes AWS's clients.
final class AwsClients {
  /// Where users assume roles of all regions.
  static final Region FIRST = Region.US_EAST_1;

  private AwsClients() {}

  static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B prepared(
      AwsLink link, B builder, AwsCredentialsProvider credentials, Region region) {
    return builder
        .endpointOverride(link.endpoint())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .region(region)
        .credentialsProvider(credentials);
  }

  static AwsCredentialsProvider keys(AwsLink link, String user) {
    return () -> {
      var keys = link.keys().of(user);
      return AwsSessionCredentials.create(
          keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
    };
  }
}
