package dev.landfall.sandbox.aws.cloudformation.change;

import dev.landfall.cloudformation.specification.Replacement;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.cloudformation.template.Template;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceChange.Detail;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceChange.Target;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceChange.Values;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Collects the details of one resource's change.
final class Details {
  private static final String DIRECT = "DirectModification";

  private final Specification specification;
  private final Template.ResourceDeclaration declaration;
  private final Set<String> secrets;
  private final boolean withValues;
  private final Set<Detail> found = new LinkedHashSet<>();

  Details(
      Specification specification,
      Template.ResourceDeclaration declaration,
      Set<String> secrets,
      boolean withValues) {
    this.specification = specification;
    this.declaration = declaration;
    this.secrets = secrets;
    this.withValues = withValues;
  }

  List<Detail> found() {
    return List.copyOf(found);
  }

  /// A property that changes, or part of one.
  void property(ValueDifference difference, List<Causes.Cause> causes) {
    var replacement =
        specification
            .find(declaration.type())
            .map(type -> specification.replacement(type, difference.path()))
            .orElse(Replacement.NEVER);
    var target =
        new Target(
            "Properties",
            Optional.of(difference.path().getFirst()),
            replacement.text(),
            withValues ? Optional.of(values(difference)) : Optional.empty());
    for (var cause : causes) {
      found.add(new Detail(cause.source(), cause.dynamic(), cause.entity(), target));
    }
  }

  private Values values(ValueDifference difference) {
    return new Values(
        "/Properties/" + String.join("/", difference.path()),
        difference.before().isEmpty() ? "Add" : difference.after().isEmpty() ? "Remove" : "Modify",
        difference.before().map(this::text),
        difference.after().map(this::text));
  }

  private String text(JsonNode value) {
    var shown = Masks.hide(value, secrets);
    var text = shown.isContainer() ? Json.write(shown) : shown.asString();
    return text.replace(DynamicValues.MOVED, "").replace("\\u0000", "");
  }

  /// What a resource has beside its properties: metadata, policies, the stack's tags.
  void attributes(StackResource resource, boolean tagsChanged) {
    var names = new TreeSet<>(resource.others().keySet());
    names.addAll(declaration.others().keySet());
    for (var name : names) {
      var before = Optional.ofNullable(resource.others().get(name));
      var after = Optional.ofNullable(declaration.others().get(name));
      if (!before.equals(after)) {
        attribute(name, before.map(this::text), after.map(this::text));
      }
    }
    policy("DeletionPolicy", resource.deletionPolicy(), declaration.deletionPolicy());
    policy(
        "UpdateReplacePolicy", resource.updateReplacePolicy(), declaration.updateReplacePolicy());
    boolean taggable =
        specification.find(declaration.type()).flatMap(type -> type.tags()).isPresent();
    if (tagsChanged && taggable) {
      found.add(
          new Detail(
              DIRECT,
              false,
              Optional.empty(),
              new Target("Tags", Optional.empty(), "Never", Optional.empty())));
    }
  }

  private void policy(String name, Template.Policy before, Template.Policy after) {
    if (before != after) {
      attribute(name, Optional.of(before.text()), Optional.of(after.text()));
    }
  }

  private void attribute(String name, Optional<String> before, Optional<String> after) {
    var change = before.isEmpty() ? "Add" : after.isEmpty() ? "Remove" : "Modify";
    found.add(
        new Detail(
            DIRECT,
            false,
            Optional.empty(),
            new Target(
                name,
                Optional.empty(),
                "Never",
                withValues
                    ? Optional.of(new Values("/" + name, change, before, after))
                    : Optional.empty())));
  }
}
