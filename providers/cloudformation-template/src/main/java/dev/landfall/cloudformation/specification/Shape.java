package dev.landfall.cloudformation.specification;

import java.util.Map;

/// A structure that properties hold.
public record Shape(String name, Map<String, Property> properties) {
  public Shape {
    properties = Map.copyOf(properties);
  }
}
