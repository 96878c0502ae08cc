package dev.landfall.sandbox.aws.pattern;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;

/// What an event has to look like: every field that is named must have one of its values.
/// Immutable; threads share it.
public final class EventPattern {
  private static final String OR = "$or";

  private final Fields fields;

  private EventPattern(Fields fields) {
    this.fields = fields;
  }

  /// @param inner fields of objects
  /// @param values of other fields
  /// @param either alternatives, of each of which one must hold
  private record Fields(
      Map<String, Fields> inner, Map<String, List<Matcher>> values, List<List<Fields>> either) {
    boolean match(JsonNode event) {
      return inner.entrySet().stream()
              .allMatch(entry -> within(entry.getValue(), event.path(entry.getKey())))
          && values.entrySet().stream()
              .allMatch(entry -> any(entry.getValue(), event.path(entry.getKey())))
          && either.stream().allMatch(group -> group.stream().anyMatch(one -> one.match(event)));
    }

    /// Of a list, one object suffices.
    private static boolean within(Fields fields, JsonNode value) {
      return value.isArray()
          ? value.valueStream().anyMatch(fields::match)
          : fields.match(value.isObject() ? value : MissingNode.getInstance());
    }

    /// Of a list, one value suffices.
    private static boolean any(List<Matcher> matchers, JsonNode value) {
      if (value instanceof ArrayNode list && !list.isEmpty()) {
        return list.valueStream().anyMatch(one -> any(matchers, one));
      }
      var there = value.isContainer() ? MissingNode.getInstance() : value;
      return matchers.stream().anyMatch(matcher -> matcher.matches(there));
    }
  }

  /// Reads a pattern's text.
  public static EventPattern parse(String text) throws MalformedPatternException {
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new MalformedPatternException("Pattern is not valid JSON");
    }
    if (!json.isObject()) {
      throw new MalformedPatternException("Filter is not an object");
    }
    return new EventPattern(read(json));
  }

  private static Fields read(JsonNode json) throws MalformedPatternException {
    var inner = new LinkedHashMap<String, Fields>();
    var values = new LinkedHashMap<String, List<Matcher>>();
    var either = new ArrayList<List<Fields>>();
    if (json.isEmpty()) {
      throw new MalformedPatternException("Empty objects are not allowed");
    }
    for (var entry : json.properties()) {
      var value = entry.getValue();
      if (entry.getKey().equals(OR) && value.isArray() && value.size() > 1) {
        var group = new ArrayList<Fields>();
        for (var one : value) {
          if (!one.isObject()) {
            throw new MalformedPatternException("$or must be a list of objects");
          }
          group.add(read(one));
        }
        either.add(List.copyOf(group));
      } else if (value.isObject()) {
        inner.put(entry.getKey(), read(value));
      } else if (value.isArray()) {
        if (value.isEmpty()) {
          throw new MalformedPatternException("Empty arrays are not allowed");
        }
        var matchers = new ArrayList<Matcher>();
        for (var one : value) {
          matchers.add(MatcherReader.read(one));
        }
        values.put(entry.getKey(), List.copyOf(matchers));
      } else {
        throw new MalformedPatternException(
            "\"" + entry.getKey() + "\" must be an object or an array");
      }
    }
    return new Fields(Map.copyOf(inner), Map.copyOf(values), List.copyOf(either));
  }

  /// Whether all its fields are the event's own, without objects in them.
  public boolean flat() {
    return fields.inner().isEmpty();
  }

  /// Whether an event is one of those that are meant.
  public boolean matches(JsonNode event) {
    return fields.match(event);
  }
}
