package dev.landfall.sandbox.aws.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The parameters of the Query protocol, whose names are paths: `Tags.member.1.Key`. Immutable.
public final class Parameters {
  private static final String MEMBER = "member.";

  private final Map<String, String> values;

  private Parameters(Map<String, String> values) {
    this.values = values;
  }

  static Parameters of(List<Request.Pair> pairs) {
    var values = new LinkedHashMap<String, String>();
    pairs.forEach(pair -> values.putIfAbsent(pair.name(), pair.value()));
    return new Parameters(values);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// Whether there is anything at this path or below it.
  public boolean has(String name) {
    return values.keySet().stream().anyMatch(key -> key.equals(name) || key.startsWith(name + "."));
  }

  /// The texts of a list, whether its members are called `member` or not.
  public List<String> texts(String name) {
    return structures(name).stream()
        .map(item -> item.values.getOrDefault("", ""))
        .collect(Collectors.toList());
  }

  /// The structures of a list, in the order of their numbers; a text is a structure whose only
  /// value has no name.
  public List<Parameters> structures(String name) {
    var prefix = name + ".";
    var items = new TreeMap<Integer, Map<String, String>>();
    values.forEach((key, value) -> {
      if (!key.startsWith(prefix)) {
        return;
      }
      var rest = key.substring(prefix.length());
      rest = rest.startsWith(MEMBER) ? rest.substring(MEMBER.length()) : rest;
      var dot = rest.indexOf('.');
      var number = dot < 0 ? rest : rest.substring(0, dot);
      if (number.matches("[0-9]{1,6}")) {
        items
            .computeIfAbsent(Integer.valueOf(number), _ -> new LinkedHashMap<>())
            .put(dot < 0 ? "" : rest.substring(dot + 1), value);
      }
    });
    return items.values().stream().map(Parameters::new).toList();
  }

  /// A structure.
  public Parameters structure(String name) {
    var prefix = name + ".";
    var inner = new LinkedHashMap<String, String>();
    values.forEach((key, value) -> {
      if (key.startsWith(prefix)) {
        inner.put(key.substring(prefix.length()), value);
      }
    });
    return new Parameters(inner);
  }

  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
