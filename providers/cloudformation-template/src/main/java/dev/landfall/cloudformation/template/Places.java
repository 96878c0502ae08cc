package dev.landfall.cloudformation.template;

import java.util.List;
import java.util.Map;

/// Where a value stands, and what is in it. The short form of a function stands where its long form
/// and its argument would.
///
/// @param keys where the keys of an object stand
record Places(Place own, Map<String, Place> keys, Map<String, Places> members, List<Places> items) {
  static Places leaf(Place own) {
    return new Places(own, Map.of(), Map.of(), List.of());
  }

  static Places list(Place own, List<Places> items) {
    return new Places(own, Map.of(), Map.of(), items);
  }

  static Places function(Place own, String name, Places argument) {
    return new Places(own, Map.of(name, own), Map.of(name, argument), List.of());
  }

  Places member(String name) {
    return members.getOrDefault(name, leaf(own));
  }

  Places item(int index) {
    return index < items.size() ? items.get(index) : leaf(own);
  }
}
