package dev.landfall.sandbox.aws.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.AwsError;
import java.net.URLDecoder;
import java.util.Optional;

/// What the header `x-amz-copy-source` names.
record CopySource(Address address, Optional<String> version) {
  private static final String VERSION = "?versionId=";

  static CopySource of(String header) throws AwsError {
    var mark = header.indexOf(VERSION);
    var encoded = mark < 0 ? header : header.substring(0, mark);
    var path = URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8);
    path = path.startsWith("/") ? path.substring(1) : path;
    var slash = path.indexOf('/');
    if (slash <= 0 || slash == path.length() - 1) {
      throw S3Errors.invalidArgument(
          "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
          "x-amz-copy-source",
          header);
    }
    return new CopySource(
        new Address(path.substring(0, slash), path.substring(slash + 1)),
        mark < 0 ? Optional.empty() : Optional.of(header.substring(mark + VERSION.length())));
  }
}
