package dev.landfall.sandbox.aws.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;

/// Reads a request's body, and checks that the request is its sender's. Threads share it.
final class Verifier {
  private static final Duration SKEW = Duration.ofMinutes(15);
  private static final String STREAMING = "STREAMING-";
  private static final String SIGNED_CHUNKS = STREAMING + Authorization.ALGORITHM + "-PAYLOAD";
  private static final String UNSIGNED_CHUNKS = STREAMING + Signature.UNSIGNED;
  private static final String TRAILER = "-TRAILER";

  private final Keys keys;
  private final Authorizer authorizer;
  private final Clock clock;
  private final Path folder;

  /// @param folder for large bodies
  Verifier(Keys keys, Authorizer authorizer, Clock clock, Path folder) {
    this.keys = keys;
    this.authorizer = authorizer;
    this.clock = clock;
    this.folder = folder;
  }

  /// A body, and whose it is.
  record Verified(Identity identity, Body body) {}

  Verified verify(Request request, InputStream in, Authorization authorization, Target target)
      throws AwsError, IOException {
    var wire = target.wire();
    checkTime(authorization, wire);
    var secret = keys.secret(authorization.accessKey());
    if (secret.isEmpty()) {
      throw Trouble.UNKNOWN_KEY.on(wire);
    }
    var signature = new Signature(authorization, secret.get());
    var identity = identity(authorization, wire);
    var stated = stated(request, authorization, target);
    if (stated.isPresent() && !signature.matches(request, stated.get())) {
      throw Trouble.WRONG_SIGNATURE.on(wire);
    }
    var body = body(in, stated.orElse(""), signature, target);
    try {
      if (stated.isEmpty() && !signature.matches(request, body.sha256())) {
        throw Trouble.WRONG_SIGNATURE.on(wire);
      }
      if (stated.isPresent() && isHash(stated.get()) && !stated.get().equals(body.sha256())) {
        throw Trouble.WRONG_BODY.on(wire);
      }
      checkLength(request, body, wire);
    } catch (AwsError e) {
      body.close();
      throw e;
    }
    return new Verified(identity, body);
  }

  /// A request that nobody signed.
  Verified unsigned(InputStream in, Target target) throws AwsError, IOException {
    return new Verified(Identity.ANONYMOUS, read(in, target));
  }

  private void checkTime(Authorization authorization, Wire wire) throws AwsError {
    try {
      var time = authorization.time();
      var now = clock.instant();
      var validity = authorization.validity();
      if (time.isAfter(now.plus(SKEW)) || (validity.isEmpty() && time.isBefore(now.minus(SKEW)))) {
        var text = Authorization.FORMAT.format(now.atOffset(ZoneOffset.UTC));
        throw wire instanceof Wire.RestXml
            ? Trouble.SKEWED.on(wire)
            : Trouble.SKEWED.on(
                wire,
                "Signature "
                    + (time.isAfter(now) ? "not yet current: " : "expired: ")
                    + authorization.timestamp()
                    + " is now "
                    + (time.isAfter(now) ? "later than " : "earlier than ")
                    + text
                    + " (15 min.)");
      }
      if (validity.isPresent() && now.isAfter(time.plus(validity.get()))) {
        throw Trouble.EXPIRED
            .on(wire)
            .with("Expires", time.plus(validity.get()).toString())
            .with("ServerTime", now.toString());
      }
    } catch (Authorization.BrokenException e) {
      throw Trouble.BROKEN_SIGNATURE.on(wire, String.valueOf(e.getMessage()));
    }
  }

  private Identity identity(Authorization authorization, Wire wire) throws AwsError {
    if (!Keys.isTemporary(authorization.accessKey())) {
      if (authorization.token().isPresent()) {
        throw Trouble.WRONG_TOKEN.on(wire);
      }
      return Keys.isPermanent(authorization.accessKey())
          ? authorizer
              .owner(authorization.accessKey())
              .orElseThrow(() -> Trouble.UNKNOWN_KEY.on(wire))
          : Identity.root(authorization.accessKey());
    }
    var session =
        authorization.token().flatMap(token -> keys.session(authorization.accessKey(), token));
    if (session.isEmpty()) {
      throw Trouble.WRONG_TOKEN.on(wire);
    }
    if (clock.instant().isAfter(session.get().expiration())) {
      throw Trouble.EXPIRED_TOKEN.on(wire);
    }
    return session.get().identity();
  }

  /// What the signature has in the place of the body's hash; empty when the body must be read
  /// first.
  private static Optional<String> stated(
      Request request, Authorization authorization, Target target) throws AwsError {
    var stated = request.header("x-amz-content-sha256");
    if (stated.isEmpty()) {
      return authorization.presigned() && target.wire() instanceof Wire.RestXml
          ? Optional.of(Signature.UNSIGNED)
          : Optional.empty();
    }
    var text = stated.get();
    if (isHash(text) || text.equals(Signature.UNSIGNED) || isChunked(text)) {
      return stated;
    }
    throw new AwsError(
        "InvalidArgument",
        400,
        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
            + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or"
            + " a valid sha256 value.");
  }

  private static boolean isHash(String text) {
    return text.matches("[0-9a-f]{64}");
  }

  private static boolean isChunked(String text) {
    return text.equals(SIGNED_CHUNKS)
        || text.equals(SIGNED_CHUNKS + TRAILER)
        || text.equals(UNSIGNED_CHUNKS + TRAILER);
  }

  private Body body(InputStream in, String stated, Signature signature, Target target)
      throws AwsError, IOException {
    if (!stated.startsWith(STREAMING)) {
      return read(in, target);
    }
    var signed =
        stated.startsWith(SIGNED_CHUNKS) ? Optional.of(signature) : Optional.<Signature>empty();
    try {
      return read(new ChunkedUpload(new java.io.BufferedInputStream(in), signed), target);
    } catch (ChunkedUpload.BrokenException e) {
      throw e.trouble().on(target.wire());
    }
  }

  private Body read(InputStream in, Target target) throws AwsError, IOException {
    var body = Body.read(in, target.service().bodyLimit(), folder);
    if (body.isEmpty()) {
      throw Trouble.TOO_LARGE.on(target.wire());
    }
    return body.get();
  }

  private static void checkLength(Request request, Body body, Wire wire) throws AwsError {
    var decoded = request.header("x-amz-decoded-content-length");
    if (decoded.isPresent() && !decoded.get().equals(Long.toString(body.size()))) {
      throw Trouble.INCOMPLETE.on(wire);
    }
  }
}
