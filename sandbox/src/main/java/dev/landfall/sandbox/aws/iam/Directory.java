package dev.landfall.sandbox.aws.iam;

import dev.landfall.cloudformation.specification.ResourceType;
import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.NewResource;
import dev.landfall.sandbox.aws.resource.Owner;
import dev.landfall.sandbox.aws.resource.Resource;
import dev.landfall.sandbox.aws.resource.ResourceException;
import dev.landfall.sandbox.aws.resource.ResourceStore;
import dev.landfall.sandbox.aws.resource.ResourceStore.Entry;
import dev.landfall.sandbox.aws.resource.Scope;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What IAM holds of all accounts. Threads share it.
final class Directory {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Owner NOBODY = new Owner("", "");

  /// The ids that the types' descriptions do not have.
  private static final Map<ResourceType, String> IDS =
      Map.of(
          IamTypes.USER, "UserId",
          IamTypes.MANAGED_POLICY, "PolicyId",
          IamTypes.INSTANCE_PROFILE, "InstanceProfileId");

  private static final Map<String, String> PREFIXES =
      Map.of("UserId", "AIDA", "PolicyId", "ANPA", "InstanceProfileId", "AIPA");
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int RANDOM_LETTERS = 17;

  private final ResourceStore store;
  private final Clock clock;
  private final RandomGenerator random;

  Directory(ResourceStore store, Clock clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  Optional<Resource> find(Scope scope, ResourceType type, String identifier) {
    return store
        .find(scope, type, identifier)
        .filter(entry -> !entry.pending())
        .map(Entry::resource);
  }

  List<Resource> all(Scope scope, ResourceType type) {
    return store.all(scope, type).stream()
        .filter(entry -> !entry.pending())
        .map(Entry::resource)
        .toList();
  }

  /// Makes one.
  ///
  /// @param exists what is said when there is one of that name
  Resource add(Scope scope, ResourceType type, ObjectNode properties, String exists)
      throws AwsError {
    var draft = completed(type, NewResource.of(type, properties, scope, NOBODY, random));
    try {
      store.add(scope, type, Entry.of(draft));
    } catch (ResourceException e) {
      throw IamErrors.alreadyExists(exists);
    }
    return draft;
  }

  /// With what IAM adds that a description does not tell.
  Resource completed(ResourceType type, Resource draft) {
    var attributes = new LinkedHashMap<>(draft.attributes());
    attributes.putIfAbsent("CreateDate", JSON.stringNode(now()));
    Optional.ofNullable(IDS.get(type))
        .ifPresent(name ->
            attributes.putIfAbsent(
                name, JSON.stringNode(PREFIXES.getOrDefault(name, "") + letters())));
    return new Resource(draft.type(), draft.properties(), attributes);
  }

  private String letters() {
    var letters = new StringBuilder();
    for (int i = 0; i < RANDOM_LETTERS; i++) {
      letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return letters.toString();
  }

  /// As IAM writes times.
  String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// Changes properties, if it is there.
  void change(Scope scope, ResourceType type, String identifier, Consumer<ObjectNode> change)
      throws AwsError {
    replace(
        scope,
        type,
        identifier,
        before -> {
          var properties = before.properties().deepCopy();
          change.accept(properties);
          return new Resource(before.type(), properties, before.attributes());
        });
  }

  /// Changes one whole, if it is there.
  void replace(
      Scope scope,
      ResourceType type,
      String identifier,
      java.util.function.UnaryOperator<Resource> change)
      throws AwsError {
    try {
      var _ =
          store.change(
              scope, type, identifier, entry -> entry.with(change.apply(entry.resource())));
    } catch (ResourceException e) {
      throw IamErrors.noSuchEntity(e.message());
    }
  }

  void remove(Scope scope, ResourceType type, Resource resource) {
    store.remove(scope, type, resource.identifier(type));
  }

  static String text(Resource resource, String name) {
    return resource.attribute(name).map(JsonNode::asString).orElse("");
  }

  static List<String> texts(Resource resource, String name) {
    return resource.properties().path(name).valueStream().map(JsonNode::asString).toList();
  }

  static ObjectNode object() {
    return JsonTexts.object();
  }
}
