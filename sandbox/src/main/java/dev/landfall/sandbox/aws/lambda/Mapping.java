package dev.landfall.sandbox.aws.lambda;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.Scope;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What lets a queue invoke a function. Immutable.
record Mapping(Scope scope, Resource resource) {
  private static final int USUAL_BATCH = 10;

  private ObjectNode properties() {
    return resource.properties();
  }

  String id() {
    return resource.attribute("Id").map(JsonNode::asString).orElse("");
  }

  FunctionName function() throws AwsError {
    return FunctionName.of(scope, properties().path("FunctionName").asString(""));
  }

  String queueArn() {
    return properties().path("EventSourceArn").asString("");
  }

  /// Where the queue is, without a host.
  String queueUrl() {
    var parts = queueArn().split(":", -1);
    return "http://localhost/" + parts[4] + "/" + parts[5];
  }

  int batchSize() {
    return properties().path("BatchSize").asInt(USUAL_BATCH);
  }

  /// In seconds.
  int window() {
    return properties().path("MaximumBatchingWindowInSeconds").asInt(0);
  }

  boolean enabled() {
    return properties().path("Enabled").asBoolean(true);
  }

  boolean reportsItems() {
    return properties()
        .path("FunctionResponseTypes")
        .valueStream()
        .anyMatch(type -> type.asString("").equals("ReportBatchItemFailures"));
  }

  /// As Lambda's answers have it.
  ///
  /// @param result of the last batch
  ObjectNode json(String result) throws AwsError {
    var json =
        JsonTexts.object()
            .put("UUID", id())
            .put("EventSourceArn", queueArn())
            .put("EventSourceMappingArn", arn())
            .put("FunctionArn", function().arn())
            .put("BatchSize", batchSize())
            .put("MaximumBatchingWindowInSeconds", window())
            .put("State", enabled() ? "Enabled" : "Disabled")
            .put("StateTransitionReason", "USER_INITIATED")
            .put("LastProcessingResult", result)
            .put(
                "LastModified",
                resource.attribute("LastModified").map(JsonNode::asLong).orElse(0L));
    var types = json.putArray("FunctionResponseTypes");
    properties().path("FunctionResponseTypes").forEach(type -> types.add(type.asString("")));
    return json;
  }

  private String arn() {
    return "arn:"
        + scope.partition()
        + ":lambda:"
        + scope.region()
        + ":"
        + scope.account()
        + ":event-source-mapping:"
        + id();
  }
}
