package dev.landfall.sandbox.aws.cloudformation.change;

import dev.landfall.cloudformation.template.Json;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The stack that a template is evaluated for: what its pseudo-parameters give.
public record StackContext(
    Scope scope, String stackName, String stackId, List<String> notificationArns) {
  public StackContext {
    notificationArns = List.copyOf(notificationArns);
  }

  Optional<JsonNode> pseudo(String name) {
    return switch (name) {
      case "AWS::AccountId" -> Optional.of(Json.text(scope.account()));
      case "AWS::Region" -> Optional.of(Json.text(scope.region()));
      case "AWS::Partition" -> Optional.of(Json.text(scope.partition()));
      case "AWS::URLSuffix" -> Optional.of(Json.text(scope.urlSuffix()));
      case "AWS::StackName" -> Optional.of(Json.text(stackName));
      case "AWS::StackId" -> Optional.of(Json.text(stackId));
      case "AWS::NotificationARNs" -> Optional.of(Json.list(notificationArns));
      default -> Optional.empty();
    };
  }
}
