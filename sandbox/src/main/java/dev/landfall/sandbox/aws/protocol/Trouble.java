package dev.landfall.sandbox.aws.protocol;

/// What can go wrong with a call to any service; each family of wire formats has its own code for
/// it.
///
/// Source: "Common Error Types" in the API references of STS and SQS, "Error responses" in that of
/// S3.
public enum Trouble {
  UNSIGNED(
      new Said("MissingAuthenticationToken", 403, "Request is missing Authentication Token"),
      new Said("MissingAuthenticationTokenException", 400, "Missing Authentication Token"),
      new Said("AccessDenied", 403, "Access Denied")),
  BROKEN_SIGNATURE(
      new Said(
          "IncompleteSignature", 400, "The request signature does not conform to AWS standards."),
      new Said(
          "IncompleteSignatureException",
          400,
          "The request signature does not conform to AWS standards."),
      new Said("AuthorizationHeaderMalformed", 400, "The authorization header is malformed.")),
  UNKNOWN_KEY(
      new Said(
          "InvalidClientTokenId", 403, "The security token included in the request is invalid."),
      new Said(
          "UnrecognizedClientException",
          400,
          "The security token included in the request is invalid."),
      new Said(
          "InvalidAccessKeyId",
          403,
          "The AWS Access Key Id you provided does not exist in our records.")),
  WRONG_TOKEN(
      new Said(
          "InvalidClientTokenId", 403, "The security token included in the request is invalid"),
      new Said(
          "UnrecognizedClientException",
          400,
          "The security token included in the request is invalid"),
      new Said("InvalidToken", 400, "The provided token is malformed or otherwise invalid.")),
  EXPIRED_TOKEN(
      new Said("ExpiredToken", 403, "The security token included in the request is expired"),
      new Said(
          "ExpiredTokenException", 400, "The security token included in the request is expired"),
      new Said("ExpiredToken", 400, "The provided token has expired.")),
  WRONG_SIGNATURE(
      new Said("SignatureDoesNotMatch", 403, Said.MISMATCH),
      new Said("InvalidSignatureException", 400, Said.MISMATCH),
      new Said(
          "SignatureDoesNotMatch",
          403,
          "The request signature we calculated does not match the signature you provided. Check"
              + " your key and signing method.")),
  SKEWED(
      new Said("SignatureDoesNotMatch", 403, "Signature expired"),
      new Said("InvalidSignatureException", 400, "Signature expired"),
      new Said(
          "RequestTimeTooSkewed",
          403,
          "The difference between the request time and the current time is too large.")),
  EXPIRED(
      new Said("RequestExpired", 400, "Request has expired."),
      new Said("RequestExpired", 400, "Request has expired."),
      new Said("AccessDenied", 403, "Request has expired")),
  WRONG_BODY(
      new Said("SignatureDoesNotMatch", 403, Said.MISMATCH),
      new Said("InvalidSignatureException", 400, Said.MISMATCH),
      new Said(
          "XAmzContentSHA256Mismatch",
          400,
          "The provided 'x-amz-content-sha256' header does not match what was computed.")),
  TOO_LARGE(
      new Said("RequestEntityTooLarge", 413, "Request entity too large"),
      new Said("RequestEntityTooLargeException", 413, "Request entity too large"),
      new Said(
          "EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed object size.")),
  INCOMPLETE(
      new Said("MalformedInput", 400, "The body of the request is incomplete."),
      new Said("SerializationException", 400, "The body of the request is incomplete."),
      new Said("IncompleteBody", 400, "The request body terminated unexpectedly")),
  MALFORMED(
      new Said("MalformedInput", 400, "The request cannot be read."),
      new Said("SerializationException", 400, "The request cannot be read."),
      new Said("InvalidRequest", 400, "The request cannot be read.")),
  ACCESS_DENIED(
      new Said("AccessDenied", 403, "Access Denied"),
      new Said("AccessDeniedException", 400, "Access Denied"),
      new Said("AccessDenied", 403, "Access Denied")),
  UNKNOWN_ACTION(
      new Said("InvalidAction", 400, "Could not find operation"),
      new Said("UnknownOperationException", 400, "The operation is not known."),
      new Said(
          "NotImplemented",
          501,
          "A header or query you provided requested a function that is not implemented.")),
  THROTTLED(
      new Said("Throttling", 400, "Rate exceeded"),
      new Said("ThrottlingException", 400, "Rate exceeded"),
      new Said("SlowDown", 503, "Please reduce your request rate.")),
  FAILED(
      new Said("InternalFailure", 500, "The request processing has failed."),
      new Said("InternalServerError", 500, "The request processing has failed."),
      new Said("InternalError", 500, "We encountered an internal error. Please try again."));

  @SuppressWarnings("ImmutableEnumChecker")
  private final Said query;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Said json;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Said xml;

  /// How one family of services says it.
  private record Said(String code, int status, String message) {
    private static final String MISMATCH =
        "The request signature we calculated does not match the signature you provided. Check your"
            + " AWS Secret Access Key and signing method. Consult the service documentation for"
            + " details.";
  }

  Trouble(Said query, Said json, Said xml) {
    this.query = query;
    this.json = json;
    this.xml = xml;
  }

  /// As it is said on this wire.
  public AwsError on(Wire wire) {
    var said = said(wire);
    return new AwsError(said.code(), said.status(), said.message());
  }

  /// The same with a message that tells more.
  public AwsError on(Wire wire, String message) {
    var said = said(wire);
    return new AwsError(said.code(), said.status(), message);
  }

  /// By which Query clients know it, also those that speak JSON.
  String queryCode() {
    return query.code();
  }

  /// EC2 has codes of its own.
  private Said ec2() {
    return switch (this) {
      case UNKNOWN_KEY, WRONG_TOKEN, WRONG_SIGNATURE, WRONG_BODY ->
          new Said(
              "AuthFailure", 401, "AWS was not able to validate the provided access credentials");
      case EXPIRED_TOKEN -> new Said("RequestExpired", 400, "Request has expired.");
      case ACCESS_DENIED ->
          new Said(
              "UnauthorizedOperation", 403, "You are not authorized to perform this operation.");
      case THROTTLED -> new Said("RequestLimitExceeded", 503, "Request limit exceeded.");
      default -> query;
    };
  }

  private Said said(Wire wire) {
    return switch (wire) {
      case Wire.Query _ -> query;
      case Wire.Ec2 _ -> ec2();
      case Wire.Json _, Wire.RestJson _ -> json;
      case Wire.RestXml _ -> xml;
    };
  }
}
