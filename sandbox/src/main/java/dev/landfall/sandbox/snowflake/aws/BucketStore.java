package dev.landfall.sandbox.snowflake.aws;

import dev.landfall.sandbox.snowflake.load.store.Buckets.Identity;
import dev.landfall.sandbox.snowflake.load.store.ObjectStore;
import dev.landfall.sandbox.snowflake.load.store.StoredObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Buckets as one role sees them. Threads may share it.
final class BucketStore implements ObjectStore {
  private static final String FIRST_REGION = "us-east-1";

  private final AwsBuckets buckets;
  private final Optional<Identity> identity;

  /// @param identity empty for nobody, who sees nothing
  BucketStore(AwsBuckets buckets, Optional<Identity> identity) {
    this.buckets = buckets;
    this.identity = identity;
  }

  /// What is asked of a bucket.
  private interface Ask<T> {
    T of(S3Client s3) throws IOException;
  }

  private <T> T ask(String bucket, Ask<T> ask) throws IOException {
    if (identity.isEmpty()) {
      throw new IOException("Access Denied (Status Code: 403; Error Code: AccessDenied)");
    }
    var credentials = buckets.assume(identity.get());
    try {
      var region =
          buckets
              .client(credentials, FIRST_REGION)
              .getBucketLocation(r -> r.bucket(bucket))
              .locationConstraintAsString();
      return ask.of(
          buckets.client(credentials, region == null || region.isEmpty() ? FIRST_REGION : region));
    } catch (S3Exception e) {
      throw new IOException(
          e.awsErrorDetails().errorMessage()
              + " (Status Code: "
              + e.statusCode()
              + "; Error Code: "
              + e.awsErrorDetails().errorCode()
              + ")",
          e);
    } catch (SdkException e) {
      throw new IOException("AWS cannot be reached: " + e.getMessage(), e);
    }
  }

  @Override
  public List<StoredObject> list(String bucket, String prefix) throws IOException {
    return ask(
        bucket,
        s3 ->
            s3.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix)).contents().stream()
                .map(object ->
                    new StoredObject(
                        object.key(), object.size(), plain(object.eTag()), object.lastModified()))
                .toList());
  }

  private static String plain(String etag) {
    return etag.replace("\"", "");
  }

  @Override
  public Optional<StoredObject> find(String bucket, String key) throws IOException {
    return ask(
        bucket,
        s3 -> {
          try {
            var head = s3.headObject(r -> r.bucket(bucket).key(key));
            return Optional.of(
                new StoredObject(
                    key, head.contentLength(), plain(head.eTag()), head.lastModified()));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public InputStream open(String bucket, String key) throws IOException {
    return ask(
        bucket,
        s3 -> {
          try {
            return s3.getObject(r -> r.bucket(bucket).key(key));
          } catch (NoSuchKeyException e) {
            var missing = new FileNotFoundException(key);
            missing.initCause(e);
            throw missing;
          }
        });
  }

  @Override
  public void put(String bucket, String key, Path content) throws IOException {
    var _ =
        ask(
            bucket,
            s3 -> s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromFile(content)));
  }

  @Override
  public void delete(String bucket, String key) throws IOException {
    var _ = ask(bucket, s3 -> s3.deleteObject(r -> r.bucket(bucket).key(key)));
  }
}
