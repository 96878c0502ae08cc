package dev.landfall.sandbox.aws.resource;

import dev.landfall.cloudformation.specification.ResourceType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What AWS adds to a new resource, told from the type's description alone: a name when none is
/// given, ids, ARNs, and the addresses of a few services. An attribute that the description gives
/// no form for stays away, and asking for it fails.
public final class NewResource {
  private static final Pattern PART = Pattern.compile("\\$\\{(\\w+)}");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ResourceType type;
  private final ObjectNode properties;
  private final Scope scope;
  private final Owner owner;
  private final RandomGenerator random;
  private final Map<String, JsonNode> attributes = new TreeMap<>();

  private NewResource(
      ResourceType type, ObjectNode properties, Scope scope, Owner owner, RandomGenerator random) {
    this.type = type;
    this.properties = properties;
    this.scope = scope;
    this.owner = owner;
    this.random = random;
  }

  /// Makes a resource of properties that have been checked.
  public static Resource of(
      ResourceType type, ObjectNode properties, Scope scope, Owner owner, RandomGenerator random) {
    return new NewResource(type, properties, scope, owner, random).make();
  }

  /// One whose properties already say all that it is called by.
  public static Resource named(ResourceType type, ObjectNode properties, Scope scope) {
    return of(type, properties, scope, new Owner("", ""), RandomGenerator.getDefault());
  }

  /// The resource with other properties: what AWS added stays.
  public static Resource updated(Resource before, ObjectNode properties) {
    var attributes = new LinkedHashMap<>(before.attributes());
    attributes.keySet().removeIf(properties::has);
    return new Resource(before.type(), properties, attributes);
  }

  private Resource make() {
    name()
        .ifPresent(property -> {
          if (!properties.has(property)) {
            put(property, GeneratedNames.next(type, owner, fifo(), random));
          }
        });
    var names = new TreeSet<>(type.attributes().keySet());
    names.addAll(type.identifier());
    for (var name : names) {
      if (!name.contains(".") && isId(name) && !properties.has(name)) {
        put(name, isPlainId(name) ? named() : GeneratedIds.next(type, scope, random));
      }
    }
    if (type.name().equals("AWS::EC2::SecurityGroup")) {
      attributes.put("GroupId", attributes.get("Id"));
    }
    for (var name : names) {
      if (isArn(name) && !properties.has(name)) {
        arn().ifPresent(arn -> put(name, arn));
      }
    }
    if (type.name().equals("AWS::SNS::Subscription")) {
      text("TopicArn").ifPresent(topic -> put("Arn", topic + ":" + GeneratedIds.uuid(random)));
    }
    if (isSecret()) {
      arn().ifPresent(arn -> put("Id", arn));
    }
    new Addresses(type, scope, name().flatMap(this::text).orElse(""), random)
        .all()
        .forEach((name, address) -> {
          if (type.attributes().containsKey(name)) {
            put(name, address);
          }
        });
    if (type.ref().stream().allMatch(name -> text(name).isEmpty())) {
      var first = type.ref().getFirst();
      put(first, isArn(first) ? unspecifiedArn() : named());
    }
    return new Resource(type.name(), properties, attributes);
  }

  /// What has no id of a service's own is called as CloudFormation calls it.
  private boolean isPlainId(String name) {
    return name.equals("Id")
        && !GeneratedIds.hasForm(type)
        && (type.arn().isEmpty() || type.name().equals("AWS::IAM::Policy"));
  }

  private String named() {
    return GeneratedNames.next(type, owner, false, random);
  }

  /// For types whose description gives the ARN no form.
  private String unspecifiedArn() {
    return "arn:"
        + scope.partition()
        + ":"
        + type.service().toLowerCase(Locale.ROOT)
        + ":"
        + scope.region()
        + ":"
        + scope.account()
        + ":"
        + type.shortName().toLowerCase(Locale.ROOT)
        + "/"
        + named();
  }

  private boolean isSecret() {
    return type.name().equals("AWS::SecretsManager::Secret");
  }

  private void put(String name, String value) {
    attributes.putIfAbsent(name, JSON.stringNode(value));
  }

  private boolean fifo() {
    return properties.path("FifoQueue").asBoolean(false)
        || properties.path("FifoTopic").asBoolean(false);
  }

  /// The property that names resources of this type, if it is one that may be left out.
  private Optional<String> name() {
    if (type.identifier().size() == 1 && isOptional(type.identifier().getFirst())) {
      return Optional.of(type.identifier().getFirst());
    }
    return Stream.of(type.shortName() + "Name", "Name")
        .filter(property -> type.properties().containsKey(property))
        .filter(this::isOptional)
        .findFirst();
  }

  private boolean isOptional(String property) {
    var described = type.properties().get(property);
    return described != null && !described.required();
  }

  private static boolean isArn(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith("arn");
  }

  private boolean isId(String name) {
    return !type.properties().containsKey(name)
        && !isSecret()
        && (name.equals("Id")
            || name.equals(type.shortName() + "Id")
            || (name.endsWith("Id") && type.identifier().contains(name))
            || name.equals("AllocationId"));
  }

  private Optional<String> text(String name) {
    var value = properties.has(name) ? properties.get(name) : attributes.get(name);
    return Optional.ofNullable(value).map(JsonNode::asString);
  }

  private Optional<String> arn() {
    return type.arn().flatMap(this::filled);
  }

  private Optional<String> filled(String template) {
    var text = new StringBuilder();
    var parts = PART.matcher(template);
    while (parts.find()) {
      var value = part(parts.group(1));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      parts.appendReplacement(text, Matcher.quoteReplacement(value.get()));
    }
    return Optional.of(parts.appendTail(text).toString());
  }

  private Optional<String> part(String part) {
    return switch (part) {
      case "Partition" -> Optional.of(scope.partition());
      case "Region" -> Optional.of(scope.region());
      case "Account" -> Optional.of(scope.account());
      case "SecretId" ->
          text("Name").map(name -> name + "-" + GeneratedNames.letters(LETTERS, 6, random));
      case "ParameterNameWithoutLeadingSlash" ->
          text("Name").map(name -> name.startsWith("/") ? name.substring(1) : name);
      case "OidcProviderName" -> text("Url").map(url -> url.replaceFirst("^https://", ""));
      case "Alias" -> text("AliasName").map(name -> name.replaceFirst("^alias/", ""));
      default -> {
        if (part.endsWith("NameWithPath")) {
          var path = text("Path").orElse("/").replaceFirst("^/", "");
          yield own(part.substring(0, part.length() - "WithPath".length())).map(path::concat);
        }
        yield own(part);
      }
    };
  }

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /// The part by its own name, or else the resource's only name or id.
  private Optional<String> own(String part) {
    return text(part)
        .or(() -> name().flatMap(this::text))
        .or(() ->
            type.identifier().stream()
                .filter(name -> !isArn(name))
                .findFirst()
                .flatMap(this::text));
  }
}
