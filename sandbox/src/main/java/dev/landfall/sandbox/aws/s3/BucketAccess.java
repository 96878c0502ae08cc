package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;

/// Finds the buckets that a call may have to do with: those of its own account, in the region that
/// it is signed for. Threads share it.
final class BucketAccess {
  private final S3Store store;

  BucketAccess(S3Store store) {
    this.store = store;
  }

  /// A bucket of the caller's.
  Bucket bucket(Call call, String name) throws AwsError {
    var bucket = anywhere(call, name);
    if (!bucket.region().equals(call.region())) {
      throw new AwsError(
              "AuthorizationHeaderMalformed",
              400,
              "The authorization header is malformed; the region '"
                  + call.region()
                  + "' is wrong; expecting '"
                  + bucket.region()
                  + "'")
          .with("Region", bucket.region());
    }
    return bucket;
  }

  /// The same in whatever region.
  Bucket anywhere(Call call, String name) throws AwsError {
    var bucket = store.bucket(name).orElseThrow(() -> S3Errors.noSuchBucket(name));
    var expected = call.request().header("x-amz-expected-bucket-owner");
    if (!bucket.account().equals(call.account())
        || (expected.isPresent() && !expected.get().equals(bucket.account()))) {
      throw S3Errors.accessDenied();
    }
    return bucket;
  }
}
