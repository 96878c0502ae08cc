package dev.landfall.sandbox.aws.resource;

import dev.landfall.cloudformation.specification.ResourceType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A resource as it is: what was asked for and what AWS added. The properties are not to be
/// changed.
///
/// @param attributes what AWS added: identifiers, ARNs, addresses
public record Resource(String type, ObjectNode properties, Map<String, JsonNode> attributes) {
  public Resource {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /// What `Fn::GetAtt` gives: an attribute, a part of one, or a property.
  public Optional<JsonNode> attribute(String name) {
    var attribute = attributes.get(name);
    if (attribute != null) {
      return Optional.of(attribute);
    }
    var property = properties.get(name);
    if (property != null) {
      return Optional.of(property);
    }
    int dot = name.indexOf('.');
    return dot < 0
        ? Optional.empty()
        : attribute(name.substring(0, dot))
            .map(whole -> whole.at("/" + name.substring(dot + 1).replace('.', '/')))
            .filter(part -> !part.isMissingNode());
  }

  /// What `Ref` gives, which is the physical id.
  public String ref(ResourceType described) {
    return joined(described.ref());
  }

  /// The primary identifier, its parts joined with `|` (Cloud Control API).
  public String identifier(ResourceType described) {
    return joined(described.identifier());
  }

  private String joined(List<String> names) {
    return names.stream()
        .flatMap(name -> attribute(name).map(JsonNode::asString).stream())
        .collect(Collectors.joining("|"));
  }
}
