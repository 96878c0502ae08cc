package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What S3's operations need to be allowed. Threads share it.
///
/// Source: "Required permissions for Amazon S3 API operations" in the Amazon S3 User Guide.
final class S3Permissions {
  private static final String POLICY = "policy";

  /// Where the permission is not called as the operation.
  private static final Map<String, String> ACTIONS =
      Map.ofEntries(
          Map.entry("ListBuckets", "ListAllMyBuckets"),
          Map.entry("HeadBucket", "ListBucket"),
          Map.entry("ListObjects", "ListBucket"),
          Map.entry("ListObjectsV2", "ListBucket"),
          Map.entry("ListObjectVersions", "ListBucketVersions"),
          Map.entry("ListMultipartUploads", "ListBucketMultipartUploads"),
          Map.entry("GetBucketEncryption", "GetEncryptionConfiguration"),
          Map.entry("PutBucketEncryption", "PutEncryptionConfiguration"),
          Map.entry("DeleteBucketEncryption", "PutEncryptionConfiguration"),
          Map.entry("GetPublicAccessBlock", "GetBucketPublicAccessBlock"),
          Map.entry("PutPublicAccessBlock", "PutBucketPublicAccessBlock"),
          Map.entry("DeletePublicAccessBlock", "PutBucketPublicAccessBlock"),
          Map.entry("GetBucketLifecycleConfiguration", "GetLifecycleConfiguration"),
          Map.entry("PutBucketLifecycleConfiguration", "PutLifecycleConfiguration"),
          Map.entry("DeleteBucketLifecycleConfiguration", "PutLifecycleConfiguration"),
          Map.entry("DeleteBucketOwnershipControls", "PutBucketOwnershipControls"),
          Map.entry("GetBucketCors", "GetBucketCORS"),
          Map.entry("PutBucketCors", "PutBucketCORS"),
          Map.entry("DeleteBucketCors", "PutBucketCORS"),
          Map.entry("DeleteBucketTagging", "PutBucketTagging"),
          Map.entry("DeleteBucketLogging", "PutBucketLogging"),
          Map.entry("GetBucketNotificationConfiguration", "GetBucketNotification"),
          Map.entry("PutBucketNotificationConfiguration", "PutBucketNotification"),
          Map.entry("DeleteBucketNotificationConfiguration", "PutBucketNotification"),
          Map.entry("HeadObject", "GetObject"),
          Map.entry("CopyObject", "PutObject"),
          Map.entry("CreateMultipartUpload", "PutObject"),
          Map.entry("UploadPart", "PutObject"),
          Map.entry("UploadPartCopy", "PutObject"),
          Map.entry("CompleteMultipartUpload", "PutObject"),
          Map.entry("ListParts", "ListMultipartUploadParts"));

  private final S3Store store;

  S3Permissions(S3Store store) {
    this.store = store;
  }

  /// What an operation needs.
  Permission[] of(Call call, Address address, String operation) throws AwsError {
    if (operation.equals("DeleteObjects")) {
      return new Permission[0];
    }
    if (address.bucket().isEmpty()) {
      return new Permission[] {Permission.of("s3:ListAllMyBuckets", "*")};
    }
    var version = call.request().query("versionId");
    List<Permission> needed = new ArrayList<>();
    needed.add(
        permission(call, address, ACTIONS.getOrDefault(operation, operation), version)
            .with("s3:prefix", call.request().query("prefix"))
            .with("s3:delimiter", call.request().query("delimiter"))
            .with("s3:max-keys", call.request().query("max-keys"))
            .with("s3:x-amz-acl", call.request().header("x-amz-acl"))
            .with(
                "s3:x-amz-server-side-encryption",
                call.request().header("x-amz-server-side-encryption"))
            .with(
                "s3:x-amz-server-side-encryption-aws-kms-key-id",
                call.request().header("x-amz-server-side-encryption-aws-kms-key-id")));
    var source = call.request().header("x-amz-copy-source");
    if (source.isPresent() && !address.key().isEmpty()) {
      var from = CopySource.of(source.get());
      needed.add(permission(call, from.address(), "GetObject", from.version()));
    }
    return needed.toArray(Permission[]::new);
  }

  /// What deleting one of several objects needs.
  Permission deletion(Call call, Address address, Optional<String> version) {
    return permission(call, address, "DeleteObject", version);
  }

  /// @param version that the call names: there are permissions of their own for that
  private Permission permission(
      Call call, Address address, String action, Optional<String> version) {
    var bucket = store.bucket(address.bucket());
    var ofVersion =
        version.isPresent()
            && (action.equals("GetObject")
                || action.equals("DeleteObject")
                || action.endsWith("ObjectTagging"));
    var name =
        ofVersion && action.endsWith("Tagging")
            ? action.replace("Object", "ObjectVersion")
            : ofVersion ? action + "Version" : action;
    // The root user can always get at the policy that locks it out.
    var policy =
        action.endsWith("BucketPolicy") && call.identity().arn().endsWith(":root")
            ? Optional.<String>empty()
            : bucket.flatMap(found -> found.document(POLICY));
    return Permission.of(
            "s3:" + name,
            arn(bucket, address),
            bucket.filter(_ -> !action.equals("CreateBucket")).map(Bucket::account).orElse(""),
            action.equals("CreateBucket") ? Optional.empty() : policy)
        .with("s3:VersionId", version);
  }

  private static String arn(Optional<Bucket> bucket, Address address) {
    return bucket.map(Bucket::arn).orElseGet(() -> "arn:aws:s3:::" + address.bucket())
        + (address.key().isEmpty() ? "" : "/" + address.key());
  }
}
