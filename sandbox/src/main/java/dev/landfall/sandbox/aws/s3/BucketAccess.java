package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;

/// Finds the buckets that a call means, in the region that it is signed for. Whether it may have to
/// do with them was decided before. Threads share it.
final class BucketAccess {
  private final S3Store store;

  BucketAccess(S3Store store) {
    this.store = store;
  }

  /// A bucket in the call's region.
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
    if (expected.isPresent() && !expected.get().equals(bucket.account())) {
      throw S3Errors.accessDenied();
    }
    return bucket;
  }
}
