package dev.landfall.sandbox.aws.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.iam.Access;
import dev.landfall.sandbox.aws.iam.RoleTrust;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.Call;
import dev.landfall.sandbox.aws.protocol.Calls;
import dev.landfall.sandbox.aws.protocol.Content;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.protocol.Keys;
import dev.landfall.sandbox.aws.protocol.Operation;
import dev.landfall.sandbox.aws.protocol.Operation.Handler;
import dev.landfall.sandbox.aws.protocol.Permission;
import dev.landfall.sandbox.aws.protocol.Reply;
import dev.landfall.sandbox.aws.protocol.Request;
import dev.landfall.sandbox.aws.protocol.Service;
import dev.landfall.sandbox.aws.protocol.Wire;
import dev.landfall.sandbox.aws.resource.Backing;
import dev.landfall.sandbox.aws.resource.NewResource;
import dev.landfall.sandbox.aws.resource.Owner;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.store.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Lambda. Threads share it.
///
/// Source: the AWS Lambda API Reference.
public final class LambdaService implements Service, Functions, AutoCloseable {
  private static final Wire WIRE = new Wire.RestJson();
  private static final long LARGEST_BODY = 70L * 1024 * 1024;
  private static final int LARGEST_PAYLOAD = 6 * 1024 * 1024;
  private static final int LARGEST_EVENT = 1024 * 1024;
  private static final int PAGE = 50;
  private static final Owner NOBODY = new Owner("", "");
  private static final String FUNCTIONS = "/2015-03-31/functions";
  private static final String MAPPINGS = "/2015-03-31/event-source-mappings";
  private static final String TAGS = "/2017-03-31/tags/";

  private final FunctionStore functions;
  private final FunctionRequests requests;
  private final Children children;
  private final Invocations invocations;
  private final Mappings mappings;
  private final EventSources sources;
  private final Permissions permissions;
  private final Access access;
  private final RandomGenerator random;

  /// What Lambda needs of its surroundings.
  ///
  /// @param folder for the functions' code
  /// @param queues what actions on queues take
  public record Parts(
      ResourceStore store,
      Journal journal,
      Path folder,
      Keys keys,
      Access access,
      RoleTrust roles,
      java.util.function.BiFunction<String, String, Optional<Permission>> queues,
      Clock clock,
      RandomGenerator random) {}

  public LambdaService(Parts parts) throws IOException {
    var code = new CodeFiles(parts.folder().resolve("code"));
    this.functions = new FunctionStore(parts.store(), code, parts.clock());
    this.requests = new FunctionRequests(parts.roles());
    this.children =
        new Children(parts.folder().resolve("bootstrap"), code, parts.keys(), parts.clock());
    this.invocations =
        new Invocations(functions, children, parts.roles(), parts.journal(), parts.clock());
    this.access = parts.access();
    this.mappings =
        new Mappings(functions, invocations, parts.store(), parts.queues()::apply, parts.access());
    this.sources = new EventSources(functions, mappings, parts.random(), parts.clock());
    this.permissions = new Permissions(functions);
    this.random = parts.random();
    functions.removeStrays();
  }

  /// What stands behind the resources of stacks, by the names of their types.
  public Map<String, Backing> backings() {
    return new LambdaBackings(functions, requests, children, mappings).all();
  }

  /// Starts to work: events that were left, and queues.
  ///
  /// @param endpoint where functions find the stand-in
  public void resume(Calls calls, String endpoint) throws IOException {
    children.endpoint(endpoint);
    requests.resume(calls);
    invocations.resume(calls);
    mappings.resume(calls);
  }

  @Override
  public void close() {
    mappings.close();
    invocations.close();
  }

  @Override
  public boolean admits(
      String functionArn, String servicePrincipal, String sourceArn, String sourceAccount) {
    try {
      var name = FunctionName.of(new Scope("", ""), functionArn);
      var needed =
          permission("InvokeFunction", name)
              .with("aws:SourceArn", Optional.of(sourceArn))
              .with("aws:SourceAccount", Optional.of(sourceAccount));
      return functions.find(name).isPresent() && access.decide(servicePrincipal, needed).allowed();
    } catch (AwsError e) {
      return false;
    }
  }

  @Override
  public boolean invokeAsync(
      String functionArn,
      byte[] payload,
      String servicePrincipal,
      String sourceArn,
      String sourceAccount) {
    try {
      if (!admits(functionArn, servicePrincipal, sourceArn, sourceAccount)) {
        return false;
      }
      invocations.later(FunctionName.of(new Scope("", ""), functionArn), payload);
      return true;
    } catch (AwsError e) {
      return false;
    }
  }

  @Override
  public String name() {
    return "lambda";
  }

  @Override
  public Wire wire(Request request) {
    return WIRE;
  }

  @Override
  public long bodyLimit() {
    return LARGEST_BODY;
  }

  private Permission permission(String action, FunctionName function) {
    return Permission.of(
        "lambda:" + action,
        function.arn(),
        function.scope().account(),
        functions.policy(function).map(ObjectNode::toString));
  }

  @Override
  public Operation operation(Call call) throws AwsError {
    var path = call.request().path().replaceFirst("/$", "");
    var method = call.request().method();
    if (path.equals(FUNCTIONS)) {
      return switch (method) {
        case "POST" -> creation(call);
        case "GET" -> Operation.of("ListFunctions", "", () -> list(call));
        default -> throw LambdaErrors.unknown(call);
      };
    }
    if (path.startsWith(FUNCTIONS + "/")) {
      return ofFunction(call, path.substring(FUNCTIONS.length() + 1), method);
    }
    if (path.equals(MAPPINGS) || path.startsWith(MAPPINGS + "/")) {
      return sources.operation(
          call, path.substring(MAPPINGS.length()).replaceFirst("^/", ""), method);
    }
    if (path.startsWith(TAGS)) {
      return ofTags(call, path.substring(TAGS.length()), method);
    }
    throw LambdaErrors.unknown(call);
  }

  static Scope scope(Call call) {
    return new Scope(call.account(), call.region());
  }

  private Operation creation(Call call) throws AwsError {
    var given = call.json();
    var name = FunctionName.of(scope(call), given.path("FunctionName").asString(""));
    return Operation.of("CreateFunction", name.name(), () -> create(call, given, name))
        .needing(permission("CreateFunction", name), passing(given.path("Role").asString("")));
  }

  private static Permission passing(String role) {
    return Permission.of("iam:PassRole", role)
        .with("iam:PassedToService", Optional.of(Invocations.PRINCIPAL));
  }

  private Operation ofFunction(Call call, String rest, String method) throws AwsError {
    int slash = rest.indexOf('/');
    var name = FunctionName.of(scope(call), slash < 0 ? rest : rest.substring(0, slash));
    var qualifier = call.request().query("Qualifier");
    if (qualifier.isPresent() && !qualifier.get().equals("$LATEST")) {
      throw LambdaErrors.noFunction(name.arn() + ":" + qualifier.get());
    }
    var part = slash < 0 ? "" : rest.substring(slash);
    if (part.startsWith("/policy/") && method.equals("DELETE")) {
      var id = part.substring("/policy/".length());
      return on("RemovePermission", name, () -> permissions.remove(name, id));
    }
    return switch (method + " " + part) {
      case "GET " -> on("GetFunction", name, () -> get(call, name));
      case "DELETE " -> on("DeleteFunction", name, () -> delete(name));
      case "PUT /code" -> on("UpdateFunctionCode", name, () -> updateCode(call, name));
      case "GET /configuration" ->
          on(
              "GetFunctionConfiguration",
              name,
              () -> Reply.json(call, functions.get(name).configuration()));
      case "PUT /configuration" -> configuration(call, name);
      case "POST /invocations" ->
          Operation.of("InvokeFunction", name.name(), () -> invoke(call, name))
              .needing(permission("InvokeFunction", name));
      case "POST /policy" -> on("AddPermission", name, () -> permissions.add(call, name));
      case "GET /policy" -> on("GetPolicy", name, () -> permissions.policy(call, name));
      default -> throw LambdaErrors.unknown(call);
    };
  }

  private Operation on(String action, FunctionName name, Handler handler) {
    return Operation.of(action, name.name(), handler).needing(permission(action, name));
  }

  private Operation configuration(Call call, FunctionName name) throws AwsError {
    var given = call.json();
    var operation =
        Operation.of(
            "UpdateFunctionConfiguration",
            name.name(),
            () -> updateConfiguration(call, given, name));
    var needed = permission("UpdateFunctionConfiguration", name);
    return given.has("Role")
        ? operation.needing(needed, passing(given.path("Role").asString("")))
        : operation.needing(needed);
  }

  private Reply create(Call call, ObjectNode given, FunctionName name)
      throws AwsError, IOException, InterruptedException {
    var properties = given.deepCopy();
    properties.put("FunctionName", name.name());
    if (given.path("Publish").asBoolean(false)) {
      throw LambdaErrors.notHonoured("published versions");
    }
    properties.remove("Publish");
    properties.set("Code", kept(given.path("Code")));
    tags(properties, given.path("Tags"));
    requests.check(properties);
    if (functions.find(name).isPresent()) {
      throw exists(name);
    }
    var zip = requests.zip(given.path("Code"), call.identity(), call.region());
    var draft = NewResource.of(LambdaTypes.FUNCTION, properties, name.scope(), NOBODY, random);
    var function = functions.withCode(draft, zip);
    functions.add(name.scope(), LambdaTypes.FUNCTION, function, exists(name).message());
    return answer(call, new Function(name.scope(), function), 201);
  }

  private static AwsError exists(FunctionName name) {
    return LambdaErrors.conflict("Function already exist: " + name.name());
  }

  /// Where code came from; a zip itself is kept as files.
  private static ObjectNode kept(JsonNode code) {
    var kept = JsonTexts.object();
    for (var name : List.of("S3Bucket", "S3Key", "S3ObjectVersion")) {
      if (code.has(name)) {
        kept.set(name, code.path(name));
      }
    }
    return kept;
  }

  static void tags(ObjectNode properties, JsonNode map) {
    properties.remove("Tags");
    if (!map.isEmpty()) {
      var list = properties.putArray("Tags");
      map.properties()
          .forEach(entry ->
              list.addObject()
                  .put("Key", entry.getKey())
                  .put("Value", entry.getValue().asString("")));
    }
  }

  private static Map<String, String> tags(Function function) {
    var tags = new TreeMap<String, String>();
    for (var tag : function.resource().properties().path("Tags")) {
      tags.put(tag.path("Key").asString(""), tag.path("Value").asString(""));
    }
    return tags;
  }

  private static Reply answer(Call call, Function function, int status) {
    return status(Reply.json(call, function.configuration()), status);
  }

  static Reply status(Reply reply, int status) {
    return new Reply(status, reply.headers(), reply.content());
  }

  private Reply list(Call call) {
    var all = functions.all(scope(call));
    int from =
        call.request()
            .query("Marker")
            .filter(m -> m.matches("[0-9]{1,6}"))
            .map(Integer::parseInt)
            .orElse(0);
    int size =
        call.request()
            .query("MaxItems")
            .filter(m -> m.matches("[0-9]{1,4}"))
            .map(Integer::parseInt)
            .map(most -> Math.min(most, PAGE))
            .orElse(PAGE);
    int to = Math.min(from + size, all.size());
    var answer = JsonTexts.object();
    var list = answer.putArray("Functions");
    all.subList(Math.min(from, to), to).forEach(function -> list.add(function.configuration()));
    if (to < all.size()) {
      answer.put("NextMarker", Integer.toString(to));
    }
    return Reply.json(call, answer);
  }

  private Reply get(Call call, FunctionName name) throws AwsError {
    var function = functions.get(name);
    var answer = JsonTexts.object();
    answer.set("Configuration", function.configuration());
    answer.putObject("Code").put("RepositoryType", "S3");
    if (!tags(function).isEmpty()) {
      var tags = answer.putObject("Tags");
      tags(function).forEach(tags::put);
    }
    return Reply.json(call, answer);
  }

  private Reply delete(FunctionName name) throws AwsError, IOException {
    var function = functions.get(name);
    children.retire(function.arn());
    for (var permission : functions.permissions(name).values()) {
      functions.remove(name.scope(), LambdaTypes.PERMISSION, permission);
    }
    functions.remove(name.scope(), LambdaTypes.FUNCTION, function.resource());
    functions.code().remove(function.attribute(Function.CODE));
    return Reply.empty(204);
  }

  private Reply updateCode(Call call, FunctionName name)
      throws AwsError, IOException, InterruptedException {
    var function = functions.get(name);
    var given = call.json();
    if (given.path("Publish").asBoolean(false)) {
      throw LambdaErrors.notHonoured("published versions");
    }
    var zip = requests.zip(given, call.identity(), call.region());
    var properties = function.resource().properties().deepCopy();
    properties.set("Code", kept(given));
    var draft =
        new Resource(function.resource().type(), properties, function.resource().attributes());
    return changed(call, function, functions.withCode(draft, zip));
  }

  private Reply changed(Call call, Function before, Resource after) throws AwsError {
    var kept = functions.replace(before.scope(), LambdaTypes.FUNCTION, after);
    children.retire(before.arn());
    return answer(call, new Function(before.scope(), kept), 200);
  }

  private Reply updateConfiguration(Call call, ObjectNode given, FunctionName name)
      throws AwsError {
    var function = functions.get(name);
    var properties = function.resource().properties().deepCopy();
    given
        .properties()
        .forEach(entry -> {
          if (!entry.getKey().equals("RevisionId") && !entry.getKey().equals("FunctionName")) {
            properties.set(entry.getKey(), entry.getValue());
          }
        });
    requests.check(properties);
    var draft =
        new Resource(function.resource().type(), properties, function.resource().attributes());
    return changed(call, function, functions.touched(draft));
  }

  private Reply invoke(Call call, FunctionName name)
      throws AwsError, IOException, InterruptedException {
    var function = functions.get(name);
    var payload = call.body().bytes();
    var type = call.request().header("X-Amz-Invocation-Type").orElse("RequestResponse");
    int most = type.equals("Event") ? LARGEST_EVENT : LARGEST_PAYLOAD;
    if (payload.length > most) {
      throw LambdaErrors.tooLarge(
          "Request must be smaller than " + most + " bytes for the InvokeFunction operation");
    }
    var _ = Invocations.json(payload);
    return switch (type) {
      case "DryRun" -> Reply.empty(204);
      case "Event" -> {
        invocations.later(name, payload);
        yield Reply.empty(202);
      }
      case "RequestResponse" -> answer(call, invocations.invoke(function, payload));
      default -> throw LambdaErrors.invalid("Unknown invocation type: " + type);
    };
  }

  private static Reply answer(Call call, Invoked invoked) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("X-Amz-Executed-Version", "$LATEST");
    invoked.error().ifPresent(error -> headers.put("X-Amz-Function-Error", error));
    if (call.request().header("X-Amz-Log-Type").orElse("None").equals("Tail")) {
      var log = invoked.log().getBytes(UTF_8);
      int from = Math.max(0, log.length - 4_096);
      headers.put(
          "X-Amz-Log-Result",
          Base64.getEncoder().encodeToString(java.util.Arrays.copyOfRange(log, from, log.length)));
    }
    return new Reply(200, headers, Content.of(invoked.payload()));
  }

  private Operation ofTags(Call call, String arn, String method) throws AwsError {
    var name = FunctionName.of(scope(call), arn);
    return switch (method) {
      case "GET" ->
          on(
              "ListTags",
              name,
              () -> {
                var answer = JsonTexts.object();
                var tags = answer.putObject("Tags");
                tags(functions.get(name)).forEach(tags::put);
                return Reply.json(call, answer);
              });
      case "POST" ->
          on(
              "TagResource",
              name,
              () -> {
                var given = call.json().path("Tags");
                return retag(
                    name,
                    tags ->
                        given
                            .properties()
                            .forEach(
                                entry -> tags.put(entry.getKey(), entry.getValue().asString(""))));
              });
      case "DELETE" ->
          on(
              "UntagResource",
              name,
              () ->
                  retag(
                      name,
                      tags ->
                          call.request().query().stream()
                              .filter(pair -> pair.name().equals("tagKeys"))
                              .forEach(pair -> tags.remove(pair.value()))));
      default -> throw LambdaErrors.unknown(call);
    };
  }

  private Reply retag(FunctionName name, java.util.function.Consumer<Map<String, String>> change)
      throws AwsError {
    var function = functions.get(name);
    var tags = tags(function);
    change.accept(tags);
    var properties = function.resource().properties().deepCopy();
    var map = JsonTexts.object();
    tags.forEach(map::put);
    tags(properties, map);
    var _ =
        functions.replace(
            name.scope(),
            LambdaTypes.FUNCTION,
            new Resource(function.resource().type(), properties, function.resource().attributes()));
    return Reply.empty(204);
  }
}
