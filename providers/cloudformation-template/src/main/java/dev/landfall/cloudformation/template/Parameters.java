package dev.landfall.cloudformation.template;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The values of a template's parameters for one stack.
public final class Parameters {
  /// A value as it was given, and what Systems Manager holds under it.
  public record Value(String given, Optional<String> resolved) {
    /// What `Ref` sees.
    public String effective() {
      return resolved.orElse(given);
    }
  }

  /// Systems Manager's parameters.
  public interface Stored {
    /// The value under a name.
    ///
    /// @throws CloudFormationException when it is of a type that templates cannot have
    Optional<String> value(String name) throws CloudFormationException;
  }

  private Parameters() {}

  /// The value of each parameter: given, kept from before, or the default.
  ///
  /// @param previous what the stack has
  /// @param keep those that are to stay as they are
  public static Map<String, Value> resolve(
      Template template,
      Map<String, String> given,
      Map<String, String> previous,
      Set<String> keep,
      Stored stored)
      throws CloudFormationException {
    var unknown = new TreeSet<>(given.keySet());
    unknown.addAll(keep);
    unknown.removeAll(template.parameters().keySet());
    if (!unknown.isEmpty()) {
      throw CloudFormationException.validation(
          "Parameters: [" + String.join(", ", unknown) + "] do not exist in the template");
    }
    var raw = new LinkedHashMap<String, String>();
    var missing = new TreeSet<String>();
    for (var declaration : template.parameters().values()) {
      var name = declaration.name();
      var value =
          Optional.ofNullable(given.get(name))
              .or(() ->
                  keep.contains(name) ? Optional.ofNullable(previous.get(name)) : Optional.empty())
              .or(declaration::defaultValue);
      if (value.isPresent()) {
        raw.put(name, value.get());
      } else {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw CloudFormationException.validation(
          "Parameters: [" + String.join(", ", missing) + "] must have values");
    }
    var result = new LinkedHashMap<String, Value>();
    for (var declaration : template.parameters().values()) {
      var value = raw.getOrDefault(declaration.name(), "");
      declaration.check(value);
      result.put(
          declaration.name(),
          new Value(
              value,
              declaration.isStored() ? Optional.of(stored(value, stored)) : Optional.empty()));
    }
    return result;
  }

  private static String stored(String name, Stored stored) throws CloudFormationException {
    return stored
        .value(name)
        .orElseThrow(() ->
            CloudFormationException.validation(
                "Unable to fetch parameters ["
                    + name
                    + "] from parameter store for this account."));
  }

  /// What `Ref` gives for a value: a text, or a list of the parts between commas.
  public static JsonNode node(ParameterDeclaration declaration, String value) {
    return declaration.isList()
        ? Json.list(
            value.isEmpty()
                ? List.of()
                : Arrays.stream(value.split(",")).map(String::strip).toList())
        : Json.text(value);
  }
}
