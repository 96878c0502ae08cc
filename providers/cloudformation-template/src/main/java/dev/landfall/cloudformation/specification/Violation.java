package dev.landfall.cloudformation.specification;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is wrong with a resource's properties.
///
/// @param path where, as a JSON pointer behind `#`
/// @param name of the property that is missing or unknown, or the value that is not allowed
/// @param message in CloudFormation's words
/// @param suggestion what may have been meant
public record Violation(
    Kind kind, String path, String name, String message, Optional<String> suggestion) {
  /// What kind of fault it is.
  public enum Kind {
    UNKNOWN,
    MISSING,
    /// A value of another type.
    TYPE,
    /// A text that is none of those allowed.
    VALUE
  }

  /// One line, as CloudFormation says it; what may have been meant is added.
  public String text() {
    return path
        + ": "
        + message
        + suggestion.map(name -> " (did you mean " + name + "?)").orElse("");
  }

  /// The path in its parts.
  public List<String> steps() {
    return path.length() < 2 ? List.of() : List.of(path.substring(2).split("/", -1));
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
