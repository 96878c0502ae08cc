package dev.landfall.cloudformation.specification;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A resource type. Immutable.
///
/// @param attributes what `Fn::GetAtt` gives beside the properties
/// @param identifier the properties or attributes that name a resource
/// @param ref the properties or attributes that `Ref` gives
/// @param arn its ARN with `${…}` for the parts
/// @param stateful whether it holds data
/// @param tags the property that holds tags
/// @param open whether it takes properties of any name, as custom resources do
public record ResourceType(
    String name,
    Map<String, Property> properties,
    Map<String, ValueType> attributes,
    List<String> identifier,
    List<String> ref,
    Optional<String> arn,
    boolean stateful,
    Optional<String> tags,
    boolean open) {
  public ResourceType {
    properties = Map.copyOf(properties);
    attributes = Map.copyOf(attributes);
    identifier = List.copyOf(identifier);
    ref = List.copyOf(ref);
  }

  /// The service in its name: `S3` of `AWS::S3::Bucket`.
  public String service() {
    return name.split("::")[1];
  }

  /// What is behind the service in its name: `Bucket` of `AWS::S3::Bucket`.
  public String shortName() {
    return name.substring(name.lastIndexOf(':') + 1);
  }

  /// Whether `Fn::GetAtt` may ask for an attribute. AWS also gives properties back.
  public boolean hasAttribute(String attribute) {
    return open || attributes.containsKey(attribute) || properties.containsKey(attribute);
  }
}
