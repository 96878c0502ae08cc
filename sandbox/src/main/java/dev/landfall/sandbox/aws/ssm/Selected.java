package dev.landfall.sandbox.aws.ssm;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.Optional;

/// A version of a parameter that somebody asks for: by name or ARN, and by number or label.
///
/// @param selector with its colon; empty for the latest
record Selected(String name, String selector, Version version) {
  /// What a client calls a parameter.
  ///
  /// @param selector with its colon
  record Asked(String name, String selector) {
    /// @param text a name or an ARN, behind which a colon and a version or label may stand
    static Asked of(ParameterStore store, Scope scope, String text) throws AwsError {
      var prefix = "arn:" + scope.partition() + ":ssm:" + scope.region() + ":";
      if (!text.startsWith("arn:")) {
        int colon = text.indexOf(':');
        return colon < 0
            ? new Asked(text, "")
            : new Asked(text.substring(0, colon), text.substring(colon));
      }
      var own = prefix + scope.account() + ":parameter/";
      var open = prefix + ":parameter/";
      if (!text.startsWith(own) && !text.startsWith(open)) {
        throw SsmErrors.noParameter(text);
      }
      var rest = text.substring(text.startsWith(own) ? own.length() : open.length());
      int colon = rest.indexOf(':');
      var bare = colon < 0 ? rest : rest.substring(0, colon);
      var name = store.get(scope, bare).isPresent() ? bare : "/" + bare;
      return new Asked(name, colon < 0 ? "" : rest.substring(colon));
    }
  }

  static Selected find(ParameterStore store, Scope scope, String text) throws AwsError {
    var asked = Asked.of(store, scope, text);
    var published = PublicParameters.find(scope, asked.name());
    if (published.isPresent()) {
      return new Selected(asked.name(), "", published.get());
    }
    var parameter =
        store.get(scope, asked.name()).orElseThrow(() -> SsmErrors.noParameter(asked.name()));
    if (asked.selector().isEmpty()) {
      return new Selected(parameter.name(), "", store.latest(scope, parameter));
    }
    var wanted = asked.selector().substring(1);
    Optional<Version> version =
        wanted.matches("[0-9]{1,18}")
            ? store.version(scope, parameter.name(), Long.parseLong(wanted))
            : store.versions(scope, parameter.name()).stream()
                .filter(one -> one.labels().contains(wanted))
                .findFirst();
    return new Selected(
        parameter.name(),
        asked.selector(),
        version.orElseThrow(() -> SsmErrors.noVersion(parameter.name(), wanted)));
  }
}
