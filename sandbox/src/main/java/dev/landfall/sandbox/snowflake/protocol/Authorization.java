package dev.landfall.sandbox.snowflake.protocol;

import com.sun.net.httpserver.Headers;
import java.util.Optional;

/// How a request shows who sends it.
///
/// @param header empty without one
/// @param tokenType what `X-Snowflake-Authorization-Token-Type` says of a bearer's token
record Authorization(String header, Optional<String> tokenType) {
  private static final String SESSION = "Snowflake Token=\"";
  private static final String BEARER = "Bearer ";

  static Authorization of(Headers headers) {
    return new Authorization(
        Optional.ofNullable(headers.getFirst("Authorization")).orElse(""),
        Optional.ofNullable(headers.getFirst("X-Snowflake-Authorization-Token-Type")));
  }

  /// A session's token.
  Optional<String> token() {
    return header.startsWith(SESSION) && header.endsWith("\"") && header.length() > SESSION.length()
        ? Optional.of(header.substring(SESSION.length(), header.length() - 1))
        : Optional.empty();
  }

  /// The token of a request without a session.
  Optional<String> bearer() {
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(header.substring(BEARER.length()).strip()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }
}
