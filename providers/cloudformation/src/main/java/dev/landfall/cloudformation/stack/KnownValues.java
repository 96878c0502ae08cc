package dev.landfall.cloudformation.stack;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Evaluator;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.cloudformation.template.Lookup;
import dev.landfall.cloudformation.template.Parameters;
import dev.landfall.cloudformation.template.Template;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What is known of a stack's values before it is changed: its parameters and where it is. What
/// resources give is not.
final class KnownValues implements Lookup {
  private final Template template;
  private final Job job;
  private final String[] arn;

  /// @param stackId its ARN
  KnownValues(Template template, Job job, String stackId) {
    this.template = template;
    this.job = job;
    this.arn = stackId.split(":");
  }

  @Override
  public Optional<JsonNode> ref(String name) {
    return Optional.of(
        switch (name) {
          case "AWS::StackName" -> Json.text(job.stack());
          case "AWS::StackId" -> Json.text(String.join(":", arn));
          case "AWS::Partition" -> Json.text(part(1));
          case "AWS::Region" -> Json.text(part(3));
          case "AWS::AccountId" -> Json.text(part(4));
          default -> parameter(name);
        });
  }

  private JsonNode parameter(String name) {
    var declaration = template.parameters().get(name);
    if (declaration == null || declaration.isStored()) {
      return Evaluator.UNKNOWN;
    }
    return Optional.ofNullable(job.parameters().get(name))
        .or(declaration::defaultValue)
        .map(value -> Parameters.node(declaration, value))
        .orElse(Evaluator.UNKNOWN);
  }

  private String part(int index) {
    return index < arn.length ? arn[index] : "";
  }

  @Override
  public JsonNode attribute(String resource, String attribute) throws CloudFormationException {
    return Evaluator.UNKNOWN;
  }

  @Override
  public JsonNode export(String name) throws CloudFormationException {
    return Evaluator.UNKNOWN;
  }

  @Override
  public String region() {
    return part(3);
  }
}
