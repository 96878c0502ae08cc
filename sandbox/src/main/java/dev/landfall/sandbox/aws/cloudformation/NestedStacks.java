package dev.landfall.sandbox.aws.cloudformation;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.template.CloudFormationException;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.cloudformation.template.TemplateParser;
import dev.landfall.sandbox.aws.cloudformation.operation.Calls;
import dev.landfall.sandbox.aws.cloudformation.operation.Operations;
import dev.landfall.sandbox.aws.cloudformation.operation.SharedExports;
import dev.landfall.sandbox.aws.cloudformation.operation.World;
import dev.landfall.sandbox.aws.cloudformation.state.Deployment;
import dev.landfall.sandbox.aws.cloudformation.state.Nesting;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackEvent;
import dev.landfall.sandbox.aws.cloudformation.state.StackSettings;
import dev.landfall.sandbox.aws.cloudformation.state.StackSettings.OnFailure;
import dev.landfall.sandbox.aws.cloudformation.state.StackStatus;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceHandlers;
import dev.landfall.sandbox.aws.resource.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Stacks that are resources of other stacks. What they do happens within the parent's call, which
/// is made again when the process was killed meanwhile. An update of theirs is only cleaned up with
/// the parent's, so that the parent can still take it back. Threads may share it.
///
/// Source: "Split a template into reusable pieces using nested stacks" in the CloudFormation User
/// Guide.
final class NestedStacks implements ResourceHandlers {
  private static final Optional<String> USER = Optional.of("User Initiated");
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int SUFFIX = 13;
  private static final int LONGEST_NAME = 128;

  private final ResourceHandlers others;
  private final World world;
  private final Planning planning;
  private final Operations operations;

  /// @param outer with the handlers of everything else
  NestedStacks(World outer, TemplateSource source) {
    this.others = outer.handlers();
    this.world = outer.with(this);
    this.planning = new Planning(world, source);
    this.operations = new Operations(world);
  }

  World world() {
    return world;
  }

  Planning planning() {
    return planning;
  }

  Operations operations() {
    return operations;
  }

  private static boolean isStack(String type) {
    return type.equals(StackEvent.STACK);
  }

  private Stack parent(Request request) {
    return world.store().stack(request.stackId()).orElseThrow();
  }

  @Override
  public Resource create(Request request) throws ResourceException {
    if (!isStack(request.type().name())) {
      return others.create(request);
    }
    try {
      var begun = Calls.nested(world.store(), request.stackId(), request.token());
      if (begun.isPresent()) {
        if (begun.get().status().isBusy()) {
          operations.resume(begun.get());
        }
        return created(request, begun.get().id());
      }
      return created(request, begin(request));
    } catch (CloudFormationException e) {
      throw failed(e.message());
    }
  }

  private String begin(Request request) throws CloudFormationException, ResourceException {
    var parent = parent(request);
    var name = name(parent.name() + "-" + request.owner().logicalId() + "-");
    var asked = asked(request, parent, name);
    var target = planning.target(asked, Optional.empty());
    var settings = planning.settings(asked, StackSettings.DEFAULT);
    var stack =
        new Stack(
            world.arn("stack/" + name + "/" + world.uuid()),
            name,
            StackStatus.CREATE_IN_PROGRESS,
            Optional.empty(),
            world.clock().instant(),
            Optional.empty(),
            Optional.empty(),
            TemplateParser.parse(target.template()).description(),
            settings,
            target,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            false,
            Optional.of(
                new Nesting(
                    parent.id(),
                    parent.nesting().map(Nesting::rootId).orElse(parent.id()),
                    request.token())),
            Optional.empty(),
            parent.token());
    planning.configured(target, planning.context(stack.name(), stack.id(), settings));
    operations.create(tell(stack, StackStatus.CREATE_IN_PROGRESS));
    return stack.id();
  }

  private String name(String prefix) {
    var name =
        new StringBuilder(
            prefix.length() > LONGEST_NAME - SUFFIX
                ? prefix.substring(0, LONGEST_NAME - SUFFIX - 1) + "-"
                : prefix);
    for (int i = 0; i < SUFFIX; i++) {
      name.append(LETTERS.charAt(world.random().nextInt(LETTERS.length())));
    }
    return name.toString();
  }

  private StackRequest asked(Request request, Stack parent, String stack) throws ResourceException {
    var properties = request.properties();
    if (properties.has("TimeoutInMinutes")) {
      throw failed("The sandbox does not honour TimeoutInMinutes.");
    }
    var parameters = new LinkedHashMap<String, String>();
    properties
        .path("Parameters")
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), text(entry.getValue())));
    var tags = new LinkedHashMap<>(parent.deployed().tags());
    properties
        .path("Tags")
        .forEach(tag -> tags.put(tag.path("Key").asString(""), tag.path("Value").asString("")));
    return new StackRequest(
        stack,
        Optional.empty(),
        Optional.ofNullable(properties.get("TemplateURL")).map(JsonNode::asString),
        false,
        parameters,
        Set.of(),
        Optional.of(tags),
        parent.deployed().capabilities(),
        Optional.of(
            properties.path("NotificationARNs").valueStream().map(JsonNode::asString).toList()),
        parent.settings().roleArn(),
        // The parent takes back what a nested stack has made.
        Optional.of(OnFailure.DO_NOTHING),
        false,
        Optional.empty(),
        Optional.empty(),
        parent.token());
  }

  private static String text(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
        : value.asString();
  }

  private Resource created(Request request, String id) throws ResourceException {
    var stack = stack(id);
    if (stack.status() != StackStatus.CREATE_COMPLETE) {
      throw failed(
          "Embedded stack "
              + id
              + " was not successfully created: "
              + stack.reason().orElse(stack.status().name()));
    }
    return resource(request, stack);
  }

  private Stack stack(String id) {
    return world.store().stack(id).orElseThrow();
  }

  private static Resource resource(Request request, Stack stack) {
    var attributes = new LinkedHashMap<String, JsonNode>();
    attributes.put("StackId", Json.text(stack.id()));
    stack
        .deployed()
        .outputs()
        .forEach(output -> attributes.put("Outputs." + output.key(), Json.text(output.value())));
    return new Resource(StackEvent.STACK, request.properties(), attributes);
  }

  private static ResourceException failed(String reason) {
    return new ResourceException(Calls.TOLD, reason);
  }

  private Stack tell(Stack stack, StackStatus status) {
    var now = world.clock().instant();
    var changed = stack.with(status, USER, now);
    world.store().put(changed);
    world.store().add(StackEvent.of(changed, world.uuid(), now));
    return changed;
  }

  private static String id(Resource resource) {
    return resource.attribute("StackId").map(JsonNode::asString).orElse("");
  }

  @Override
  public Resource update(Request request, Resource before) throws ResourceException {
    if (!isStack(request.type().name())) {
      return others.update(request, before);
    }
    try {
      boolean forward = parent(request).status() == StackStatus.UPDATE_IN_PROGRESS;
      return forward ? forward(request, id(before)) : back(request, id(before));
    } catch (CloudFormationException e) {
      throw failed(e.message());
    }
  }

  private Resource forward(Request request, String id)
      throws CloudFormationException, ResourceException {
    var stack = stack(id);
    boolean begun = stack.nesting().filter(n -> n.call().equals(request.token())).isPresent();
    if (begun) {
      if (stack.status().isBusy() && !isWaiting(stack)) {
        operations.resume(stack);
      }
      return updated(request, id);
    }
    if (!stack.status().isUpdatable()) {
      throw failed("Stack:" + id + " is in " + stack.status() + " state and can not be updated.");
    }
    var parent = parent(request);
    var asked = asked(request, parent, stack.name());
    var target = planning.target(asked, Optional.of(stack));
    var settings = planning.settings(asked, stack.settings());
    var changes = planning.changes(target, stack, settings);
    if (!planning.isChange(target, stack, changes)) {
      return resource(request, stack);
    }
    var deployed = stack.deployed();
    var changing =
        stack
            .with(settings)
            .becoming(
                target.with(deployed.resources()).with(deployed.outputs(), deployed.imports()),
                TemplateParser.parse(target.template()).description(),
                Optional.empty(),
                parent.token())
            .with(
                new Nesting(
                    parent.id(),
                    parent.nesting().map(Nesting::rootId).orElse(parent.id()),
                    request.token()));
    operations.update(tell(changing, StackStatus.UPDATE_IN_PROGRESS));
    return updated(request, id);
  }

  /// Whether an update is done, and its parent has not said yet that it is to stay.
  private static boolean isWaiting(Stack stack) {
    return stack.status() == StackStatus.UPDATE_COMPLETE_CLEANUP_IN_PROGRESS
        && stack.former().isPresent();
  }

  private Resource updated(Request request, String id) throws ResourceException {
    var stack = stack(id);
    if (!isWaiting(stack)) {
      throw failed(
          "Embedded stack "
              + id
              + " was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with"
              + " reason: "
              + reason(id, StackStatus.UPDATE_ROLLBACK_IN_PROGRESS));
    }
    return resource(request, stack);
  }

  /// Why a stack last came to a state.
  private String reason(String id, StackStatus status) {
    return world.store().events(id).reversed().stream()
        .filter(event -> event.physicalId().equals(id) && event.status().equals(status.name()))
        .flatMap(event -> event.reason().stream())
        .findFirst()
        .orElse("");
  }

  private Resource back(Request request, String id)
      throws CloudFormationException, ResourceException {
    var stack = stack(id);
    if (isWaiting(stack)) {
      operations.takeBack(stack);
    } else if (stack.status().isBusy()) {
      operations.resume(stack);
    } else if (stack.status() == StackStatus.UPDATE_ROLLBACK_FAILED) {
      operations.rollBackUpdate(tell(stack, StackStatus.UPDATE_ROLLBACK_IN_PROGRESS), Set.of());
    }
    var now = stack(id);
    if (now.status() == StackStatus.UPDATE_ROLLBACK_FAILED) {
      throw failed(
          "Embedded stack " + id + " was not successfully rolled back: " + now.reason().orElse(""));
    }
    return resource(request, now);
  }

  @Override
  public void delete(Request request, Resource resource) throws ResourceException {
    if (!isStack(request.type().name())) {
      others.delete(request, resource);
      return;
    }
    var found = world.store().stack(id(resource));
    if (found.isEmpty() || found.get().status() == StackStatus.DELETE_COMPLETE) {
      return;
    }
    var stack = found.get();
    if (stack.status() == StackStatus.DELETE_IN_PROGRESS) {
      operations.delete(stack);
    } else {
      var exports = new SharedExports(world.store()).inUse(stack);
      if (exports.isPresent()) {
        throw failed(exports.get());
      }
      operations.delete(
          tell(stack.withStable(Optional.<Deployment>empty()), StackStatus.DELETE_IN_PROGRESS));
    }
    var now = stack(stack.id());
    if (now.status() != StackStatus.DELETE_COMPLETE) {
      throw failed(
          "Embedded stack "
              + stack.id()
              + " was not successfully deleted: "
              + now.reason().orElse(""));
    }
  }

  @Override
  public ObjectNode read(Scope scope, ResourceType type, Resource resource)
      throws ResourceException {
    return isStack(type.name()) ? resource.properties() : others.read(scope, type, resource);
  }
}
