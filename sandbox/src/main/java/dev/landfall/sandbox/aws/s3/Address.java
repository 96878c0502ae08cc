package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Request;
import java.nio.charset.StandardCharsets;

/// What a path names.
///
/// @param bucket empty for the service itself
/// @param key empty for the bucket itself
record Address(String bucket, String key) {
  private static final int LONGEST_KEY = 1024;

  static Address of(Request request) throws AwsError {
    var path = request.path().substring(1);
    var slash = path.indexOf('/');
    var key = slash < 0 ? "" : path.substring(slash + 1);
    if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
      throw new AwsError("KeyTooLongError", 400, "Your key is too long")
          .with("MaxSizeAllowed", Integer.toString(LONGEST_KEY));
    }
    if (path.indexOf('\0') >= 0) {
      throw new AwsError("InvalidURI", 400, "Couldn't parse the specified URI.");
    }
    return new Address(slash < 0 ? path : path.substring(0, slash), key);
  }

  @Override
  public String toString() {
    return key.isEmpty() ? bucket : bucket + "/" + key;
  }
}
