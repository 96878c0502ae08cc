package dev.landfall.sandbox.aws.cloudformation.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How far a stack is from what its template says.
///
/// @param id of the detection
/// @param done whether the detection has ended
/// @param resources those that could be checked; empty until then
public record StackDrift(
    String id, String stackId, boolean done, Instant at, List<ResourceDrift> resources) {
  public StackDrift {
    resources = List.copyOf(resources);
  }

  /// What a resource has come to.
  public enum Status {
    IN_SYNC,
    MODIFIED,
    DELETED
  }

  /// A resource that was checked.
  ///
  /// @param expected its properties as the template has them, as JSON
  /// @param actual as they are, as JSON; empty when it was deleted
  public record ResourceDrift(
      String logicalId,
      String physicalId,
      String type,
      Status status,
      String expected,
      Optional<String> actual,
      List<Difference> differences) {
    public ResourceDrift {
      differences = List.copyOf(differences);
    }
  }

  /// A property that differs.
  ///
  /// @param path such as `/RedrivePolicy/maxReceiveCount`
  /// @param kind `ADD`, `REMOVE` or `NOT_EQUAL`
  public record Difference(String path, String expected, String actual, String kind) {}

  /// How many resources differ.
  public long drifted() {
    return resources.stream().filter(resource -> resource.status() != Status.IN_SYNC).count();
  }

  /// What a resource was found to be; empty when it was not checked.
  public Optional<ResourceDrift> resource(String logicalId) {
    return resources.stream()
        .filter(resource -> resource.logicalId().equals(logicalId))
        .findFirst();
  }
}
