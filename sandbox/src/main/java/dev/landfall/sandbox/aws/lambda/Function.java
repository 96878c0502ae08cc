package dev.landfall.sandbox.aws.lambda;

import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A function as it is now. Immutable.
record Function(Scope scope, Resource resource) {
  static final String CODE = "CodeFolder";
  static final String SHA256 = "CodeSha256";
  static final String SIZE = "CodeSize";
  static final String MODIFIED = "LastModified";
  static final String REVISION = "RevisionId";

  private static final int USUAL_TIMEOUT = 3;
  private static final int USUAL_MEMORY = 128;

  private ObjectNode properties() {
    return resource.properties();
  }

  String name() {
    return attribute("FunctionName");
  }

  String arn() {
    return new FunctionName(scope, name()).arn();
  }

  String attribute(String name) {
    return resource.attribute(name).map(JsonNode::asString).orElse("");
  }

  Optional<String> text(String property) {
    return Optional.of(properties().path(property).asString("")).filter(text -> !text.isEmpty());
  }

  String role() {
    return text("Role").orElse("");
  }

  String runtime() {
    return text("Runtime").orElse("");
  }

  String handler() {
    return text("Handler").orElse("");
  }

  /// In seconds.
  int timeout() {
    return properties().path("Timeout").asInt(USUAL_TIMEOUT);
  }

  /// In megabytes.
  int memory() {
    return properties().path("MemorySize").asInt(USUAL_MEMORY);
  }

  Map<String, String> environment() {
    var all = new TreeMap<String, String>();
    properties()
        .path("Environment")
        .path("Variables")
        .properties()
        .forEach(entry -> all.put(entry.getKey(), entry.getValue().asString("")));
    return all;
  }

  /// The queue for events that failed.
  Optional<String> deadLetters() {
    return Optional.of(properties().path("DeadLetterConfig").path("TargetArn").asString(""))
        .filter(arn -> !arn.isEmpty());
  }

  /// As Lambda's answers have it.
  ObjectNode configuration() {
    var json = dev.landfall.sandbox.aws.protocol.JsonTexts.object();
    json.put("FunctionName", name())
        .put("FunctionArn", arn())
        .put("Role", role())
        .put("CodeSize", resource.attribute(SIZE).map(JsonNode::asLong).orElse(0L))
        .put("Description", text("Description").orElse(""))
        .put("Timeout", timeout())
        .put("MemorySize", memory())
        .put("LastModified", attribute(MODIFIED))
        .put("CodeSha256", attribute(SHA256))
        .put("Version", "$LATEST")
        .put("RevisionId", attribute(REVISION))
        .put("State", "Active")
        .put("LastUpdateStatus", "Successful")
        .put("PackageType", "Zip");
    text("Runtime").ifPresent(text -> json.put("Runtime", text));
    text("Handler").ifPresent(text -> json.put("Handler", text));
    json.putArray("Architectures")
        .add(properties().path("Architectures").path(0).asString("x86_64"));
    json.putObject("TracingConfig")
        .put("Mode", properties().path("TracingConfig").path("Mode").asString("PassThrough"));
    json.putObject("EphemeralStorage")
        .put("Size", properties().path("EphemeralStorage").path("Size").asInt(512));
    deadLetters().ifPresent(arn -> json.putObject("DeadLetterConfig").put("TargetArn", arn));
    if (!environment().isEmpty()) {
      var variables = json.putObject("Environment").putObject("Variables");
      environment().forEach(variables::put);
    }
    return json;
  }
}
