package dev.landfall.cloudformation.check;

import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.spi.FileReason;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import dev.landfall.spi.Source;
import dev.landfall.spi.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The stack policy that a component gives (CloudFormation User Guide, "Prevent updates to stack
/// resources").
public sealed interface StackPolicy {
  /// There is one.
  ///
  /// @param text as [#canonical] writes it
  record Given(String text) implements StackPolicy {}

  /// There is none, or none yet.
  record None() implements StackPolicy {}

  /// It cannot be taken.
  record Broken(Problem problem) implements StackPolicy {}

  /// Reads the policy of a component.
  static StackPolicy of(CloudFormationSettings settings, Source source) {
    if (settings.stackPolicy().isEmpty()
        || !(settings.stackPolicy().get() instanceof Value.Known known)) {
      return new None();
    }
    return known.json() instanceof String path
        ? file(path, source)
        : checked(mapper().valueToTree(known.json()), Location.ofSetting("stackPolicy"));
  }

  private static StackPolicy file(String path, Source source) {
    var setting = Location.ofSetting("stackPolicy");
    try {
      var root = source.root().toRealPath();
      var file = root.resolve(path).normalize();
      if (!file.startsWith(root) || (Files.exists(file) && !file.toRealPath().startsWith(root))) {
        return broken(
            setting,
            "file outside of the repository",
            "\"" + path + "\" leads out of the component's repository. Move the file into it.");
      }
      return checked(mapper().readTree(Files.readString(file)), Location.of(source.show(path)));
    } catch (JacksonException e) {
      var place = e.getLocation();
      return broken(
          place == null
              ? Location.of(source.show(path))
              : new Location(source.show(path), place.getLineNr(), place.getColumnNr()),
          "not JSON",
          "A stack policy is a JSON document.");
    } catch (IOException e) {
      return broken(
          setting, "policy cannot be read", "\"" + path + "\": " + FileReason.of(e) + ".");
    }
  }

  private static StackPolicy checked(JsonNode policy, Location where) {
    var statements = policy.path("Statement");
    var all = statements.isArray() ? List.copyOf(statements.values()) : List.of(statements);
    for (var statement : all) {
      for (var needed : List.of("Effect", "Principal")) {
        if (!statement.has(needed)) {
          return broken(
              where,
              "stack policy without \"" + needed + "\"",
              "It has `Statement`, a list whose items have Effect, Action, Principal and Resource.");
        }
      }
      if (!List.of("Allow", "Deny").contains(statement.path("Effect").asString(""))) {
        return broken(where, "wrong Effect in a stack policy", "Write Allow or Deny.");
      }
    }
    var text = canonical(policy);
    int most = 16_384;
    return text.getBytes(StandardCharsets.UTF_8).length > most
        ? broken(where, "stack policy too long", "It may have " + most + " bytes.")
        : new Given(text);
  }

  /// A policy so written that equal ones are equal texts.
  static String canonical(String text) {
    try {
      return canonical(mapper().readTree(text));
    } catch (JacksonException e) {
      return text;
    }
  }

  private static String canonical(JsonNode policy) {
    return mapper().writeValueAsString(mapper().treeToValue(policy, Object.class));
  }

  private static JsonMapper mapper() {
    return Mapper.SORTED;
  }

  private static StackPolicy broken(Location where, String summary, String detail) {
    return new Broken(Problem.error(where, summary, detail));
  }

  /// The text of one that is given.
  default Optional<String> given() {
    return this instanceof Given(var text) ? Optional.of(text) : Optional.empty();
  }
}
