package dev.landfall.sandbox.aws.cloudformation.operation;

import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.sandbox.aws.cloudformation.change.Configured;
import dev.landfall.sandbox.aws.cloudformation.change.Exports;
import dev.landfall.sandbox.aws.cloudformation.change.ResourceValues;
import dev.landfall.sandbox.aws.cloudformation.state.StackOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A stack's outputs.
public final class Outputs {
  private Outputs() {}

  /// Evaluates them.
  public static List<StackOutput> of(
      Configured configured, ResourceValues resources, Exports exports)
      throws CloudFormationException {
    var evaluator = configured.evaluator(resources, exports);
    var result = new ArrayList<StackOutput>();
    for (var output : configured.template().outputs().values()) {
      boolean there =
          output
              .condition()
              .map(name -> configured.conditions().getOrDefault(name, true))
              .orElse(true);
      var value = there ? evaluator.value(output.value()) : Optional.<JsonNode>empty();
      if (value.isEmpty()) {
        continue;
      }
      Optional<JsonNode> export = Optional.empty();
      if (output.export().isPresent()) {
        export = evaluator.value(output.export().get());
      }
      if (!value.get().isValueNode()) {
        throw CloudFormationException.validation(
            "Template format error: Output " + output.name() + " is malformed.");
      }
      result.add(
          new StackOutput(
              output.name(),
              value.get().asString(),
              output.description(),
              export.map(JsonNode::asString)));
    }
    return result;
  }
}
