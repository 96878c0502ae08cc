package dev.landfall.sandbox.aws.lambda;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Digests;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.ResourceStore.Entry;
import dev.landfall.sandbox.aws.resource.Scope;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Functions, who may invoke them, and their code. Threads share it.
final class FunctionStore {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT);

  private final ResourceStore store;
  private final CodeFiles code;
  private final Clock clock;

  FunctionStore(ResourceStore store, CodeFiles code, Clock clock) {
    this.store = store;
    this.code = code;
    this.clock = clock;
  }

  CodeFiles code() {
    return code;
  }

  /// Removes code that no function has.
  void removeStrays() throws IOException {
    var names = new HashSet<String>();
    for (var placed : store.everywhere(LambdaTypes.FUNCTION)) {
      placed
          .entry()
          .resource()
          .attribute(Function.CODE)
          .ifPresent(name -> names.add(name.asString()));
    }
    code.keep(names);
  }

  Optional<Function> find(FunctionName name) {
    return resource(name.scope(), LambdaTypes.FUNCTION, name.name())
        .map(resource -> new Function(name.scope(), resource));
  }

  Function get(FunctionName name) throws AwsError {
    return find(name).orElseThrow(() -> LambdaErrors.noFunction(name.arn()));
  }

  private Optional<Resource> resource(Scope scope, ResourceType type, String id) {
    return store.find(scope, type, id).filter(entry -> !entry.pending()).map(Entry::resource);
  }

  List<Function> all(Scope scope) {
    return resources(scope, LambdaTypes.FUNCTION).stream()
        .map(resource -> new Function(scope, resource))
        .toList();
  }

  List<Resource> resources(Scope scope, ResourceType type) {
    return store.all(scope, type).stream()
        .filter(entry -> !entry.pending())
        .map(Entry::resource)
        .toList();
  }

  /// A draft with new code, which is unpacked.
  Resource withCode(Resource draft, byte[] zip) throws AwsError, IOException {
    var name = UUID.randomUUID().toString();
    code.put(name, zip);
    var attributes = new LinkedHashMap<>(draft.attributes());
    attributes.put(Function.CODE, JSON.stringNode(name));
    attributes.put(
        Function.SHA256,
        JSON.stringNode(Base64.getEncoder().encodeToString(Digests.of("SHA-256").digest(zip))));
    attributes.put(Function.SIZE, JSON.numberNode(zip.length));
    return touched(new Resource(draft.type(), draft.properties(), attributes));
  }

  /// A draft as it was changed now.
  Resource touched(Resource draft) {
    var attributes = new LinkedHashMap<>(draft.attributes());
    attributes.put(
        Function.MODIFIED, JSON.stringNode(TIME.format(clock.instant().atOffset(ZoneOffset.UTC))));
    attributes.put(Function.REVISION, JSON.stringNode(UUID.randomUUID().toString()));
    return new Resource(draft.type(), draft.properties(), attributes);
  }

  void add(Scope scope, ResourceType type, Resource resource, String exists) throws AwsError {
    try {
      store.add(scope, type, Entry.of(resource));
    } catch (ResourceException e) {
      throw LambdaErrors.conflict(exists);
    }
  }

  Resource replace(Scope scope, ResourceType type, Resource resource) throws AwsError {
    try {
      return store
          .change(scope, type, resource.identifier(type), entry -> entry.with(resource))
          .resource();
    } catch (ResourceException e) {
      throw LambdaErrors.notFound(e.message());
    }
  }

  void remove(Scope scope, ResourceType type, Resource resource) {
    store.remove(scope, type, resource.identifier(type));
  }

  /// The statements of who may invoke a function, by their ids.
  Map<String, Resource> permissions(FunctionName function) {
    var all = new LinkedHashMap<String, Resource>();
    for (var permission : resources(function.scope(), LambdaTypes.PERMISSION)) {
      if (means(permission, function)) {
        all.put(permission.attribute("Id").map(JsonNode::asString).orElse(""), permission);
      }
    }
    return all;
  }

  private static boolean means(Resource resource, FunctionName function) {
    try {
      var named = resource.properties().path("FunctionName").asString("");
      return FunctionName.of(function.scope(), named).equals(function);
    } catch (AwsError e) {
      return false;
    }
  }

  /// The policy of a function; empty when it has no statement.
  Optional<ObjectNode> policy(FunctionName function) {
    var permissions = permissions(function);
    if (permissions.isEmpty()) {
      return Optional.empty();
    }
    var policy = JsonTexts.object().put("Version", "2012-10-17").put("Id", "default");
    var statements = policy.putArray("Statement");
    permissions.forEach(
        (id, permission) -> statements.add(statement(id, permission.properties(), function.arn())));
    return Optional.of(policy);
  }

  static ObjectNode statement(String id, ObjectNode given, String arn) {
    var statement = JsonTexts.object().put("Sid", id).put("Effect", "Allow");
    var principal = given.path("Principal").asString("");
    if (principal.equals("*")) {
      statement.put("Principal", "*");
    } else if (principal.matches("[0-9]{12}")) {
      statement.putObject("Principal").put("AWS", "arn:aws:iam::" + principal + ":root");
    } else {
      statement
          .putObject("Principal")
          .put(principal.startsWith("arn:") ? "AWS" : "Service", principal);
    }
    statement.put("Action", given.path("Action").asString("")).put("Resource", arn);
    var conditions = JsonTexts.object();
    if (given.has("SourceAccount")) {
      conditions
          .putObject("StringEquals")
          .put("AWS:SourceAccount", given.path("SourceAccount").asString(""));
    }
    if (given.has("SourceArn")) {
      conditions.putObject("ArnLike").put("AWS:SourceArn", given.path("SourceArn").asString(""));
    }
    if (!conditions.isEmpty()) {
      statement.set("Condition", conditions);
    }
    return statement;
  }
}
