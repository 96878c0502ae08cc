package dev.landfall.sandbox.snowflake.aws;

import dev.landfall.sandbox.snowflake.load.store.Buckets;
import dev.landfall.sandbox.snowflake.load.store.ObjectStore;
import dev.landfall.sandbox.snowflake.load.store.RoleException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/// The buckets of AWS, which Snowflake reaches as its user in the role of a storage integration.
/// Threads may share it.
public final class AwsBuckets implements Buckets, AutoCloseable {
  private static final String SESSION = "snowflake";

  /// Credentials are renewed before they expire.
  private static final Duration RESERVE = Duration.ofMinutes(5);

  private final AwsLink link;
  private final Clock clock;
  private final Map<Identity, Session> sessions = new ConcurrentHashMap<>();
  private final Map<Place, S3Client> clients = new ConcurrentHashMap<>();

  /// A role that was assumed.
  record Session(AwsCredentialsProvider credentials, Instant until) {}

  private record Place(AwsCredentialsProvider credentials, String region) {}

  public AwsBuckets(AwsLink link, Clock clock) {
    this.link = link;
    this.clock = clock;
  }

  @Override
  public ObjectStore as(Optional<Identity> identity) {
    return new BucketStore(this, identity);
  }

  /// The credentials of a role.
  ///
  /// @throws RoleException when it does not trust the user
  AwsCredentialsProvider assume(Identity identity) throws IOException {
    var known = sessions.get(identity);
    if (known != null && clock.instant().plus(RESERVE).isBefore(known.until())) {
      return known.credentials();
    }
    try (var sts =
        AwsClients.prepared(
                link, StsClient.builder(), AwsClients.keys(link, identity.user()), AwsClients.FIRST)
            .build()) {
      var assumed =
          sts.assumeRole(r ->
                  r.roleArn(identity.role())
                      .externalId(identity.externalId())
                      .roleSessionName(SESSION))
              .credentials();
      var credentials =
          StaticCredentialsProvider.create(
              AwsSessionCredentials.create(
                  assumed.accessKeyId(), assumed.secretAccessKey(), assumed.sessionToken()));
      sessions.put(identity, new Session(credentials, assumed.expiration()));
      return credentials;
    } catch (StsException e) {
      throw new RoleException(e.awsErrorDetails().errorMessage(), e);
    } catch (SdkException e) {
      throw new IOException("AWS cannot be reached: " + e.getMessage(), e);
    }
  }

  /// A client in the region of a bucket.
  S3Client client(AwsCredentialsProvider credentials, String region) {
    return clients.computeIfAbsent(
        new Place(credentials, region),
        place ->
            AwsClients.prepared(
                    link,
                    S3Client.builder(),
                    credentials,
                    software.amazon.awssdk.regions.Region.of(region))
                .forcePathStyle(true)
                .build());
  }

  @Override
  public void close() {
    clients.values().forEach(S3Client::close);
  }
}
