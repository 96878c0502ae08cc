package dev.landfall.cloudformation.specification;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Properties that nobody reads back: passwords and the like. They are neither shown nor compared.
public final class WriteOnly {
  /// Wherever a type has them.
  private static final Set<String> NAMES =
      Set.of(
          "AccessToken",
          "AddPrivateKey",
          "AuthToken",
          "BasicAuthenticationCredentials",
          "ClientSecret",
          "CustomAuthenticationCredentials",
          "GenerateSecretString",
          "JwtToken",
          "LoginProfile",
          "MasterUserPassword",
          "Password",
          "PrivateKey",
          "RefreshToken",
          "SecretAccessKey",
          "SecretString",
          "TdeCredentialPassword",
          "UserManagedClientApplicationClientSecret");

  private static final Map<String, Set<String>> OTHERS =
      Map.of("AWS::SecretsManager::ResourcePolicy", Set.of("BlockPublicPolicy"));

  private WriteOnly() {}

  /// A copy of a resource's properties without them.
  public static ObjectNode without(
      Specification specification, ResourceType type, ObjectNode properties) {
    var copy = properties.deepCopy();
    copy.remove(List.copyOf(OTHERS.getOrDefault(type.name(), Set.of())));
    remove(specification, type.properties(), copy);
    return copy;
  }

  private static void remove(
      Specification specification, Map<String, Property> described, ObjectNode properties) {
    properties.remove(NAMES);
    described.forEach((name, property) -> {
      var value = properties.get(name);
      if (value != null) {
        remove(specification, property.type(), value);
      }
    });
  }

  private static void remove(Specification specification, ValueType type, JsonNode value) {
    switch (type) {
      case ValueType.ListOf(var element) ->
          value.forEach(part -> remove(specification, element, part));
      case ValueType.MapOf(var element) ->
          value.forEach(part -> remove(specification, element, part));
      case ValueType.Structure structure -> {
        if (value instanceof ObjectNode object) {
          remove(specification, specification.shape(structure).properties(), object);
        }
      }
      case ValueType.OneOf(var types) -> types.forEach(one -> remove(specification, one, value));
      case ValueType.Plain _ -> {}
    }
  }
}
