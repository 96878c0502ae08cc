package dev.landfall.sandbox.aws.ssm;

import dev.landfall.sandbox.aws.protocol.AwsError;
import dev.landfall.sandbox.aws.ssm.ParameterStore.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What clients look for.
///
/// Source: "ParameterStringFilter" in the AWS Systems Manager API Reference.
///
/// @param option such as `Equals`
record ParameterFilter(String key, String option, List<String> values) {
  private static final Set<String> TEXTS = Set.of("Name", "Type", "KeyId", "Tier", "DataType");

  /// Those of a request, also in their older form.
  ///
  /// @param byPath whether it is GetParametersByPath, which takes other keys
  static List<ParameterFilter> of(ObjectNode given, boolean byPath) throws AwsError {
    var filters = new ArrayList<ParameterFilter>();
    for (var filter : given.path("ParameterFilters")) {
      var usual = filter.path("Key").asString("").equals("Path") ? "OneLevel" : "Equals";
      filters.add(one(filter, filter.path("Option").asString(usual), byPath));
    }
    for (var filter : given.path("Filters")) {
      var option = filter.path("Key").asString("").equals("Name") ? "BeginsWith" : "Equals";
      filters.add(one(filter, option, byPath));
    }
    return filters;
  }

  private static ParameterFilter one(JsonNode filter, String option, boolean byPath)
      throws AwsError {
    var key = filter.path("Key").asString("");
    var values = filter.path("Values").valueStream().map(JsonNode::asString).toList();
    var keys = byPath ? Set.of("Type", "KeyId", "Label") : TEXTS;
    if (!keys.contains(key) && (byPath || !(key.equals("Path") || key.startsWith("tag:")))) {
      throw SsmErrors.of("InvalidFilterKey", "The specified key is not valid: " + key + ".");
    }
    var options =
        switch (key) {
          case "Path" -> Set.of("Recursive", "OneLevel");
          case "Name" -> Set.of("BeginsWith", "Equals", "Contains");
          case "Label" -> Set.of("Equals");
          default -> Set.of("BeginsWith", "Equals");
        };
    if (!options.contains(option)) {
      throw SsmErrors.of(
          "InvalidFilterOption",
          "The following filter option is not valid: "
              + option
              + ". Valid options include: "
              + options.stream().sorted().toList()
              + ".");
    }
    if (values.isEmpty() && !key.startsWith("tag:")) {
      throw SsmErrors.of(
          "InvalidFilterValue",
          "The following filter values are missing : null for filter key " + key);
    }
    return new ParameterFilter(key, option, values);
  }

  boolean matches(Parameter parameter, Version version) {
    var settings = version.settings();
    return switch (key) {
      case "Path" ->
          values.stream()
              .anyMatch(path -> below(path, parameter.name(), option.equals("Recursive")));
      case "Label" -> values.stream().anyMatch(version.labels()::contains);
      case "Name" -> matches(parameter.name());
      case "Type" -> matches(settings.type());
      case "KeyId" -> matches(settings.keyId());
      case "Tier" -> matches(settings.tier());
      case "DataType" -> matches(settings.dataType());
      default -> {
        var tag = parameter.tags().get(key.substring("tag:".length()));
        yield tag != null && (values.isEmpty() || matches(tag));
      }
    };
  }

  private boolean matches(String text) {
    return values.stream()
        .anyMatch(value ->
            switch (option) {
              case "BeginsWith" -> text.startsWith(value) || text.startsWith("/" + value);
              case "Contains" -> text.contains(value);
              default -> text.equals(value);
            });
  }

  /// Whether a parameter is in a hierarchy.
  static boolean below(String path, String name, boolean recursive) {
    var prefix = path.endsWith("/") ? path : path + "/";
    if (path.equals("/")) {
      return recursive || name.lastIndexOf('/') <= 0;
    }
    return name.startsWith(prefix) && (recursive || name.indexOf('/', prefix.length()) < 0);
  }
}
