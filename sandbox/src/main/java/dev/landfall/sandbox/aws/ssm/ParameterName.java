package dev.landfall.sandbox.aws.ssm;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.Locale;

/// The names of parameters.
///
/// Source: "Requirements and constraints for parameter names" in the AWS Systems Manager User
/// Guide.
final class ParameterName {
  private static final int LONGEST_ARN = 1011;
  private static final int DEEPEST = 15;

  private ParameterName() {}

  /// The ARN; a name with and one without a leading slash have the same.
  static String arn(Scope scope, String name) {
    var account = name.startsWith(PublicParameters.PREFIX) ? "" : scope.account();
    return "arn:"
        + scope.partition()
        + ":ssm:"
        + scope.region()
        + ":"
        + account
        + ":parameter"
        + (name.startsWith("/") ? name : "/" + name);
  }

  /// The name of a new parameter.
  static void check(Scope scope, String name) throws AwsError {
    if (name.isEmpty()) {
      throw SsmErrors.invalid(name, "name", "Member must have length greater than or equal to 1");
    }
    var bare = name.startsWith("/") ? name.substring(1) : name;
    var lower = bare.toLowerCase(Locale.ROOT);
    if (name.startsWith("/") && lower.matches("aws(/.*)?")) {
      throw SsmErrors.of(
          "AccessDeniedException", "No access to reserved parameter name: " + name + ".");
    }
    if (!name.startsWith("/") && name.contains("/")) {
      throw SsmErrors.invalid("Parameter name must be a fully qualified name.");
    }
    if (lower.startsWith("aws")
        || lower.startsWith("ssm")
        || !bare.matches("[\\w.-]+(/[\\w.-]+)*")) {
      throw SsmErrors.invalid(
          "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). If formed"
              + " as a path, it can consist of sub-paths divided by slash symbol; each sub-path can"
              + " be formed as a mix of letters, numbers and the following 3 symbols .-_");
    }
    if (bare.split("/", -1).length > DEEPEST) {
      throw SsmErrors.of(
          "HierarchyLevelLimitExceededException",
          "The hierarchy depth of the parameter path exceeds the maximum depth of "
              + DEEPEST
              + ".");
    }
    if (arn(scope, name).length() > LONGEST_ARN) {
      throw SsmErrors.invalid("The parameter name is too long.");
    }
  }
}
