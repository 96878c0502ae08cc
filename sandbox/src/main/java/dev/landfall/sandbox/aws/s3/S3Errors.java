package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;

/// What S3 says when it refuses.
///
/// Source: "Error responses" in the Amazon S3 API Reference.
final class S3Errors {
  private S3Errors() {}

  static AwsError noSuchBucket(String name) {
    return new AwsError("NoSuchBucket", 404, "The specified bucket does not exist")
        .with("BucketName", name);
  }

  static AwsError noSuchKey(String key) {
    return new AwsError("NoSuchKey", 404, "The specified key does not exist.").with("Key", key);
  }

  static AwsError noSuchVersion(String key, String id) {
    return new AwsError("NoSuchVersion", 404, "The specified version does not exist.")
        .with("Key", key)
        .with("VersionId", id);
  }

  static AwsError noSuchUpload(String id) {
    return new AwsError(
            "NoSuchUpload",
            404,
            "The specified upload does not exist. The upload ID may be invalid, or the upload may"
                + " have been aborted or completed.")
        .with("UploadId", id);
  }

  static AwsError accessDenied() {
    return new AwsError("AccessDenied", 403, "Access Denied");
  }

  static AwsError invalidArgument(String message, String name, String value) {
    return new AwsError("InvalidArgument", 400, message)
        .with("ArgumentName", name)
        .with("ArgumentValue", value);
  }

  static AwsError invalidRequest(String message) {
    return new AwsError("InvalidRequest", 400, message);
  }

  static AwsError malformedXml() {
    return new AwsError(
        "MalformedXML",
        400,
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }

  static AwsError notImplemented(String what) {
    return new AwsError(
            "NotImplemented",
            501,
            "A header or query you provided requested a function that is not implemented: " + what)
        .with("Header", what);
  }

  static AwsError preconditionFailed(String condition) {
    return new AwsError(
            "PreconditionFailed",
            412,
            "At least one of the pre-conditions you specified did not hold")
        .with("Condition", condition);
  }

  static AwsError badDigest(String what) {
    return new AwsError(
        "BadDigest", 400, "The " + what + " you specified did not match what we received.");
  }
}
