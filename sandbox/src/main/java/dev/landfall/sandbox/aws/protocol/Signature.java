package dev.landfall.sandbox.aws.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// Computes signatures of version 4. Immutable.
///
/// Source: "Create a signed AWS API request" in the IAM User Guide; "Signature calculations for the
/// Authorization header: transferring payload in multiple chunks" in the Amazon S3 API Reference.
final class Signature {
  static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private static final String NOTHING = Digests.sha256("");

  private final Authorization authorization;
  private final byte[] key;

  Signature(Authorization authorization, String secret) {
    this.authorization = authorization;
    var date = Digests.hmac(("AWS4" + secret).getBytes(UTF_8), authorization.date());
    var region = Digests.hmac(date, authorization.region());
    var service = Digests.hmac(region, authorization.service());
    this.key = Digests.hmac(service, "aws4_request");
  }

  /// Whether it is the one that the request has.
  ///
  /// @param payload the hash of the body, or what stands for it
  boolean matches(Request request, String payload) {
    var toSign =
        Authorization.ALGORITHM
            + "\n"
            + authorization.timestamp()
            + "\n"
            + authorization.scope()
            + "\n"
            + Digests.sha256(canonical(request, payload));
    return Digests.same(sign(toSign), authorization.signature());
  }

  private String canonical(Request request, String payload) {
    return request.method()
        + "\n"
        + path(request)
        + "\n"
        + query(request)
        + "\n"
        + authorization.signedHeaders().stream()
            .map(name -> name + ":" + header(request, name) + "\n")
            .collect(Collectors.joining())
        + "\n"
        + String.join(";", authorization.signedHeaders())
        + "\n"
        + payload;
  }

  private String path(Request request) {
    var once = Request.encode(request.path()).replace("%2F", "/");
    return authorization.service().equals("s3")
        ? once
        : Request.encode(request.rawPath()).replace("%2F", "/");
  }

  private static String query(Request request) {
    return request.query().stream()
        .filter(pair -> !pair.name().equals("X-Amz-Signature"))
        .map(pair -> new Request.Pair(Request.encode(pair.name()), Request.encode(pair.value())))
        .sorted(Comparator.comparing(Request.Pair::name).thenComparing(Request.Pair::value))
        .map(pair -> pair.name() + "=" + pair.value())
        .collect(Collectors.joining("&"));
  }

  private static String header(Request request, String name) {
    return request.headers(name).stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  /// Of a part of a chunked upload.
  ///
  /// @param before the signature of what came before it
  /// @param hash of the part, in hexadecimal digits
  String ofChunk(String before, String hash) {
    return sign(
        "AWS4-HMAC-SHA256-PAYLOAD\n"
            + authorization.timestamp()
            + "\n"
            + authorization.scope()
            + "\n"
            + before
            + "\n"
            + NOTHING
            + "\n"
            + hash);
  }

  /// Of what comes after a chunked upload.
  ///
  /// @param trailers a line for each
  String ofTrailers(String before, String trailers) {
    return sign(
        "AWS4-HMAC-SHA256-TRAILER\n"
            + authorization.timestamp()
            + "\n"
            + authorization.scope()
            + "\n"
            + before
            + "\n"
            + Digests.sha256(trailers));
  }

  /// Of the request itself, which the first chunk builds on.
  String seed() {
    return authorization.signature();
  }

  private String sign(String text) {
    return HexFormat.of().formatHex(Digests.hmac(key, text));
  }
}
