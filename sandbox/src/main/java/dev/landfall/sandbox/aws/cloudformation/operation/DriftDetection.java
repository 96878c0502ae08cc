package dev.landfall.sandbox.aws.cloudformation.operation;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.WriteOnly;
import dev.landfall.cloudformation.template.DynamicReference;
import dev.landfall.cloudformation.template.Json;
import dev.landfall.sandbox.aws.cloudformation.state.Stack;
import dev.landfall.sandbox.aws.cloudformation.state.StackDrift.Difference;
import dev.landfall.sandbox.aws.cloudformation.state.StackDrift.ResourceDrift;
import dev.landfall.sandbox.aws.cloudformation.state.StackDrift.Status;
import dev.landfall.sandbox.aws.cloudformation.state.StackResource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares the resources of a stack with what the services have. Only properties that the template
/// sets are compared; lists are compared whatever their order.
///
/// Source: "Detect unmanaged configuration changes to stacks and resources with drift detection" in
/// the CloudFormation User Guide.
public final class DriftDetection {
  /// Types without a handler that could read them.
  private static final Set<String> UNCHECKED =
      Set.of(
          "AWS::CloudFormation::WaitConditionHandle",
          "AWS::CloudFormation::CustomResource",
          "AWS::CloudFormation::Stack",
          "AWS::IAM::Policy",
          "AWS::IAM::UserToGroupAddition",
          "AWS::SQS::QueuePolicy",
          "AWS::SNS::TopicPolicy",
          "AWS::EC2::EIPAssociation",
          "AWS::EC2::VolumeAttachment");

  private final World world;
  private final Stack stack;

  public DriftDetection(World world, Stack stack) {
    this.world = world;
    this.stack = stack;
  }

  /// Compares all resources that can be compared.
  public List<ResourceDrift> run() {
    var found = new ArrayList<ResourceDrift>();
    var calls = new Calls(world, stack);
    for (var resource : stack.deployed().resources().values()) {
      if (!resource.physicalId().isEmpty() && !UNCHECKED.contains(resource.type())) {
        found.add(compare(resource, calls.type(resource.type())));
      }
    }
    return found;
  }

  private ResourceDrift compare(StackResource resource, ResourceType type) {
    var expected = readable(type, resource.resource().properties());
    ObjectNode actual;
    try {
      actual = world.handlers().read(world.scope(), type, resource.resource());
    } catch (ResourceException e) {
      return drift(resource, Status.DELETED, expected, Optional.empty(), List.of());
    }
    var seen = withReferences(withoutStackTags(readable(type, actual), expected, type), expected);
    var differences = new ArrayList<Difference>();
    for (var property : expected.properties()) {
      differences(
          "/" + property.getKey(), property.getValue(), seen.get(property.getKey()), differences);
    }
    return drift(
        resource,
        differences.isEmpty() ? Status.IN_SYNC : Status.MODIFIED,
        expected,
        Optional.of(seen),
        differences);
  }

  private static ResourceDrift drift(
      StackResource resource,
      Status status,
      ObjectNode expected,
      Optional<ObjectNode> actual,
      List<Difference> differences) {
    return new ResourceDrift(
        resource.logicalId(),
        resource.physicalId(),
        resource.type(),
        status,
        Json.write(expected),
        actual.map(Json::write),
        differences);
  }

  private ObjectNode readable(ResourceType type, ObjectNode properties) {
    return WriteOnly.without(world.specification(), type, properties);
  }

  /// The stack gives its tags to its resources: they are no change of theirs.
  private ObjectNode withoutStackTags(ObjectNode actual, ObjectNode expected, ResourceType type) {
    var name = type.tags().orElse("");
    if (!(actual.get(name) instanceof ArrayNode tags)) {
      return actual;
    }
    var own = new TreeSet<String>();
    expected.path(name).forEach(tag -> own.add(tag.path("Key").asString("")));
    var kept = Json.list();
    for (var tag : tags) {
      var key = tag.path("Key").asString("");
      if (own.contains(key) || !stack.deployed().tags().containsKey(key)) {
        kept.add(tag);
      }
    }
    var copy = actual.deepCopy();
    copy.set(name, kept);
    return copy;
  }

  /// What a dynamic reference stands for is neither compared nor shown.
  private static ObjectNode withReferences(ObjectNode actual, ObjectNode expected) {
    var copy = actual.deepCopy();
    for (var property : expected.properties()) {
      if (!DynamicReference.in(property.getValue()).isEmpty()) {
        copy.set(property.getKey(), property.getValue());
      }
    }
    return copy;
  }

  private static void differences(
      String path, JsonNode expected, @Nullable JsonNode actual, List<Difference> found) {
    if (actual == null || actual.isMissingNode()) {
      found.add(new Difference(path, text(expected), "null", "REMOVE"));
    } else if (expected.isObject() && actual.isObject()) {
      for (var member : expected.properties()) {
        differences(
            path + "/" + member.getKey(), member.getValue(), actual.get(member.getKey()), found);
      }
    } else if (expected.isArray() && actual.isArray()) {
      lists(path, expected, actual, found);
    } else if (!same(expected, actual)) {
      found.add(new Difference(path, text(expected), text(actual), "NOT_EQUAL"));
    }
  }

  private static void lists(
      String path, JsonNode expected, JsonNode actual, List<Difference> found) {
    var left = new ArrayList<JsonNode>();
    actual.forEach(left::add);
    var missing = new ArrayList<Integer>();
    for (int i = 0; i < expected.size(); i++) {
      var wanted = expected.get(i);
      if (!left.removeIf(new FirstMatch(wanted))) {
        missing.add(i);
      }
    }
    int next = 0;
    for (int index : missing) {
      if (next < left.size()) {
        differences(path + "/" + index, expected.get(index), left.get(next++), found);
      } else {
        found.add(new Difference(path + "/" + index, text(expected.get(index)), "null", "REMOVE"));
      }
    }
    for (; next < left.size(); next++) {
      found.add(
          new Difference(
              path + "/" + (expected.size() + next), "null", text(left.get(next)), "ADD"));
    }
  }

  /// The first of some nodes that is as wanted.
  private static final class FirstMatch implements Predicate<JsonNode> {
    private final JsonNode wanted;
    private boolean found;

    FirstMatch(JsonNode wanted) {
      this.wanted = wanted;
    }

    @Override
    public boolean test(JsonNode node) {
      if (!found) {
        var differences = new ArrayList<Difference>();
        differences("", wanted, node, differences);
        found = differences.isEmpty();
        return found;
      }
      return false;
    }
  }

  private static boolean same(JsonNode expected, JsonNode actual) {
    return expected.equals(actual)
        || (expected.isValueNode()
            && actual.isValueNode()
            && expected.asString("").equals(actual.asString("")));
  }

  private static String text(JsonNode node) {
    return node.isValueNode() ? node.asString("") : Json.write(node);
  }
}
