package dev.landfall.cloudformation.stack;

import dev.landfall.spi.Context;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What lies in a bucket. S3 deletes a bucket only when nothing does: no object, no older version,
/// no delete marker. For one thread.
final class BucketContents {
  /// The most that one call lists or deletes. Source: Amazon S3 API Reference, DeleteObjects.
  private static final int PAGE = 1_000;

  private final S3Client client;
  private final String bucket;

  BucketContents(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  /// How much lies there, in a few words; empty when nothing does, or the bucket is gone.
  String extent() throws InterruptedException {
    try {
      var page = client.listObjectVersions(r -> r.bucket(bucket).maxKeys(PAGE));
      int count = identifiers(page).size();
      if (count == 0) {
        return "";
      }
      return Boolean.TRUE.equals(page.isTruncated())
          ? String.format(Locale.ROOT, "more than %,d objects and versions", count)
          : count == 1 ? "1 object or version" : count + " objects and versions";
    } catch (NoSuchBucketException e) {
      return "";
    } catch (SdkException e) {
      Refusals.requireCalled(e);
      return "nobody can tell how much: " + Refusals.message(e);
    }
  }

  /// Deletes all of it.
  ///
  /// @throws ProviderException when something cannot be deleted; what was deleted until then is
  ///   gone
  void delete(Context context) throws ProviderException, InterruptedException {
    int deleted = 0;
    try {
      // Once from the first to the last: whoever goes on writing is not chased.
      for (var page : client.listObjectVersionsPaginator(r -> r.bucket(bucket).maxKeys(PAGE))) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        var all = identifiers(page);
        if (all.isEmpty()) {
          continue;
        }
        var answer =
            client.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(all).quiet(true)));
        if (!answer.errors().isEmpty()) {
          var first = answer.errors().getFirst();
          throw new ProviderException(
              Kind.FAILED,
              "Bucket " + bucket + " cannot be emptied: " + first.key() + ": " + first.message(),
              "Objects under a lock or a hold stay until it ends; keep the bucket with `retain`, or"
                  + " give the role the right to delete them.");
        }
        deleted += all.size();
        context.progress("emptying " + bucket + ": " + deleted + " deleted", 0, 0);
      }
    } catch (S3Exception e) {
      Refusals.requireCalled(e);
      if (!Refusals.code(e).equals("NoSuchBucket")) {
        throw Refusals.of(e, "Bucket " + bucket + " cannot be emptied");
      }
    } catch (SdkException e) {
      throw Refusals.of(e, "Bucket " + bucket + " cannot be emptied");
    }
  }

  private static List<ObjectIdentifier> identifiers(ListObjectVersionsResponse page) {
    var all = new ArrayList<ObjectIdentifier>();
    page.versions().forEach(version -> all.add(identifier(version.key(), version.versionId())));
    page.deleteMarkers().forEach(marker -> all.add(identifier(marker.key(), marker.versionId())));
    return all;
  }

  private static ObjectIdentifier identifier(String key, String version) {
    return ObjectIdentifier.builder().key(key).versionId(version).build();
  }
}
