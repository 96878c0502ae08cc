package dev.landfall.sandbox.aws.lambda;

import dev.landfall.sandbox.aws.iam.RoleTrust;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Calls;
import dev.landfall.sandbox.aws.protocol.Identity;
import dev.landfall.sandbox.aws.protocol.Request;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is wanted of a function: checks it, and gets its code. Threads share it.
final class FunctionRequests {
  private static final int LONGEST_TIMEOUT = 900;
  private static final int LARGEST_ENVIRONMENT = 4_096;
  private static final Set<String> HONOURED =
      Set.of(
          "FunctionName",
          "Runtime",
          "Handler",
          "Role",
          "Code",
          "Description",
          "Timeout",
          "MemorySize",
          "Environment",
          "DeadLetterConfig",
          "Architectures",
          "Tags",
          "TracingConfig",
          "EphemeralStorage",
          "PackageType",
          "ReservedConcurrentExecutions",
          "KmsKeyArn",
          "LoggingConfig",
          "VpcConfig",
          "RuntimeManagementConfig");
  private static final Set<String> RESERVED =
      Set.of(
          "_HANDLER",
          "_X_AMZN_TRACE_ID",
          "AWS_DEFAULT_REGION",
          "AWS_REGION",
          "AWS_EXECUTION_ENV",
          "AWS_LAMBDA_FUNCTION_NAME",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
          "AWS_LAMBDA_FUNCTION_VERSION",
          "AWS_LAMBDA_INITIALIZATION_TYPE",
          "AWS_LAMBDA_LOG_GROUP_NAME",
          "AWS_LAMBDA_LOG_STREAM_NAME",
          "AWS_ACCESS_KEY",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_LAMBDA_RUNTIME_API",
          "LAMBDA_TASK_ROOT",
          "LAMBDA_RUNTIME_DIR");

  private final RoleTrust roles;
  private Optional<Calls> calls = Optional.empty();

  FunctionRequests(RoleTrust roles) {
    this.roles = roles;
  }

  void resume(Calls standIn) {
    calls = Optional.of(standIn);
  }

  /// @param properties as CloudFormation and Lambda call them
  void check(ObjectNode properties) throws AwsError {
    for (var name : properties.propertyNames()) {
      if (!HONOURED.contains(name)) {
        throw LambdaErrors.notHonoured(name + " of a function");
      }
    }
    if (properties.path("PackageType").asString("Zip").equals("Image")) {
      throw LambdaErrors.notHonoured("functions of container images");
    }
    if (!properties.has("Runtime") || !properties.has("Handler")) {
      throw LambdaErrors.invalid(
          "Runtime and Handler are mandatory parameters for functions created with deployment"
              + " packages.");
    }
    checkRange(properties, "Timeout", 1, LONGEST_TIMEOUT);
    checkRange(properties, "MemorySize", 128, 10_240);
    checkEnvironment(properties.path("Environment").path("Variables"));
    var target = properties.path("DeadLetterConfig").path("TargetArn").asString("");
    if (!target.isEmpty() && !target.contains(":sqs:")) {
      throw LambdaErrors.notHonoured("dead letters anywhere but in a queue");
    }
    var role = properties.path("Role").asString("");
    if (!roles.trusts(role, Invocations.PRINCIPAL)) {
      throw LambdaErrors.invalid("The role defined for the function cannot be assumed by Lambda.");
    }
  }

  private static void checkRange(ObjectNode properties, String name, int least, int most)
      throws AwsError {
    int value = properties.path(name).asInt(least);
    if (value < least || value > most) {
      throw new AwsError(
          "ValidationException",
          400,
          "1 validation error detected: Value '%d' at '%s' failed to satisfy constraint: Member must have value between %d and %d"
              .formatted(value, name, least, most));
    }
  }

  private static void checkEnvironment(JsonNode variables) throws AwsError {
    int size = variables.isMissingNode() ? 0 : variables.toString().length();
    if (size > LARGEST_ENVIRONMENT) {
      throw LambdaErrors.invalid(
          "Lambda was unable to configure your environment variables because the environment"
              + " variables you have provided exceeded the 4KB limit.");
    }
    for (var name : variables.propertyNames()) {
      if (RESERVED.contains(name)) {
        throw LambdaErrors.invalid(
            "Lambda was unable to configure your environment variables because the environment"
                + " variables you have provided contains reserved keys that are currently not"
                + " supported for modification. Reserved keys used in this request: "
                + name);
      }
      if (!name.matches("[a-zA-Z]\\w*")) {
        throw LambdaErrors.invalid("Environment variable names must begin with a letter: " + name);
      }
    }
  }

  /// The zip that a call brings, or names.
  ///
  /// @param code with `ZipFile` in base 64, or with a bucket and a key
  byte[] zip(JsonNode code, Identity caller, String region)
      throws AwsError, IOException, InterruptedException {
    if (code.has("ZipFile")) {
      try {
        return Base64.getDecoder().decode(code.path("ZipFile").asString(""));
      } catch (IllegalArgumentException e) {
        throw new AwsError("SerializationException", 400, "ZipFile is not base 64.");
      }
    }
    var bucket = code.path("S3Bucket").asString("");
    var key = code.path("S3Key").asString("");
    if (bucket.isEmpty() || key.isEmpty() || calls.isEmpty()) {
      throw LambdaErrors.invalid("Please provide a source for function code.");
    }
    var path = "/" + bucket + "/" + Request.encode(key).replace("%2F", "/");
    var version = code.path("S3ObjectVersion").asString("");
    var address = version.isEmpty() ? path : path + "?versionId=" + Request.encode(version);
    try {
      var reply =
          calls.get().call(caller, region, "s3", Request.of("GET", address, Map.of()), new byte[0]);
      return Calls.bytes(reply);
    } catch (AwsError e) {
      var denied = e.status() == 403;
      throw new AwsError(
          denied ? "AccessDeniedException" : "InvalidParameterValueException",
          denied ? 403 : 400,
          (denied
                  ? "Your access has been denied by S3, please make sure your request credentials"
                      + " have permission to GetObject for "
                      + bucket
                      + "/"
                      + key
                      + "."
                  : "Error occurred while GetObject.")
              + " S3 Error Code: "
              + e.code()
              + ". S3 Error Message: "
              + e.message());
    }
  }

  /// The same for a stack, whose `ZipFile` is the text of the only file.
  byte[] zipOfStack(ObjectNode properties, Identity caller, String region)
      throws AwsError, IOException, InterruptedException {
    var code = properties.path("Code");
    if (!code.has("ZipFile")) {
      return zip(code, caller, region);
    }
    var runtime = properties.path("Runtime").asString("");
    var language =
        Language.of(runtime)
            .orElseThrow(() ->
                LambdaErrors.invalid(
                    "ZipFile can only be used when Runtime is set to nodejs or python"));
    return CodeFiles.zip(language.inlineFile(), code.path("ZipFile").asString(""));
  }
}
