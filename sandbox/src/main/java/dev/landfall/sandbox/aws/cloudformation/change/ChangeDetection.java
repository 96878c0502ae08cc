package dev.landfall.sandbox.aws.cloudformation.change;

import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Evaluator;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.cloudformation.template.Template;
import dev.landfall.cloudformation.template.TemplateCheck;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceChange;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceChange.Action;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceChange.Detail;
import dev.landfall.sandbox.aws.cloudformation.state.StackEvent;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Finds what a template would change about the resources that a stack has. For one use.
public final class ChangeDetection {
  /// What becomes of a resource, as far as others that refer to it are concerned.
  enum Fate {
    ADDED,
    REPLACED,
    MAYBE_REPLACED,
    MODIFIED,
    UNCHANGED
  }

  /// A nested stack may change although its parent says the same of it.
  private static final Detail NESTED =
      new Detail(
          "Automatic",
          true,
          Optional.empty(),
          new ResourceChange.Target("Properties", Optional.empty(), "Never", Optional.empty()));

  private final Specification specification;
  private final Optional<Configured> before;
  private final Configured after;
  private final Map<String, StackResource> existing;
  private final Exports exports;
  private final DynamicValues dynamic;
  private final boolean tagsChanged;
  private final boolean withValues;
  private final Set<String> secrets = new HashSet<>();
  private final Map<String, Fate> fates = new HashMap<>();

  private ChangeDetection(Input input, boolean withValues) {
    this.specification = input.specification();
    this.before = input.before();
    this.after = input.after();
    this.existing = input.existing();
    this.exports = input.exports();
    this.dynamic = input.dynamic();
    this.tagsChanged = input.tagsChanged();
    this.withValues = withValues;
    secrets.addAll(after.secrets());
    before.ifPresent(configured -> secrets.addAll(configured.secrets()));
  }

  /// What is compared.
  ///
  /// @param existing the stack's resources as they are
  /// @param tagsChanged whether the stack gets other tags
  public record Input(
      Specification specification,
      Optional<Configured> before,
      Configured after,
      Map<String, StackResource> existing,
      Exports exports,
      DynamicValues dynamic,
      boolean tagsChanged) {}

  /// The changes, by logical id.
  ///
  /// @param withValues whether values are given, and changes left out that turn out not to be any
  public static List<ResourceChange> detect(Input input, boolean withValues)
      throws CloudFormationException {
    return new ChangeDetection(input, withValues).all();
  }

  private List<ResourceChange> all() throws CloudFormationException {
    types();
    var changes = new ArrayList<ResourceChange>();
    for (var name : after.graph().order()) {
      var resource = existing.get(name);
      if (resource == null) {
        fates.put(name, Fate.ADDED);
        changes.add(added(after.resource(name)));
      } else {
        modified(after.resource(name), resource).ifPresent(changes::add);
      }
    }
    for (var resource : existing.values()) {
      if (!after.graph().order().contains(resource.logicalId())) {
        changes.add(removed(resource));
      }
    }
    changes.sort(Comparator.comparing(ResourceChange::logicalId));
    return changes;
  }

  private void types() throws CloudFormationException {
    var wrong = new TreeSet<String>();
    for (var name : after.graph().order()) {
      var resource = existing.get(name);
      if (resource != null && !resource.type().equals(after.resource(name).type())) {
        wrong.add(name);
      }
    }
    if (!wrong.isEmpty()) {
      throw CloudFormationException.validation(
          "Update of resource type is not permitted. The new template modifies resource type of the"
              + " following resources: ["
              + String.join(", ", wrong)
              + "]");
    }
  }

  private ResourceChange added(Template.ResourceDeclaration declaration)
      throws CloudFormationException {
    return new ResourceChange(
        Action.ADD,
        declaration.logicalId(),
        Optional.empty(),
        declaration.type(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        context(values(declaration)));
  }

  private ResourceChange removed(StackResource resource) throws CloudFormationException {
    return new ResourceChange(
        Action.REMOVE,
        resource.logicalId(),
        Optional.of(resource.physicalId()),
        resource.type(),
        Optional.of(action(resource.deletionPolicy())),
        Optional.empty(),
        List.of(),
        List.of(),
        context(valuesBefore(resource)),
        Optional.empty());
  }

  private Optional<ResourceChange> modified(
      Template.ResourceDeclaration declaration, StackResource resource)
      throws CloudFormationException {
    var values = values(declaration);
    var causes = new Causes(before, after, fates, withValues);
    var details = new Details(specification, declaration, secrets, withValues);
    for (var difference :
        ValueDifference.between(
            dynamic.marked(resource.resource().properties(), resource.digests()),
            values,
            declaration.properties())) {
      details.property(difference, causes.of(declaration.logicalId(), difference));
    }
    details.attributes(resource, tagsChanged);
    var found = details.found();
    if (found.isEmpty() && declaration.type().equals(StackEvent.STACK)) {
      found = List.of(NESTED);
    }
    if (found.isEmpty()) {
      fates.put(declaration.logicalId(), Fate.UNCHANGED);
      return Optional.empty();
    }
    var fate = fate(found);
    fates.put(declaration.logicalId(), fate);
    var policy = "ReplaceAnd" + action(resource.updateReplacePolicy());
    return Optional.of(
        new ResourceChange(
            Action.MODIFY,
            declaration.logicalId(),
            Optional.of(resource.physicalId()),
            declaration.type(),
            fate == Fate.REPLACED ? Optional.of(policy) : Optional.empty(),
            Optional.of(
                switch (fate) {
                  case REPLACED -> "True";
                  case MAYBE_REPLACED -> "Conditional";
                  default -> "False";
                }),
            found.stream().map(detail -> detail.target().attribute()).distinct().sorted().toList(),
            found,
            context(resource.resource().properties()),
            context(values)));
  }

  private static String action(Template.Policy policy) {
    return policy.keeps() ? "Retain" : policy.text();
  }

  /// A replacement is certain when what causes it is; otherwise it depends on the values.
  private static Fate fate(List<Detail> details) {
    var result = Fate.MODIFIED;
    for (var detail : details) {
      var needs = detail.target().requiresRecreation();
      if (needs.equals("Always") && !detail.dynamic()) {
        return Fate.REPLACED;
      }
      if (!needs.equals("Never")) {
        result = Fate.MAYBE_REPLACED;
      }
    }
    return result;
  }

  private ObjectNode values(Template.ResourceDeclaration declaration)
      throws CloudFormationException {
    return after.evaluator(new Expected(), exports).properties(declaration.properties());
  }

  /// As the former template has it; what came from other resources is not looked up again.
  private JsonNode valuesBefore(StackResource resource) throws CloudFormationException {
    var declaration =
        before.map(configured -> configured.template().resources().get(resource.logicalId()));
    if (before.isEmpty() || declaration.isEmpty()) {
      return resource.resource().properties();
    }
    return before
        .get()
        .evaluator(new Unknown(), exports)
        .properties(declaration.get().properties());
  }

  private Optional<String> context(JsonNode properties) {
    if (!withValues) {
      return Optional.empty();
    }
    var context = Json.object();
    context.set("Properties", Masks.hide(properties, secrets));
    return Optional.of(Json.write(context));
  }

  /// Every resource is one whose values are not known.
  private static final class Unknown implements ResourceValues {
    @Override
    public Optional<JsonNode> ref(String logicalId) {
      return Optional.of(Evaluator.UNKNOWN);
    }

    @Override
    public JsonNode attribute(String logicalId, String attribute) {
      return Evaluator.UNKNOWN;
    }
  }

  /// Resources that stay are known by their values of now, others are not.
  private final class Expected implements ResourceValues {
    @Override
    public Optional<JsonNode> ref(String logicalId) {
      var resource = existing.get(logicalId);
      if (resource == null || isNew(logicalId)) {
        return after.template().resources().containsKey(logicalId)
            ? Optional.of(Evaluator.UNKNOWN)
            : Optional.empty();
      }
      return Optional.of(Json.text(resource.physicalId()));
    }

    @Override
    public JsonNode attribute(String logicalId, String attribute) throws CloudFormationException {
      var resource = existing.get(logicalId);
      if (resource == null || isNew(logicalId)) {
        return Evaluator.UNKNOWN;
      }
      return resource
          .resource()
          .attribute(attribute)
          .orElseThrow(() -> TemplateCheck.noAttribute(logicalId, attribute));
    }

    private boolean isNew(String logicalId) {
      return switch (fates.getOrDefault(logicalId, Fate.ADDED)) {
        case ADDED, REPLACED, MAYBE_REPLACED -> true;
        case MODIFIED, UNCHANGED -> false;
      };
    }
  }
}
