package dev.landfall.cloudformation.stack;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/// A stack as DescribeStacks tells it. Immutable.
///
/// @param id its ARN
/// @param changed when its last operation began; its creation, when there was none
/// @param exports the names that outputs are exported by
/// @param isProtected whether it may not be deleted
record LiveStack(
    String id,
    String status,
    String reason,
    Instant changed,
    Map<String, String> parameters,
    Map<String, String> tags,
    Map<String, String> outputs,
    Map<String, String> exports,
    boolean isProtected) {

  static LiveStack of(Stack stack) {
    var parameters = new TreeMap<String, String>();
    for (Parameter parameter : stack.parameters()) {
      parameters.put(parameter.parameterKey(), String.valueOf(parameter.parameterValue()));
    }
    var tags = new TreeMap<String, String>();
    for (Tag tag : stack.tags()) {
      tags.put(tag.key(), tag.value());
    }
    var outputs = new TreeMap<String, String>();
    var exports = new TreeMap<String, String>();
    for (Output output : stack.outputs()) {
      outputs.put(output.outputKey(), output.outputValue());
      if (output.exportName() != null) {
        exports.put(output.outputKey(), output.exportName());
      }
    }
    return new LiveStack(
        stack.stackId(),
        stack.stackStatusAsString(),
        stack.stackStatusReason() == null ? "" : stack.stackStatusReason(),
        stack.lastUpdatedTime() == null ? stack.creationTime() : stack.lastUpdatedTime(),
        Map.copyOf(parameters),
        Map.copyOf(tags),
        Map.copyOf(outputs),
        Map.copyOf(exports),
        Boolean.TRUE.equals(stack.enableTerminationProtection()));
  }

  /// Whether it holds nothing yet: a change set is to create it.
  boolean isOnlyPlanned() {
    return status.equals("REVIEW_IN_PROGRESS");
  }

  /// Whether somebody's operation is under way.
  boolean isBusy() {
    return status.endsWith("_IN_PROGRESS") && !isOnlyPlanned();
  }

  /// Whether change sets can be made for it.
  boolean isChangeable() {
    return switch (status) {
      case "CREATE_COMPLETE",
          "UPDATE_COMPLETE",
          "UPDATE_ROLLBACK_COMPLETE",
          "IMPORT_COMPLETE",
          "IMPORT_ROLLBACK_COMPLETE",
          "REVIEW_IN_PROGRESS" ->
          true;
      default -> false;
    };
  }
}
