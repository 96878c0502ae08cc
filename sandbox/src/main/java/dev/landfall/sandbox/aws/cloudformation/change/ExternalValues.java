package dev.landfall.sandbox.aws.cloudformation.change;

import dev.landfall.cloudformation.template.Rules;
import java.util.Optional;

/// Values of an account in a region that other services keep: what dynamic references name, and
/// what rules ask for.
public interface ExternalValues extends Rules.Account {
  /// A parameter of Systems Manager.
  ///
  /// @param secure whether it is a `SecureString`
  record Parameter(String value, boolean secure) {
    @Override
    public String toString() {
      return "Parameter[secure=" + secure + "]";
    }
  }

  /// @param selector the name, or `NAME:VERSION`
  Optional<Parameter> parameter(String selector);

  /// The text of a secret.
  ///
  /// @param id its name or ARN
  /// @param stage the current one when neither this nor a version is given
  Optional<String> secret(String id, Optional<String> stage, Optional<String> version);
}
