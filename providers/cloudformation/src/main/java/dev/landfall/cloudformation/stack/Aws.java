package dev.landfall.cloudformation.stack;

import dev.landfall.cloudformation.settings.CloudFormationSettings.Connection;
import dev.landfall.spi.ProviderException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// Clients of AWS, one for each connection. Threads may share it.
public final class Aws implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final String SESSION = "landfall";

  private final SdkHttpClient http;
  private final Map<Connection, CloudFormationClient> clients = new ConcurrentHashMap<>();
  private final Map<Connection, S3Client> buckets = new ConcurrentHashMap<>();
  private final Map<Connection, Poller> pollers = new ConcurrentHashMap<>();
  private final Map<List<Optional<String>>, Pace> paces = new ConcurrentHashMap<>();
  private final List<CloudFormationClient> asking = new CopyOnWriteArrayList<>();
  private final Map<Connection, AwsCredentialsProvider> credentials = new ConcurrentHashMap<>();
  private final List<SdkAutoCloseable> logins = new CopyOnWriteArrayList<>();
  private final Map<Connection, String> accounts = new ConcurrentHashMap<>();

  public Aws() {
    this.http =
        UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER).build();
  }

  CloudFormationClient cloudFormation(Connection connection) {
    return clients.computeIfAbsent(
        connection, c -> configured(CloudFormationClient.builder(), c, credentials(c)).build());
  }

  /// What asks how operations are going: at one pace for all that have the same account and region.
  Poller poller(Connection connection) {
    return pollers.computeIfAbsent(
        connection,
        c -> {
          var client =
              configured(
                      CloudFormationClient.builder(),
                      c,
                      credentials(c),
                      DefaultRetryStrategy.doNotRetry())
                  .build();
          asking.add(client);
          var place = List.of(c.account().or(c::accessKeyId), c.region(), c.endpoint());
          return new Poller(client, paces.computeIfAbsent(place, p -> new Pace()));
        });
  }

  S3Client s3(Connection connection) {
    return buckets.computeIfAbsent(
        connection,
        c ->
            configured(S3Client.builder(), c, credentials(c))
                .forcePathStyle(c.endpoint().isPresent())
                .build());
  }

  /// The account that the connection's credentials belong to; asked for once.
  String account(Connection connection) throws ProviderException, InterruptedException {
    var known = accounts.get(connection);
    if (known != null) {
      return known;
    }
    try (var sts = configured(StsClient.builder(), connection, credentials(connection)).build()) {
      var account = sts.getCallerIdentity().account();
      accounts.put(connection, account);
      return account;
    } catch (SdkException e) {
      throw Refusals.of(e, "AWS does not say whose the credentials are");
    }
  }

  private AwsCredentialsProvider credentials(Connection connection) {
    return credentials.computeIfAbsent(
        connection,
        c -> {
          var own = own(c);
          return c.role().isEmpty() ? own : assumed(c, c.role().get(), own);
        });
  }

  private static AwsCredentialsProvider own(Connection connection) {
    if (connection.accessKeyId().isPresent() && connection.secretAccessKey().isPresent()) {
      return StaticCredentialsProvider.create(
          AwsBasicCredentials.create(
              connection.accessKeyId().get(), connection.secretAccessKey().get().reveal()));
    }
    var chain = DefaultCredentialsProvider.builder();
    connection.profile().ifPresent(chain::profileName);
    return chain.build();
  }

  private AwsCredentialsProvider assumed(
      Connection connection, String role, AwsCredentialsProvider own) {
    var sts = configured(StsClient.builder(), connection, own).build();
    var assuming =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(request -> {
              request.roleArn(role).roleSessionName(SESSION);
              connection.externalId().ifPresent(request::externalId);
            })
            .build();
    logins.add(assuming);
    logins.add(sts);
    return assuming;
  }

  private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> B configured(
      B builder, Connection connection, AwsCredentialsProvider provider) {
    return configured(builder, connection, provider, AwsRetryStrategy.adaptiveRetryStrategy());
  }

  private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> B configured(
      B builder, Connection connection, AwsCredentialsProvider provider, RetryStrategy retries) {
    var configured =
        builder
            .httpClient(http)
            .credentialsProvider(provider)
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .retryStrategy(retries)
                    .apiCallAttemptTimeout(ANSWER)
                    .build());
    connection.region().map(Region::of).ifPresent(configured::region);
    connection.endpoint().ifPresent(e -> configured.endpointOverride(URI.create(e)));
    return configured;
  }

  /// The account in an ARN.
  static Optional<String> accountOf(String arn) {
    var parts = arn.split(":");
    return parts.length > 4 ? Optional.of(parts[4]) : Optional.empty();
  }

  @Override
  public void close() {
    clients.values().forEach(CloudFormationClient::close);
    buckets.values().forEach(S3Client::close);
    asking.forEach(CloudFormationClient::close);
    logins.forEach(SdkAutoCloseable::close);
    http.close();
  }
}
