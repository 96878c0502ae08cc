package dev.landfall.sandbox.aws.sts;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.util.Base64;

/// What the token of an identity provider claims. Its signature is not checked: the sandbox knows
/// no providers.
public record WebIdentity(String subject, String audience, String issuer) {
  private static final int PARTS = 3;

  static WebIdentity read(String token) throws AwsError {
    var parts = token.split("\\.", -1);
    try {
      if (parts.length == PARTS) {
        var claims = JsonTexts.object(Base64.getUrlDecoder().decode(parts[1]));
        if (claims.isPresent()) {
          var audience = claims.get().path("aud");
          return new WebIdentity(
              claims.get().path("sub").asString(""),
              (audience.isArray() ? audience.path(0) : audience).asString(""),
              claims.get().path("iss").asString(""));
        }
      }
    } catch (IllegalArgumentException e) {
      throw broken();
    }
    throw broken();
  }

  private static AwsError broken() {
    return new AwsError(
        "InvalidIdentityToken",
        400,
        "The ID Token provided is not a valid JWT. (You may see this"
            + " error if you sent an Access Token)");
  }
}
