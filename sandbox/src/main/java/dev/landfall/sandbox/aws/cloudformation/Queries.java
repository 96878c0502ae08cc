package dev.landfall.sandbox.aws.cloudformation;

import dev.landfall.cloudformation.template.Capabilities;
import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Template;
import dev.landfall.sandbox.aws.cloudformation.operation.SharedExports;
import dev.landfall.sandbox.aws.cloudformation.operation.World;
import dev.landfall.sandbox.aws.cloudformation.state.ChangeSet;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackDrift;
import dev.landfall.sandbox.aws.cloudformation.state.StackEvent;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import dev.landfall.sandbox.aws.cloudformation.state.StackStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What callers may ask of CloudFormation without changing anything.
public final class Queries {
  private final World world;
  private final Stacks stacks;
  private final Planning planning;

  Queries(World world, Stacks stacks, Planning planning) {
    this.world = world;
    this.stacks = stacks;
    this.planning = planning;
  }

  /// `DescribeStacks`: one stack, or all that are not deleted.
  public List<Stack> describeStacks(Optional<String> nameOrId) throws CloudFormationException {
    if (nameOrId.isPresent()) {
      return List.of(stacks.requireById(nameOrId.get()));
    }
    return world.store().stacks().stream()
        .filter(stack -> stack.status() != StackStatus.DELETE_COMPLETE)
        .toList()
        .reversed();
  }

  /// `ListStacks`: the newest first.
  ///
  /// @param statuses those asked for; all when empty
  public List<Stack> listStacks(Set<StackStatus> statuses) {
    return world.store().stacks().stream()
        .filter(stack -> statuses.isEmpty() || statuses.contains(stack.status()))
        .toList()
        .reversed();
  }

  /// `DescribeStackEvents`: the newest first.
  public List<StackEvent> describeStackEvents(String nameOrId) throws CloudFormationException {
    return world.store().events(stacks.require(nameOrId).id()).reversed();
  }

  /// `DescribeStackResources` and `ListStackResources`: by logical id.
  public List<StackResource> describeStackResources(String nameOrId)
      throws CloudFormationException {
    return stacks.requireById(nameOrId).deployed().resources().values().stream()
        .sorted(Comparator.comparing(StackResource::logicalId))
        .toList();
  }

  /// `DescribeStackResource`.
  public StackResource describeStackResource(String nameOrId, String logicalId)
      throws CloudFormationException {
    var stack =
        stacks
            .find(nameOrId)
            .orElseThrow(() ->
                CloudFormationException.validation("Stack '" + nameOrId + "' does not exist"));
    return stack
        .deployed()
        .resource(logicalId)
        .orElseThrow(() ->
            CloudFormationException.validation(
                "Resource " + logicalId + " does not exist for stack " + stack.name()));
  }

  /// `DescribeStackDriftDetectionStatus`.
  public StackDrift driftDetection(String id) throws CloudFormationException {
    for (var stack : world.store().stacks()) {
      var drift = world.store().drift(stack.id());
      if (drift.isPresent() && drift.get().id().equals(id)) {
        return drift.get();
      }
    }
    throw CloudFormationException.validation(
        "Drift detection operation [" + id + "] does not exist");
  }

  /// What the last detection found of a stack; empty when there was none.
  public Optional<StackDrift> drift(String nameOrId) throws CloudFormationException {
    return driftOf(stacks.requireById(nameOrId));
  }

  /// What the last detection found of a stack; empty when there was none.
  public Optional<StackDrift> driftOf(Stack stack) {
    return world.store().drift(stack.id()).filter(StackDrift::done);
  }

  /// `ListExports`.
  public List<SharedExports.Export> listExports() {
    return List.copyOf(new SharedExports(world.store()).all().values());
  }

  /// `ListImports`: the names of the stacks that import an export.
  public List<String> listImports(String export) throws CloudFormationException {
    var importers = new SharedExports(world.store()).importers(export);
    if (importers.isEmpty()) {
      throw CloudFormationException.validation(
          "Export '" + export + "' is not imported by any stack.");
    }
    return importers;
  }

  /// `GetTemplate`: the text as it was given.
  public String getTemplate(Optional<String> nameOrId, Optional<String> changeSet)
      throws CloudFormationException {
    if (changeSet.isPresent()) {
      return stacks.changeSet(changeSet.get(), nameOrId).target().template();
    }
    return stacks.requireById(nameOrId.orElse("")).deployed().template();
  }

  /// `DescribeChangeSet`.
  public ChangeSet describeChangeSet(String nameOrId, Optional<String> stackName)
      throws CloudFormationException {
    return stacks.changeSet(nameOrId, stackName);
  }

  /// `ListChangeSets`.
  public List<ChangeSet> listChangeSets(String stackName) throws CloudFormationException {
    return world.store().changeSets(stacks.require(stackName).id());
  }

  /// `GetStackPolicy`.
  public Optional<String> getStackPolicy(String nameOrId) throws CloudFormationException {
    return stacks.require(nameOrId).settings().policy();
  }

  /// What a template asks for.
  ///
  /// @param resourceTypes each once for each resource
  public record Summary(Template template, Capabilities.Needed needed, List<String> resourceTypes) {
    public Summary {
      resourceTypes = List.copyOf(resourceTypes);
    }
  }

  /// `ValidateTemplate`, and `GetTemplateSummary` of a template.
  public Summary summary(StackRequest request) throws CloudFormationException {
    return summary(planning.text(request, Optional.empty()));
  }

  /// `GetTemplateSummary` of a stack.
  public Summary summaryOfStack(String nameOrId) throws CloudFormationException {
    return summary(stacks.requireById(nameOrId).deployed().template());
  }

  private Summary summary(String text) throws CloudFormationException {
    var template = planning.parse(text);
    var types = new ArrayList<String>();
    template.resources().values().forEach(resource -> types.add(resource.type()));
    return new Summary(template, Capabilities.of(template), types);
  }
}
