package dev.landfall.sandbox.snowflake.session;

import java.util.Map;
import java.util.Optional;

/// What a client says when it opens a session.
///
/// @param account the account's name, in any case
/// @param user the login name, in any case
/// @param application the client's name, such as `JDBC`
/// @param parameters session parameters it sets from the start
public record Login(
    String account,
    String user,
    Credentials credentials,
    Optional<String> database,
    Optional<String> schema,
    Optional<String> warehouse,
    Optional<String> role,
    String application,
    Map<String, String> parameters) {
  public Login {
    parameters = Map.copyOf(parameters);
  }

  /// How the user shows who they are.
  public sealed interface Credentials {
    record Password(String password) implements Credentials {
      @Override
      public String toString() {
        return "Password[…]";
      }
    }

    /// Key-pair authentication: a token that the client signed itself.
    record KeyPair(String jwt) implements Credentials {
      @Override
      public String toString() {
        return "KeyPair[…]";
      }
    }
  }
}
