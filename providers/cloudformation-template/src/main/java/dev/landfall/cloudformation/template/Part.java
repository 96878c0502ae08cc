package dev.landfall.cloudformation.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A value in a template, and where it stands. Immutable; the short forms of functions have become
/// the long ones.
public final class Part {
  private final JsonNode value;
  private final Places places;

  Part(JsonNode value, Places places) {
    this.value = value;
    this.places = places;
  }

  /// A call of a function.
  ///
  /// @param name such as `Ref` or `Fn::Sub`
  public record Call(String name, Part argument) {}

  /// The value alone.
  public JsonNode value() {
    return value;
  }

  /// Where it begins.
  public Place place() {
    return places.own();
  }

  /// Where a key of it stands; where it begins itself, when it has none of that name.
  public Place keyPlace(String name) {
    return places.keys().getOrDefault(name, places.own());
  }

  public boolean isObject() {
    return value.isObject();
  }

  public boolean isList() {
    return value.isArray();
  }

  /// A text, or a number or truth value as text; nothing for an object or a list.
  public Optional<String> scalar() {
    return value.isValueNode() ? Optional.of(value.asString()) : Optional.empty();
  }

  /// A text; nothing for anything else.
  public Optional<String> text() {
    return value.isString() ? Optional.of(value.asString()) : Optional.empty();
  }

  /// The value under a key.
  public Optional<Part> member(String name) {
    var member = value.isObject() ? value.get(name) : null;
    return member == null ? Optional.empty() : Optional.of(new Part(member, places.member(name)));
  }

  /// What an object holds, in the order it is written.
  public Map<String, Part> members() {
    var members = new LinkedHashMap<String, Part>();
    for (var entry : value.properties()) {
      members.put(entry.getKey(), new Part(entry.getValue(), places.member(entry.getKey())));
    }
    return Collections.unmodifiableMap(members);
  }

  /// What a list holds.
  public List<Part> items() {
    var items = new ArrayList<Part>();
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      items.add(new Part(value.get(i), places.item(i)));
    }
    return Collections.unmodifiableList(items);
  }

  /// The function that it calls, when it is a call.
  public Optional<Call> call() {
    if (value.size() != 1 || !value.isObject()) {
      return Optional.empty();
    }
    var name = value.propertyNames().iterator().next();
    return name.equals("Ref") || name.equals("Condition") || name.startsWith("Fn::")
        ? member(name).map(argument -> new Call(name, argument))
        : Optional.empty();
  }

  /// What a path leads to, or the last part of the way that is there.
  ///
  /// @param path the names of members and the indexes of items
  public Part at(List<String> path) {
    var part = this;
    for (var step : path) {
      var next = part.isList() ? part.item(step) : part.member(step);
      if (next.isEmpty()) {
        return part;
      }
      part = next.get();
    }
    return part;
  }

  private Optional<Part> item(String step) {
    int index = step.matches("[0-9]{1,6}") ? Integer.parseInt(step) : -1;
    return index >= 0 && index < value.size()
        ? Optional.of(new Part(value.get(index), places.item(index)))
        : Optional.empty();
  }
}
