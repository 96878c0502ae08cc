package dev.landfall.engine.blueprint;

import dev.landfall.spi.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Completes a component's settings by what its region gives (see
/// [dev.landfall.spi.RegionDefault]).
final class RegionDefaults {
  private RegionDefaults() {}

  /// The settings with those keys of the region that they leave out.
  static Node.Mapping complete(
      Setting.Fields fields, Node.Mapping with, Map<String, Object> region) {
    var entries = new LinkedHashMap<>(with.entries());
    for (var field : fields.fields()) {
      if (field.setting() instanceof Setting.Fields inner
          && field.region().isPresent()
          && region.get(field.region().get()) instanceof Map<?, ?> given) {
        var node = entries.get(field.name());
        if (node == null) {
          node = new Node.Mapping(Map.of(), Map.of(), with.where());
        }
        if (node instanceof Node.Mapping mapping) {
          entries.put(field.name(), filled(inner, mapping, given));
        }
      }
    }
    return new Node.Mapping(entries, with.keys(), with.where());
  }

  private static Node.Mapping filled(Setting.Fields fields, Node.Mapping mapping, Map<?, ?> given) {
    var entries = new LinkedHashMap<>(mapping.entries());
    for (var field : fields.fields()) {
      var value = given.get(field.name());
      if (value != null) {
        entries.computeIfAbsent(field.name(), _ -> node(value, mapping.where()));
      }
    }
    return new Node.Mapping(entries, mapping.keys(), mapping.where());
  }

  private static Node node(Object value, Problem.Location where) {
    return switch (value) {
      case List<?> list ->
          new Node.Sequence(list.stream().map(item -> node(item, where)).toList(), where);
      case Map<?, ?> map -> {
        var entries = new LinkedHashMap<String, Node>();
        map.forEach((key, item) -> entries.put(String.valueOf(key), node(item, where)));
        yield new Node.Mapping(entries, Map.of(), where);
      }
      default -> new Node.Scalar(value, where);
    };
  }
}
