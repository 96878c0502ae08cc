package dev.landfall.sandbox.aws.cloudformation.operation;

import dev.landfall.cloudformation.specification.PropertyCheck;
import dev.landfall.cloudformation.specification.Replacement;
import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Violation;
import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.cloudformation.template.Template;
import dev.landfall.sandbox.aws.cloudformation.change.Configured;
import dev.landfall.sandbox.aws.cloudformation.change.DynamicValues.Resolved;
import dev.landfall.sandbox.aws.cloudformation.change.Exports;
import dev.landfall.sandbox.aws.cloudformation.change.Replacements;
import dev.landfall.sandbox.aws.cloudformation.state.Deployment;
import dev.landfall.sandbox.aws.cloudformation.state.ResourceStatus;
import dev.landfall.sandbox.aws.cloudformation.state.StackEvent;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import dev.landfall.sandbox.aws.cloudformation.state.StackSettings.OnFailure;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/// Brings a stack's resources to what its template says, until the first that fails.
final class Rollout {
  private final World world;
  private final Journal journal;
  private final Configured configured;
  private final Deployment former;
  private final Exports exports;
  private final StackPolicy policy;
  private final TreeSet<String> failedToCreate = new TreeSet<>();
  private final TreeSet<String> failedToUpdate = new TreeSet<>();

  Rollout(
      World world,
      Journal journal,
      Configured configured,
      Deployment former,
      Exports exports,
      StackPolicy policy) {
    this.world = world;
    this.journal = journal;
    this.configured = configured;
    this.former = former;
    this.exports = exports;
    this.policy = policy;
  }

  /// Does it.
  ///
  /// @return what failed, as the stack's event says it; nothing when all is well
  Optional<String> run() {
    var graph = configured.graph();
    if (journal.isCancelled()) {
      // What was under way when the process ended may have been done: it is made known first.
      new Walk(graph::needs, world.workers(), () -> false).run(underWay(), this::begin);
    } else {
      new Walk(graph::needs, world.workers(), this::isOver).run(graph.order(), this::begin);
    }
    if (!hasFailed()) {
      return Optional.empty();
    }
    return Optional.of(list("create", failedToCreate) + list("update", failedToUpdate));
  }

  private List<String> underWay() {
    return configured.graph().order().stream()
        .filter(name ->
            journal
                .stack()
                .deployed()
                .resource(name)
                .map(StackResource::status)
                .filter(status ->
                    status == ResourceStatus.CREATE_IN_PROGRESS
                        || status == ResourceStatus.UPDATE_IN_PROGRESS)
                .isPresent())
        .toList();
  }

  /// Whether nothing more is begun, and what is under way is in vain.
  private boolean isOver() {
    return (hasFailed() && !isPreserving()) || journal.isCancelled();
  }

  private boolean isPreserving() {
    return journal.stack().settings().onFailure() == OnFailure.PRESERVE;
  }

  static String list(String what, Collection<String> names) {
    return names.isEmpty()
        ? ""
        : "The following resource(s) failed to " + what + ": [" + String.join(", ", names) + "]. ";
  }

  private boolean hasFailed() {
    return !failedToCreate.isEmpty() || !failedToUpdate.isEmpty();
  }

  private Optional<Walk.Work> begin(String name) {
    var declaration = configured.resource(name);
    var now =
        current(name)
            .filter(resource -> !resource.physicalId().isEmpty())
            .map(resource ->
                resource.declared(declaration, List.copyOf(configured.graph().needs(name))));
    var type = new Calls(world, journal.stack()).type(declaration.type());
    ObjectNode properties;
    try {
      properties =
          configured
              .evaluator(new Deployed(journal.stack().deployed()), exports)
              .properties(declaration.properties());
    } catch (CloudFormationException e) {
      return refused(declaration, now, declaration.properties(), e.message());
    }
    if (now.isPresent() && isSame(now.get(), type, properties)) {
      journal.keep(stack -> stack.with(stack.deployed().with(now.get())));
      return Optional.empty();
    }
    Resolved resolved;
    try {
      resolved = world.dynamic().resolve(properties);
    } catch (CloudFormationException e) {
      return refused(declaration, now, properties, e.message());
    }
    var violations = PropertyCheck.check(world.specification(), type, resolved.effective());
    if (!violations.isEmpty()) {
      return refused(
          declaration, now, properties, resolved.hidden(Violation.text(name, violations)));
    }
    if (now.isEmpty()) {
      return create(blank(declaration, properties), resolved);
    }
    return update(now.get(), type, resolved);
  }

  /// What there is: as before the operation, or as the operation left it when it was interrupted.
  private Optional<StackResource> current(String name) {
    var reached = journal.stack().deployed().resource(name);
    boolean isDone =
        reached
            .map(StackResource::status)
            .filter(status ->
                status == ResourceStatus.CREATE_COMPLETE
                    || status == ResourceStatus.UPDATE_COMPLETE)
            .isPresent();
    return isDone ? reached : former.resource(name);
  }

  private boolean isSame(StackResource resource, ResourceType type, ObjectNode properties) {
    boolean retagged =
        type.tags().isPresent() && !tagsBefore().equals(journal.stack().deployed().tags());
    // Whether a nested stack changes is for itself to find out.
    return !retagged
        && !type.name().equals(StackEvent.STACK)
        && Json.same(before(resource), properties);
  }

  private ObjectNode before(StackResource resource) {
    return world.dynamic().marked(resource.resource().properties(), resource.digests());
  }

  private Optional<Walk.Work> update(StackResource resource, ResourceType type, Resolved resolved) {
    var before = before(resource);
    var properties = resolved.shown();
    boolean replaces =
        Replacements.of(world.specification(), type, before, properties) == Replacement.ALWAYS;
    var denied = policy.denies(resource, replaces ? "Update:Replace" : "Update:Modify");
    if (denied.isPresent()) {
      return failed(resource, properties, denied.get());
    }
    if (replaces && isPreserving()) {
      return failed(
          resource,
          properties,
          "Replacement type updates not supported on stack with disable-rollback.");
    }
    if (replaces) {
      var name = type.identifier().getFirst();
      if (properties.has(name) && properties.get(name).equals(before.get(name))) {
        return failed(
            resource,
            properties,
            "CloudFormation cannot update a stack when a custom-named resource requires replacing."
                + " Rename "
                + properties.get(name).asString()
                + " and update the stack again.");
      }
      return replace(resource, resolved);
    }
    return modify(resource, resolved);
  }

  /// When an update has failed, some resources may have the tags of the time before it.
  private Map<String, String> tagsBefore() {
    return journal.stack().stable().orElse(former).tags();
  }

  private Optional<Walk.Work> create(StackResource blank, Resolved properties) {
    var creating = journal.resource(blank, ResourceStatus.CREATE_IN_PROGRESS, Optional.empty());
    var calls = new Calls(world, journal.stack());
    return Optional.of(() -> {
      try {
        var made = calls.create(creating.logicalId(), creating.type(), properties);
        return () -> created(made.of(creating));
      } catch (ResourceException e) {
        return () -> notCreated(calls.begun(creating), properties.hidden(calls.reason(e)));
      }
    });
  }

  private boolean created(StackResource resource) {
    var initiated =
        journal.resource(
            resource,
            ResourceStatus.CREATE_IN_PROGRESS,
            Optional.of("Resource creation Initiated"));
    if (isOver()) {
      return notCreated(initiated, "Resource creation cancelled");
    }
    journal.resource(initiated, ResourceStatus.CREATE_COMPLETE, Optional.empty());
    return true;
  }

  private boolean notCreated(StackResource resource, String reason) {
    failedToCreate.add(resource.logicalId());
    journal.resource(resource, ResourceStatus.CREATE_FAILED, Optional.of(reason));
    return false;
  }

  private Optional<Walk.Work> modify(StackResource resource, Resolved properties) {
    var updating =
        journal.resource(
            shown(resource, properties.shown()),
            ResourceStatus.UPDATE_IN_PROGRESS,
            Optional.empty());
    var calls = new Calls(world, journal.stack());
    return Optional.of(() -> {
      try {
        var made = calls.update(resource, properties);
        return () -> updated(made.in(updating));
      } catch (ResourceException e) {
        return () -> notUpdated(updating, properties.hidden(calls.reason(e)));
      }
    });
  }

  private Optional<Walk.Work> replace(StackResource resource, Resolved properties) {
    var updating =
        journal.resource(
            shown(resource, properties.shown()),
            ResourceStatus.UPDATE_IN_PROGRESS,
            Optional.of(
                "Requested update requires the creation of a new physical resource; hence creating"
                    + " one."));
    var calls = new Calls(world, journal.stack());
    return Optional.of(() -> {
      try {
        var made = calls.replace(resource, properties);
        return () -> {
          journal.keep(stack -> {
            var retired = new ArrayList<>(stack.retired());
            former.resource(resource.logicalId()).ifPresent(retired::add);
            return stack.with(stack.former(), retired);
          });
          return updated(
              journal.resource(
                  made.of(updating),
                  ResourceStatus.UPDATE_IN_PROGRESS,
                  Optional.of("Resource creation Initiated")));
        };
      } catch (ResourceException e) {
        return () -> notUpdated(updating, properties.hidden(calls.reason(e)));
      }
    });
  }

  private boolean updated(StackResource resource) {
    if (isOver()) {
      return notUpdated(resource, "Resource update cancelled");
    }
    journal.resource(resource, ResourceStatus.UPDATE_COMPLETE, Optional.empty());
    return true;
  }

  private boolean notUpdated(StackResource resource, String reason) {
    failedToUpdate.add(resource.logicalId());
    journal.resource(resource, ResourceStatus.UPDATE_FAILED, Optional.of(reason));
    return false;
  }

  /// Fails before any service was asked.
  private Optional<Walk.Work> refused(
      Template.ResourceDeclaration declaration,
      Optional<StackResource> now,
      ObjectNode properties,
      String reason) {
    if (now.isPresent()) {
      return failed(now.get(), properties, reason);
    }
    var creating =
        journal.resource(
            blank(declaration, properties), ResourceStatus.CREATE_IN_PROGRESS, Optional.empty());
    notCreated(creating, reason);
    return Optional.empty();
  }

  private Optional<Walk.Work> failed(StackResource resource, ObjectNode properties, String reason) {
    var updating =
        journal.resource(
            shown(resource, properties), ResourceStatus.UPDATE_IN_PROGRESS, Optional.empty());
    notUpdated(updating, reason);
    return Optional.empty();
  }

  /// With the values that it is to have.
  private static StackResource shown(StackResource resource, ObjectNode properties) {
    return resource.with(
        resource.physicalId(),
        new Resource(resource.type(), properties, resource.resource().attributes()));
  }

  private StackResource blank(Template.ResourceDeclaration declaration, ObjectNode properties) {
    return new StackResource(
        declaration.logicalId(),
        declaration.type(),
        "",
        ResourceStatus.CREATE_IN_PROGRESS,
        Optional.empty(),
        world.clock().instant(),
        new Resource(declaration.type(), properties, Map.of()),
        List.copyOf(configured.graph().needs(declaration.logicalId())),
        declaration.deletionPolicy(),
        declaration.updateReplacePolicy(),
        declaration.others(),
        Map.of());
  }
}
