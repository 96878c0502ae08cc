package dev.landfall.sandbox.aws.cloudcontrol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;

import dev.landfall.cloudformation.specification.PropertyCheck;
import dev.landfall.cloudformation.specification.Replacement;
import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.cloudformation.specification.Specification;
import dev.landfall.cloudformation.specification.Violation;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.JsonActions;
import dev.landfall.sandbox.aws.protocol.JsonActions.Action;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Permission;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Service;
import dev.landfall.sandbox.aws.protocol.Wire;
import dev.landfall.sandbox.aws.resource.DirectResources;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.store.Journal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// The Cloud Control API, over the resources that stacks and services have. A request is carried
/// out at once, and told of as one under way. Threads share it.
///
/// Source: the AWS Cloud Control API Reference.
public final class CloudControlService implements Service {
  private static final Wire WIRE =
      new Wire.Json("1.0", "com.amazonaws.cloudapiservice", Optional.empty());
  private static final String TYPE = "TypeName";
  private static final int PAGE = 100;

  /// Types without handlers of this kind.
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "AWS::IAM::AccessKey",
          "AWS::IAM::Policy",
          "AWS::IAM::UserToGroupAddition",
          "AWS::SQS::QueuePolicy",
          "AWS::SNS::TopicPolicy",
          "AWS::EC2::EIPAssociation",
          "AWS::EC2::VolumeAttachment");

  private final Specification specification = Specification.standard();
  private final DirectResources resources;
  private final Requests requests;
  private final JsonActions actions;

  public CloudControlService(DirectResources resources, Journal journal, Clock clock) {
    this.resources = resources;
    this.requests = new Requests(journal, clock);
    this.actions =
        new JsonActions(
            "Cloud Control",
            Map.ofEntries(
                entry("GetResource", action(this::get)),
                entry("ListResources", action(this::list)),
                entry("CreateResource", action(this::create)),
                entry("UpdateResource", action(this::update)),
                entry("DeleteResource", action(this::delete)),
                entry("GetResourceRequestStatus", action(this::status)),
                entry("ListResourceRequests", action(this::all))));
  }

  @FunctionalInterface
  private interface Work {
    ObjectNode run(Scope scope, ObjectNode given) throws AwsError;
  }

  private static Action action(Work work) {
    return new Action(
        "Identifier",
        (action, _, _) -> List.of(Permission.of(action, "*")),
        (call, given) -> work.run(new Scope(call.account(), call.region()), given));
  }

  private ResourceType type(ObjectNode given, String action) throws AwsError {
    var name = given.path(TYPE).asString("");
    var type = specification.find(name).orElseThrow(() -> CloudControlErrors.noType(name));
    if (UNSUPPORTED.contains(name) || name.startsWith("AWS::CloudFormation::")) {
      throw CloudControlErrors.unsupported(name, action);
    }
    return type;
  }

  private Resource find(Scope scope, ResourceType type, ObjectNode given) throws AwsError {
    var identifier = given.path("Identifier").asString("");
    return resources
        .find(scope, type, identifier)
        .orElseThrow(() -> CloudControlErrors.notFound(type.name(), identifier));
  }

  /// With the attributes that name it, which clients expect among the properties.
  private ObjectNode read(Scope scope, ResourceType type, Resource resource)
      throws ResourceException {
    var properties = resources.read(scope, type, resource).deepCopy();
    for (var name : type.identifier()) {
      if (!properties.has(name)) {
        resource.attribute(name).ifPresent(value -> properties.set(name, value));
      }
    }
    type.attributes()
        .keySet()
        .forEach(name -> {
          var attribute = resource.attributes().get(name);
          if (attribute != null && !name.contains(".") && !properties.has(name)) {
            properties.set(name, attribute);
          }
        });
    return resources.shown(scope, type, resource, properties);
  }

  private static ObjectNode described(String identifier, ObjectNode properties) {
    return JsonTexts.object()
        .put("Identifier", identifier)
        .put("Properties", properties.toString());
  }

  private ObjectNode get(Scope scope, ObjectNode given) throws AwsError {
    var type = type(given, "READ");
    var resource = find(scope, type, given);
    try {
      var answer = JsonTexts.object().put(TYPE, type.name());
      answer.set(
          "ResourceDescription", described(resource.identifier(type), read(scope, type, resource)));
      return answer;
    } catch (ResourceException e) {
      throw CloudControlErrors.of(e);
    }
  }

  private ObjectNode list(Scope scope, ObjectNode given) throws AwsError {
    var type = type(given, "LIST");
    int limit = given.path("MaxResults").asInt(PAGE);
    var token = given.path("NextToken").asString("");
    if (limit < 1 || limit > PAGE || !token.matches("[0-9]{0,9}")) {
      throw CloudControlErrors.invalid("MaxResults or NextToken is not valid.");
    }
    var all = resources.all(scope, type);
    int from = token.isEmpty() ? 0 : Math.min(Integer.parseInt(token), all.size());
    int to = Math.min(from + limit, all.size());
    var answer = JsonTexts.object().put(TYPE, type.name());
    var list = answer.putArray("ResourceDescriptions");
    for (var resource : all.subList(from, to)) {
      present(scope, type, resource)
          .ifPresent(properties -> list.add(described(resource.identifier(type), properties)));
    }
    if (to < all.size()) {
      answer.put("NextToken", Integer.toString(to));
    }
    return answer;
  }

  /// @return empty for one that has gone away meanwhile
  private Optional<ObjectNode> present(Scope scope, ResourceType type, Resource resource)
      throws AwsError {
    try {
      return Optional.of(read(scope, type, resource));
    } catch (ResourceException e) {
      if (e.code().equals("NotFound")) {
        return Optional.empty();
      }
      throw CloudControlErrors.of(e);
    }
  }

  private ObjectNode create(Scope scope, ObjectNode given) throws AwsError {
    var type = type(given, "CREATE");
    var wanted =
        JsonTexts.object(given.path("DesiredState").asString("[").getBytes(UTF_8))
            .orElseThrow(() -> CloudControlErrors.invalid("DesiredState is no JSON object."));
    check(type, wanted);
    return requests.run(
        scope,
        type,
        "CREATE",
        given,
        token -> resources.create(scope, type, wanted, token).identifier(type));
  }

  private void check(ResourceType type, ObjectNode wanted) throws AwsError {
    var violations = PropertyCheck.check(specification, type, wanted);
    if (!violations.isEmpty()) {
      throw CloudControlErrors.invalid(
          "Model validation failed (" + Violation.text(type.name(), violations) + ")");
    }
  }

  private ObjectNode update(Scope scope, ObjectNode given) throws AwsError {
    var type = type(given, "UPDATE");
    var resource = find(scope, type, given);
    ObjectNode wanted;
    try {
      var patch = JsonPatch.parse(given.path("PatchDocument").asString(""));
      checkPatched(type, patch);
      var now = resources.shown(scope, type, resource, resources.read(scope, type, resource));
      now.propertyNames().stream()
          .filter(name -> !type.properties().containsKey(name))
          .toList()
          .forEach(now::remove);
      wanted = patch.apply(now);
    } catch (JsonPatch.BrokenException e) {
      throw CloudControlErrors.invalid(e.reason());
    } catch (ResourceException e) {
      throw CloudControlErrors.of(e);
    }
    check(type, wanted);
    return requests.run(
        scope,
        type,
        "UPDATE",
        given,
        token -> {
          resources.update(scope, type, resource, wanted, token);
          return resource.identifier(type);
        });
  }

  private void checkPatched(ResourceType type, JsonPatch patch) throws AwsError {
    for (var name : patch.properties()) {
      if (!type.properties().containsKey(name) && type.attributes().containsKey(name)) {
        throw CloudControlErrors.invalid(
            "Invalid patch update: readOnlyProperties [/properties/"
                + name
                + "] cannot be updated");
      }
      if (type.properties().containsKey(name)
          && specification.replacement(type, List.of(name)) == Replacement.ALWAYS) {
        throw CloudControlErrors.invalid(
            "Invalid patch update: createOnlyProperties [/properties/"
                + name
                + "] cannot be updated");
      }
    }
  }

  private ObjectNode delete(Scope scope, ObjectNode given) throws AwsError {
    var type = type(given, "DELETE");
    var resource = find(scope, type, given);
    return requests.run(
        scope,
        type,
        "DELETE",
        given,
        token -> {
          resources.delete(scope, type, resource, token);
          return resource.identifier(type);
        });
  }

  private ObjectNode status(Scope scope, ObjectNode given) throws AwsError {
    var token = given.path("RequestToken").asString("");
    var progress =
        requests.find(scope, token).orElseThrow(() -> CloudControlErrors.noRequest(token));
    var answer = JsonTexts.object();
    answer.set("ProgressEvent", progress.json(progress.status()));
    return answer;
  }

  private ObjectNode all(Scope scope, ObjectNode given) {
    var answer = JsonTexts.object();
    var list = answer.putArray("ResourceRequestStatusSummaries");
    requests.all(scope).forEach(progress -> list.add(progress.json(progress.status())));
    return answer;
  }

  @Override
  public String name() {
    return "cloudcontrolapi";
  }

  @Override
  public Wire wire(Request request) {
    return WIRE;
  }

  @Override
  public Operation operation(Call call) throws AwsError {
    return actions.operation("cloudformation", call);
  }
}
