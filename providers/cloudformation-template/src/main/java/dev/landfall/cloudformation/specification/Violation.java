package dev.landfall.cloudformation.specification;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is wrong with a resource's properties.
///
/// @param path where, as a JSON pointer behind `#`
/// @param message in CloudFormation's words
/// @param suggestion what may have been meant
public record Violation(String path, String message, Optional<String> suggestion) {
  /// One line, as CloudFormation says it; what may have been meant is added.
  public String text() {
    return path
        + ": "
        + message
        + suggestion.map(name -> " (did you mean " + name + "?)").orElse("");
  }

  /// What CloudFormation says of a resource with violations.
  public static String text(String logicalId, List<Violation> violations) {
    return violations.stream()
        .map(Violation::text)
        .collect(
            Collectors.joining(
                "\n",
                "Properties validation failed for resource " + logicalId + " with message:\n",
                ""));
  }
}
