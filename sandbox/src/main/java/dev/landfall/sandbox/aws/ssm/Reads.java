package dev.landfall.sandbox.aws.ssm;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.protocol.JsonTexts;
import dev.landfall.sandbox.aws.resource.Scope;
import dev.landfall.sandbox.aws.ssm.ParameterStore.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What clients read of parameters. Threads share it.
final class Reads {
  private static final int MOST_NAMES = 10;
  private static final int PAGE = 50;
  private static final int PAGE_OF_VALUES = 10;
  private static final double MILLIS = 1000;

  private final ParameterStore store;
  private final Sealing sealing;

  Reads(ParameterStore store, Sealing sealing) {
    this.store = store;
    this.sealing = sealing;
  }

  private static boolean decrypted(ObjectNode given) {
    return given.path("WithDecryption").asBoolean(false);
  }

  private String value(Scope scope, String name, Version version, boolean decrypted) {
    return version.settings().secure() && !decrypted
        ? sealing.seal(scope, name, version)
        : version.settings().value();
  }

  private ObjectNode json(Scope scope, Selected found, boolean decrypted) {
    var settings = found.version().settings();
    var json =
        JsonTexts.object()
            .put("Name", found.name())
            .put("Type", settings.type())
            .put("Value", value(scope, found.name(), found.version(), decrypted))
            .put("Version", found.version().number())
            .put("LastModifiedDate", found.version().modified() / MILLIS)
            .put("ARN", ParameterName.arn(scope, found.name()))
            .put("DataType", settings.dataType());
    if (!found.selector().isEmpty()) {
      json.put("Selector", found.selector());
    }
    return json;
  }

  ObjectNode get(Scope scope, ObjectNode given) throws AwsError {
    var found = Selected.find(store, scope, given.path("Name").asString(""));
    var answer = JsonTexts.object();
    answer.set("Parameter", json(scope, found, decrypted(given)));
    return answer;
  }

  /// The names of a request that takes up to ten.
  static List<String> names(ObjectNode given) throws AwsError {
    var names = given.path("Names").valueStream().map(JsonNode::asString).toList();
    if (names.isEmpty() || names.size() > MOST_NAMES) {
      throw SsmErrors.invalid(
          "[" + String.join(", ", names) + "]",
          "names",
          names.isEmpty()
              ? "Member must have length greater than or equal to 1"
              : "Member must have length less than or equal to 10");
    }
    return names;
  }

  ObjectNode getAll(Scope scope, ObjectNode given) throws AwsError {
    var answer = JsonTexts.object();
    var found = answer.putArray("Parameters");
    var invalid = answer.putArray("InvalidParameters");
    for (var name : new LinkedHashSet<>(names(given))) {
      try {
        found.add(json(scope, Selected.find(store, scope, name), decrypted(given)));
      } catch (AwsError e) {
        invalid.add(name);
      }
    }
    return answer;
  }

  ObjectNode byPath(Scope scope, ObjectNode given) throws AwsError {
    var path = given.path("Path").asString("");
    if (!path.matches("/([\\w.-]+(/[\\w.-]+)*/?)?")) {
      throw SsmErrors.invalid(
          "The parameter doesn't meet the parameter name requirements. The parameter name must"
              + " begin with a forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\""
              + " (case-insensitive). It must use only letters, numbers, or the following symbols:"
              + " . (period), - (hyphen), _ (underscore). Special characters are not allowed. All"
              + " sub-paths, if specified, must use the forward slash symbol \"/\".");
    }
    var filters = ParameterFilter.of(given, true);
    boolean recursive = given.path("Recursive").asBoolean(false);
    var found = new ArrayList<Selected>();
    for (var parameter : store.all(scope)) {
      if (ParameterFilter.below(path, parameter.name(), recursive)) {
        selected(scope, parameter, filters).ifPresent(found::add);
      }
    }
    if (filters.isEmpty() && path.startsWith(PublicParameters.PREFIX.substring(0, 12))) {
      for (var name : PublicParameters.all()) {
        if (ParameterFilter.below(path, name, recursive)) {
          PublicParameters.find(scope, name)
              .ifPresent(version -> found.add(new Selected(name, "", version)));
        }
      }
    }
    return Pages.of(
        given, PAGE_OF_VALUES, "Parameters", found, one -> json(scope, one, decrypted(given)));
  }

  /// The version that is meant: the latest, or one with a label.
  private Optional<Selected> selected(
      Scope scope, Parameter parameter, List<ParameterFilter> filters) {
    boolean labelled = filters.stream().anyMatch(filter -> filter.key().equals("Label"));
    var candidates =
        labelled
            ? store.versions(scope, parameter.name()).reversed()
            : List.of(store.latest(scope, parameter));
    return candidates.stream()
        .filter(version -> filters.stream().allMatch(filter -> filter.matches(parameter, version)))
        .findFirst()
        .map(version -> new Selected(parameter.name(), "", version));
  }

  private static ObjectNode described(String name, Version version) {
    var settings = version.settings();
    var json =
        JsonTexts.object()
            .put("Name", name)
            .put("Type", settings.type())
            .put("LastModifiedDate", version.modified() / MILLIS)
            .put("LastModifiedUser", version.user())
            .put("Version", version.number())
            .put("Tier", settings.tier())
            .put("DataType", settings.dataType());
    json.putArray("Policies");
    put(json, "KeyId", settings.keyId());
    put(json, "Description", settings.description());
    put(json, "AllowedPattern", settings.allowedPattern());
    return json;
  }

  private static void put(ObjectNode json, String member, String text) {
    if (!text.isEmpty()) {
      json.put(member, text);
    }
  }

  ObjectNode describe(Scope scope, ObjectNode given) throws AwsError {
    var filters = ParameterFilter.of(given, false);
    var found =
        store.all(scope).stream()
            .filter(one ->
                filters.stream().allMatch(filter -> filter.matches(one, store.latest(scope, one))))
            .toList();
    return Pages.of(
        given,
        PAGE,
        "Parameters",
        found,
        one ->
            described(one.name(), store.latest(scope, one))
                .put("ARN", ParameterName.arn(scope, one.name())));
  }

  ObjectNode history(Scope scope, ObjectNode given) throws AwsError {
    var asked = Selected.Asked.of(store, scope, given.path("Name").asString(""));
    if (store.get(scope, asked.name()).isEmpty()) {
      throw SsmErrors.noParameter(asked.name());
    }
    return Pages.of(
        given,
        PAGE,
        "Parameters",
        store.versions(scope, asked.name()),
        version -> {
          var json = described(asked.name(), version);
          json.put("Value", value(scope, asked.name(), version, decrypted(given)));
          var labels = json.putArray("Labels");
          version.labels().forEach(labels::add);
          return json;
        });
  }

  ObjectNode delete(Scope scope, ObjectNode given) throws AwsError {
    var name = given.path("Name").asString("");
    if (store.get(scope, name).isEmpty()) {
      throw SsmErrors.noParameter(name);
    }
    store.remove(scope, name);
    return JsonTexts.object();
  }

  ObjectNode deleteAll(Scope scope, ObjectNode given) throws AwsError {
    var answer = JsonTexts.object();
    var deleted = answer.putArray("DeletedParameters");
    var invalid = answer.putArray("InvalidParameters");
    for (var name : Set.copyOf(names(given))) {
      if (store.get(scope, name).isPresent()) {
        store.remove(scope, name);
        deleted.add(name);
      } else {
        invalid.add(name);
      }
    }
    return answer;
  }
}
