package dev.landfall.sandbox.aws.lambda;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.regex.Pattern;

/// A function as clients name it: by its name, its ARN, or a part of that.
///
/// @param scope whose it is
record FunctionName(Scope scope, String name) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:arn:aws[\\w-]*:lambda:)?(?:([a-z]{2}[\\w-]*-[0-9]):)?(?:([0-9]{12}):)?"
              + "(?:function:)?([\\w-]{1,64})(?::(\\$LATEST|[\\w-]+))?");

  /// @throws AwsError for what is no name, and for a version that is not there
  static FunctionName of(Scope caller, String text) throws AwsError {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw new AwsError(
          "ValidationException",
          400,
          "1 validation error detected: Value '"
              + text
              + "' at 'functionName' failed to satisfy constraint: Member must satisfy regular"
              + " expression pattern");
    }
    var scope =
        new Scope(
            match.group(2) == null ? caller.account() : match.group(2),
            match.group(1) == null ? caller.region() : match.group(1));
    var name = new FunctionName(scope, match.group(3));
    var version = match.group(4);
    if (version != null && !version.equals("$LATEST")) {
      throw LambdaErrors.noFunction(name.arn() + ":" + version);
    }
    return name;
  }

  String arn() {
    return "arn:"
        + scope.partition()
        + ":lambda:"
        + scope.region()
        + ":"
        + scope.account()
        + ":function:"
        + name;
  }
}
