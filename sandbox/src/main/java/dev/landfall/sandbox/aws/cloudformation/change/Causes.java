package dev.landfall.sandbox.aws.cloudformation.change;

import dev.landfall.cloudformation.template.Reference;
import dev.landfall.cloudformation.template.References;
import dev.landfall.sandbox.aws.cloudformation.change.ChangeDetection.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what is behind a difference: the template itself, a parameter, or another resource.
record Causes(
    Optional<Configured> before, Configured after, Map<String, Fate> fates, boolean withValues) {
  /// @param source as in [dev.landfall.sandbox.aws.cloudformation.state.ResourceChange.Detail]
  record Cause(String source, boolean dynamic, Optional<String> entity) {}

  private static final Cause DIRECT = new Cause("DirectModification", false, Optional.empty());
  private static final Cause BY_REFERENCE = new Cause("DirectModification", true, Optional.empty());

  /// The causes of a difference; none when it is no change.
  List<Cause> of(String logicalId, ValueDifference difference) {
    var parameters = new ArrayList<Cause>();
    var resources = new ArrayList<Cause>();
    var attributes = new ArrayList<Cause>();
    if (difference.expression().isPresent()) {
      for (var reference : References.in(difference.expression().get(), after.conditions())) {
        switch (reference) {
          case Reference.Whole(var name) -> {
            if (hasChanged(name)) {
              parameters.add(new Cause("ParameterReference", false, Optional.of(name)));
            } else {
              resource("ResourceReference", name, name).ifPresent(resources::add);
            }
          }
          case Reference.Attribute(var name, var attribute) -> {
            var entity = name + "." + attribute;
            resource("ResourceAttribute", name, entity).ifPresent(resources::add);
            if (fates.get(name) == Fate.MODIFIED) {
              attributes.add(new Cause("ResourceAttribute", true, Optional.of(entity)));
            }
          }
          default -> {}
        }
      }
    }
    var result = new ArrayList<Cause>();
    if (difference.differs()) {
      boolean rewritten = withValues || isRewritten(logicalId, difference);
      if (!parameters.isEmpty() || (!resources.isEmpty() && rewritten)) {
        result.add(BY_REFERENCE);
      } else if (resources.isEmpty()) {
        result.add(DIRECT);
      }
      result.addAll(parameters);
      result.addAll(resources);
    }
    if (!withValues) {
      result.addAll(attributes);
    }
    return result;
  }

  private Optional<Cause> resource(String source, String name, String entity) {
    var fate = fates.get(name);
    return fate == Fate.REPLACED || fate == Fate.MAYBE_REPLACED || fate == Fate.ADDED
        ? Optional.of(new Cause(source, fate == Fate.MAYBE_REPLACED, Optional.of(entity)))
        : Optional.empty();
  }

  /// Whether a parameter is new or has another value.
  private boolean hasChanged(String name) {
    var value = after.parameters().get(name);
    if (value == null) {
      return false;
    }
    var former = before.map(configured -> configured.parameters().get(name));
    return former.isEmpty() || !former.get().effective().equals(value.effective());
  }

  /// Whether the template says something else there.
  private boolean isRewritten(String logicalId, ValueDifference difference) {
    var declaration = before.map(configured -> configured.template().resources().get(logicalId));
    if (declaration.isEmpty()) {
      return true;
    }
    var pointer = new StringBuilder();
    difference
        .path()
        .forEach(step -> pointer.append('/').append(step.replace("~", "~0").replace("/", "~1")));
    var former = declaration.get().properties().at(pointer.toString());
    return difference.expression().map(now -> !now.equals(former)).orElse(true);
  }
}
