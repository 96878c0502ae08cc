package dev.landfall.sandbox.aws.cloudformation.operation;

import dev.landfall.sandbox.aws.cloudformation.state.ResourceStatus;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Removes resources, each before those it needs.
final class Removal {
  private final World world;
  private final Journal journal;
  private final Predicate<StackResource> keeps;
  private final Consumer<StackResource> gone;
  private final List<String> failed = new ArrayList<>();

  /// @param keeps whether a resource stays although its stack lets it go
  /// @param gone is told what is not the stack's any more
  Removal(
      World world, Journal journal, Predicate<StackResource> keeps, Consumer<StackResource> gone) {
    this.world = world;
    this.journal = journal;
    this.keeps = keeps;
    this.gone = gone;
  }

  /// Removes them all.
  ///
  /// @return the logical ids of those that could not be removed
  List<String> run(Collection<StackResource> resources) {
    var all = new LinkedHashMap<String, StackResource>();
    resources.forEach(resource -> all.put(key(resource), resource));
    new Walk(key -> neededBy(all, key), world.workers(), () -> false)
        .run(List.copyOf(all.keySet()).reversed(), key -> begin(all.get(key)));
    return failed.stream().sorted().toList();
  }

  private static String key(StackResource resource) {
    return resource.logicalId() + "|" + resource.physicalId();
  }

  private static Set<String> neededBy(Map<String, StackResource> all, String key) {
    var resource = all.get(key);
    var result = new HashSet<String>();
    if (resource != null) {
      all.forEach((other, needing) -> {
        if (needing.needs().contains(resource.logicalId())) {
          result.add(other);
        }
      });
    }
    return result;
  }

  private Optional<Walk.Work> begin(@Nullable StackResource resource) {
    if (resource == null) {
      return Optional.empty();
    }
    if (resource.physicalId().isEmpty()) {
      gone.accept(resource);
      return Optional.empty();
    }
    if (keeps.test(resource)) {
      journal.tell(now(resource, ResourceStatus.DELETE_SKIPPED, Optional.empty()));
      gone.accept(resource);
      return Optional.empty();
    }
    var deleting = now(resource, ResourceStatus.DELETE_IN_PROGRESS, Optional.empty());
    journal.tell(deleting);
    var calls = new Calls(world, journal.stack());
    return Optional.of(() -> {
      try {
        calls.delete(resource);
        return () -> {
          journal.tell(now(resource, ResourceStatus.DELETE_COMPLETE, Optional.empty()));
          gone.accept(resource);
          return true;
        };
      } catch (ResourceException e) {
        return () -> {
          failed.add(resource.logicalId());
          journal.notDeleted(
              now(resource, ResourceStatus.DELETE_FAILED, Optional.of(calls.reason(e))));
          return false;
        };
      }
    });
  }

  private StackResource now(
      StackResource resource, ResourceStatus status, Optional<String> reason) {
    return resource.with(status, reason, world.clock().instant());
  }
}
