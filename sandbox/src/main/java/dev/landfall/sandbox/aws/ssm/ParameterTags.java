package dev.landfall.sandbox.aws.ssm;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.ssm.ParameterStore.Parameter;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tags of parameters. Wants the store's lock to be held.
final class ParameterTags {
  private static final int MOST = 50;

  private final ParameterStore store;

  ParameterTags(ParameterStore store) {
    this.store = store;
  }

  static Map<String, String> read(JsonNode list) {
    var tags = new TreeMap<String, String>();
    list.forEach(tag -> tags.put(tag.path("Key").asString(""), tag.path("Value").asString("")));
    return tags;
  }

  static void check(Map<String, String> tags) throws AwsError {
    if (tags.keySet().stream().filter(key -> !key.startsWith("aws:")).count() > MOST) {
      throw SsmErrors.of(
          "TooManyTagsError", "The tag limit of " + MOST + " for the resource is exceeded.");
    }
  }

  private static void checkOwn(Map<String, String> tags) throws AwsError {
    for (var key : tags.keySet()) {
      if (key.startsWith("aws:")) {
        throw SsmErrors.invalid("aws: prefixed tag key names are not allowed for external use.");
      }
    }
  }

  /// Those of a request.
  static Map<String, String> given(ObjectNode given) throws AwsError {
    var tags = read(given.path("Tags"));
    checkOwn(tags);
    check(tags);
    return tags;
  }

  private Parameter find(Scope scope, ObjectNode given) throws AwsError {
    var type = given.path("ResourceType").asString("");
    if (!type.equals("Parameter")) {
      throw SsmErrors.of(
          "InvalidResourceType",
          "The sandbox honours tags of parameters only, not of " + type + ".");
    }
    return store
        .get(scope, given.path("ResourceId").asString(""))
        .orElseThrow(() ->
            SsmErrors.of(
                "InvalidResourceId",
                "The resource ID "
                    + given.path("ResourceId").asString("")
                    + " is not valid. Verify the ID and try again."));
  }

  ObjectNode add(Scope scope, ObjectNode given) throws AwsError {
    var parameter = find(scope, given);
    var tags = new TreeMap<>(parameter.tags());
    tags.putAll(given(given));
    check(tags);
    store.put(scope, parameter.withTags(tags));
    return JsonTexts.object();
  }

  ObjectNode remove(Scope scope, ObjectNode given) throws AwsError {
    var parameter = find(scope, given);
    var tags = new TreeMap<>(parameter.tags());
    given.path("TagKeys").forEach(key -> tags.remove(key.asString("")));
    store.put(scope, parameter.withTags(tags));
    return JsonTexts.object();
  }

  ObjectNode list(Scope scope, ObjectNode given) throws AwsError {
    var answer = JsonTexts.object();
    var list = answer.putArray("TagList");
    new TreeMap<>(find(scope, given).tags())
        .forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
    return answer;
  }
}
