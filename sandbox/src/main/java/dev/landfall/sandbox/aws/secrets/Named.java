package dev.landfall.sandbox.aws.secrets;

import dev.landfall.sandbox.aws.resource.Scope;
import java.util.Optional;

/// What a client calls a secret: its name, its ARN, or its ARN without the random end.
///
/// @param scope in which it is
/// @param name as far as it is known; that of an ARN ends with the random letters, and an ARN of
///   another region names nothing
/// @param whole the ARN; empty for a name
record Named(Scope scope, String name, String whole) {
  private static final int PARTS = 7;
  private static final int NAME = 6;
  private static final int REGION = 3;
  private static final int ACCOUNT = 4;
  private static final int SUFFIX = 7;

  static Named of(Scope caller, String id) {
    var parts = id.split(":", PARTS);
    if (parts.length < PARTS || !parts[2].equals("secretsmanager")) {
      return new Named(caller, id, "");
    }
    if (!parts[REGION].equals(caller.region())) {
      return new Named(caller, id, id);
    }
    return new Named(new Scope(parts[ACCOUNT], parts[REGION]), parts[NAME], id);
  }

  /// The secret, if there is one.
  Optional<Secret> find(SecretStore store) {
    if (whole.isEmpty()) {
      return store.get(scope, name);
    }
    if (name.length() > SUFFIX) {
      var exact =
          store
              .get(scope, name.substring(0, name.length() - SUFFIX))
              .filter(secret -> secret.arn().equals(whole));
      if (exact.isPresent()) {
        return exact;
      }
    }
    return store.get(scope, name);
  }

  /// What policies are asked about when there is no such secret.
  String arn() {
    return whole.isEmpty() ? SecretStore.arn(scope, name) : whole;
  }
}
