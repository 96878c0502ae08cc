package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// What a body is, when it is what its sender says it is.
///
/// @param etag the MD5 of its bytes
/// @param algorithm of the checksum that came with it
/// @param checksum in base64
record Uploaded(String etag, Optional<Checksum> algorithm, String checksum) {
  /// Compares a body with the digests that its sender computed.
  static Uploaded check(Call call) throws AwsError, IOException {
    var etag = checkMd5(call);
    for (var algorithm : Checksum.values()) {
      var stated =
          call.request()
              .header(algorithm.header())
              .or(() -> Optional.ofNullable(call.body().trailers().get(algorithm.header())));
      if (stated.isPresent()) {
        var actual = algorithm.of(call.body().open());
        if (!actual.equals(stated.get())) {
          throw S3Errors.badDigest(algorithm.name());
        }
        return new Uploaded(etag, Optional.of(algorithm), actual);
      }
    }
    if (call.request().header("x-amz-trailer").isPresent() && call.body().trailers().isEmpty()) {
      throw new AwsError(
          "MalformedTrailerError",
          400,
          "The request contained trailing data that was not well-formed or did not conform to"
              + " our published schema.");
    }
    return new Uploaded(etag, Optional.empty(), "");
  }

  /// @return the MD5 in hexadecimal digits
  static String checkMd5(Call call) throws AwsError, IOException {
    byte[] md5;
    try (var in = call.body().open()) {
      md5 = Checksum.digest("MD5", in);
    }
    var stated = call.request().header("Content-MD5");
    if (stated.isPresent() && !stated.get().equals(Base64.getEncoder().encodeToString(md5))) {
      if (!stated.get().matches("[A-Za-z0-9+/]{22}==")) {
        throw new AwsError("InvalidDigest", 400, "The Content-MD5 you specified was invalid.");
      }
      throw S3Errors.badDigest("Content-MD5");
    }
    return HexFormat.of().formatHex(md5);
  }
}
