package dev.landfall.sandbox.aws.protocol;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a request says of its signature, in its header or in its query.
///
/// @param timestamp as it was written
/// @param validity how long a presigned request may be used; empty for one that is signed by its
///   header
/// @param token of temporary credentials
record Authorization(
    String accessKey,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String signature,
    String timestamp,
    Optional<Duration> validity,
    Optional<String> token) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

  private static final int SCOPE_PARTS = 5;
  private static final long LONGEST = 604_800;

  /// @return empty for a request that is not signed
  /// @throws BrokenException for one whose signature cannot be understood
  static Optional<Authorization> of(Request request) throws BrokenException {
    var header = request.header("Authorization");
    if (header.isPresent()) {
      return Optional.of(ofHeader(request, header.get()));
    }
    return request.query("X-Amz-Algorithm").isPresent()
        ? Optional.of(ofQuery(request))
        : Optional.empty();
  }

  /// A signature that cannot be understood.
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenException(String message) {
      super(message, null, false, false);
    }
  }

  private static Authorization ofHeader(Request request, String header) throws BrokenException {
    if (!header.startsWith(ALGORITHM + " ")) {
      throw new BrokenException(
          "The authorization mechanism you have provided is not supported. Please use "
              + ALGORITHM
              + ".");
    }
    var parts = new HashMap<String, String>();
    for (var part : header.substring(ALGORITHM.length()).split(",", -1)) {
      var equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return read(
        part(parts, "Credential"),
        part(parts, "SignedHeaders"),
        part(parts, "Signature"),
        timestamp(request),
        Optional.empty(),
        request.header("x-amz-security-token"));
  }

  private static String part(Map<String, String> parts, String name) throws BrokenException {
    var value = parts.get(name);
    if (value == null || value.isEmpty()) {
      throw new BrokenException("Authorization header requires '" + name + "' parameter.");
    }
    return value;
  }

  private static String timestamp(Request request) throws BrokenException {
    var amazon = request.header("x-amz-date");
    if (amazon.isPresent()) {
      return amazon.get();
    }
    try {
      var date =
          request
              .header("Date")
              .orElseThrow(() ->
                  new BrokenException(
                      "Authorization header requires existence of either a 'X-Amz-Date' or a"
                          + " 'Date' header."));
      return FORMAT.format(
          DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from).atOffset(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      throw new BrokenException("The Date header cannot be read.");
    }
  }

  private static Authorization ofQuery(Request request) throws BrokenException {
    if (!parameter(request, "X-Amz-Algorithm").equals(ALGORITHM)) {
      throw new BrokenException("X-Amz-Algorithm only supports \"" + ALGORITHM + "\"");
    }
    var expires = parameter(request, "X-Amz-Expires");
    if (!expires.matches("[0-9]{1,6}") || Long.parseLong(expires) > LONGEST) {
      throw new BrokenException(
          "X-Amz-Expires must be less than a week (in seconds) that is " + LONGEST);
    }
    return read(
        parameter(request, "X-Amz-Credential"),
        parameter(request, "X-Amz-SignedHeaders"),
        parameter(request, "X-Amz-Signature"),
        parameter(request, "X-Amz-Date"),
        Optional.of(Duration.ofSeconds(Long.parseLong(expires))),
        request.query("X-Amz-Security-Token"));
  }

  private static String parameter(Request request, String name) throws BrokenException {
    return request
        .query(name)
        .orElseThrow(() -> new BrokenException("The query parameter " + name + " is missing."));
  }

  private static Authorization read(
      String credential,
      String signedHeaders,
      String signature,
      String timestamp,
      Optional<Duration> validity,
      Optional<String> token)
      throws BrokenException {
    var scope = credential.split("/", -1);
    if (scope.length != SCOPE_PARTS || !scope[4].equals("aws4_request")) {
      throw new BrokenException(
          "The credential must be of the form"
              + " <access-key-id>/<yyyymmdd>/<region>/<service>/aws4_request.");
    }
    if (!timestamp.startsWith(scope[1]) || scope[1].length() != 8) {
      throw new BrokenException(
          "The date of the credential '" + scope[1] + "' is not that of the request.");
    }
    var authorization =
        new Authorization(
            scope[0],
            scope[1],
            scope[2],
            scope[3],
            List.of(signedHeaders.toLowerCase(Locale.ROOT).split(";")),
            signature,
            timestamp,
            validity,
            token);
    var _ = authorization.time();
    return authorization;
  }

  /// When it was signed.
  Instant time() throws BrokenException {
    try {
      return LocalDateTime.parse(timestamp, FORMAT).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new BrokenException(
          "The date of the request must be in the ISO8601 basic format, such as"
              + " 20261129T120000Z.");
    }
  }

  boolean presigned() {
    return validity.isPresent();
  }

  /// As it is part of what is signed.
  String scope() {
    return date + "/" + region + "/" + service + "/aws4_request";
  }
}
