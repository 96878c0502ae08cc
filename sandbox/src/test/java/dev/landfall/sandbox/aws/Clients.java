package dev.landfall.sandbox.aws;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

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
}
