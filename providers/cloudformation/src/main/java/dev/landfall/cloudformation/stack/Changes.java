package dev.landfall.cloudformation.stack;

import dev.landfall.spi.Action;
import dev.landfall.spi.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.PolicyAction;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.ResourceAttribute;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;
import software.amazon.awssdk.services.cloudformation.model.ResourceTargetDefinition;

/// What a change set says, as changes of a plan.
final class Changes {
  /// The address of the stack's tags: no resource is called so.
  private static final String TAGS = "tags of the stack";

  /// What a change set does that names no resource.
  private static final Change BESIDES =
      new Change(Action.UPDATE, "the stack", "its outputs, or its tags", "");

  private static final Comparator<Change> ORDER =
      Comparator.comparing(Change::action).thenComparing(Change::address);

  private Changes() {}

  /// @param tags how the stack's tags change: what gets nothing but those is told as one
  static List<Change> of(List<ResourceChange> resources, List<String> tags) {
    var changes = new ArrayList<Change>();
    var tagged = new TreeSet<String>();
    for (var resource : resources) {
      if (!tags.isEmpty() && isOnlyTagged(resource)) {
        tagged.add(resource.logicalResourceId());
      } else {
        changes.add(of(resource));
      }
    }
    if (!tagged.isEmpty()) {
      changes.add(
          new Change(
              Action.UPDATE, TAGS, "of " + String.join(", ", tagged), String.join("\n", tags)));
    }
    changes.sort(ORDER);
    return changes.isEmpty() ? List.of(BESIDES) : changes;
  }

  private static boolean isOnlyTagged(ResourceChange resource) {
    return resource.action() == ChangeAction.MODIFY
        && !resource.details().isEmpty()
        && resource.details().stream()
            .allMatch(detail -> detail.target().attribute() == ResourceAttribute.TAGS);
  }

  private static Change of(ResourceChange resource) {
    var address = resource.logicalResourceId();
    var action = action(resource);
    var isDeleted =
        switch (policy(resource)) {
          case DELETE, REPLACE_AND_DELETE -> true;
          case RETAIN, SNAPSHOT, REPLACE_AND_RETAIN, REPLACE_AND_SNAPSHOT -> false;
          default -> action == Action.DELETE || action == Action.REPLACE;
        };
    var loss =
        isDeleted ? Holding.of(resource.resourceType(), address) : Optional.<Change.Loss>empty();
    return new Change(action, address, summary(resource), diff(resource), loss.stream().toList());
  }

  private static PolicyAction policy(ResourceChange resource) {
    return resource.policyAction() == null
        ? PolicyAction.UNKNOWN_TO_SDK_VERSION
        : resource.policyAction();
  }

  private static Action action(ResourceChange resource) {
    return switch (resource.action()) {
      case ADD -> Action.CREATE;
      case REMOVE -> Action.DELETE;
      case MODIFY -> resource.replacement() == Replacement.FALSE ? Action.UPDATE : Action.REPLACE;
      default -> Action.RUN;
    };
  }

  private static String summary(ResourceChange resource) {
    var summary = new StringBuilder(resource.resourceType());
    if (resource.physicalResourceId() != null && !resource.physicalResourceId().isEmpty()) {
      summary.append(' ').append(resource.physicalResourceId());
    }
    if (resource.action() == ChangeAction.MODIFY
        && resource.replacement() == Replacement.CONDITIONAL) {
      summary.append(", perhaps replaced");
    }
    switch (policy(resource)) {
      case RETAIN, REPLACE_AND_RETAIN -> summary.append(", the old one stays");
      case SNAPSHOT, REPLACE_AND_SNAPSHOT -> summary.append(", after a snapshot");
      default -> {}
    }
    return summary.toString();
  }

  private static String diff(ResourceChange resource) {
    if (resource.action() == ChangeAction.ADD) {
      return text(resource.afterContext());
    }
    if (resource.action() == ChangeAction.REMOVE) {
      return text(resource.beforeContext());
    }
    var lines = new LinkedHashSet<String>();
    resource.details().stream().map(Changes::line).forEach(lines::add);
    return String.join("\n", new ArrayList<>(lines));
  }

  private static String line(ResourceChangeDetail detail) {
    var target = detail.target();
    var line = new StringBuilder(place(target));
    if (target.beforeValue() != null || target.afterValue() != null) {
      line.append(": ").append(value(target.beforeValue()));
      line.append(" -> ").append(value(target.afterValue()));
    }
    if (detail.causingEntity() != null && !detail.causingEntity().isEmpty()) {
      line.append(" (by ").append(detail.causingEntity()).append(')');
    }
    switch (text(target.requiresRecreationAsString())) {
      case "Always" -> line.append(", replaces it");
      case "Conditionally" -> line.append(", may replace it");
      default -> {}
    }
    return line.toString();
  }

  private static String place(ResourceTargetDefinition target) {
    if (target.path() != null && !target.path().isEmpty()) {
      return target.path().replaceFirst("^/Properties/", "").replaceFirst("^/", "");
    }
    var attribute = text(target.attributeAsString());
    return target.name() == null || target.name().isEmpty()
        ? attribute
        : attribute.equals("Properties") ? target.name() : attribute + " " + target.name();
  }

  private static String value(@Nullable String value) {
    return value == null ? "(none)" : value;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
