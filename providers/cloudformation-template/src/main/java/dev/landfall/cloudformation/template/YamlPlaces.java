package dev.landfall.cloudformation.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Where the parts of a YAML template stand. For one thread.
final class YamlPlaces {
  private final List<TemplateText.Key> repeated = new ArrayList<>();

  /// The keys that stand twice in their objects.
  List<TemplateText.Key> repeated() {
    return repeated;
  }

  Places of(Node node) {
    var own = TemplateReader.place(node);
    var plain =
        switch (node) {
          case SequenceNode sequence ->
              Places.list(own, sequence.getValue().stream().map(this::of).toList());
          case MappingNode mapping -> mapping(own, mapping);
          default -> Places.leaf(own);
        };
    return TemplateReader.function(node)
        .map(name -> Places.function(own, TemplateReader.longForm(name), plain))
        .orElse(plain);
  }

  private Places mapping(Place own, MappingNode mapping) {
    Map<String, Place> keys = new LinkedHashMap<>();
    Map<String, Places> members = new LinkedHashMap<>();
    for (var tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        var place = TemplateReader.place(key);
        if (keys.putIfAbsent(key.getValue(), place) != null) {
          repeated.add(new TemplateText.Key(key.getValue(), place));
        }
        members.putIfAbsent(key.getValue(), of(tuple.getValueNode()));
      }
    }
    return new Places(own, keys, members, List.of());
  }
}
