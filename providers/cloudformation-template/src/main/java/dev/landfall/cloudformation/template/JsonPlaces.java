package dev.landfall.cloudformation.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// Where the parts of a JSON template stand.
final class JsonPlaces {
  private final List<TemplateText.Key> repeated = new ArrayList<>();
  private final Places root;

  /// @param text that has been read before: it is well-formed
  JsonPlaces(String text) {
    try (var parser = JsonMapper.shared().createParser(text)) {
      parser.nextToken();
      this.root = value(parser);
    }
  }

  Places root() {
    return root;
  }

  /// The keys that stand twice in their objects.
  List<TemplateText.Key> repeated() {
    return repeated;
  }

  private Places value(JsonParser parser) {
    var own = place(parser);
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(own, parser);
      case START_ARRAY -> {
        var items = new ArrayList<Places>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield Places.list(own, items);
      }
      default -> Places.leaf(own);
    };
  }

  private Places object(Place own, JsonParser parser) {
    Map<String, Place> keys = new LinkedHashMap<>();
    Map<String, Places> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      var place = place(parser);
      if (keys.putIfAbsent(name, place) != null) {
        repeated.add(new TemplateText.Key(name, place));
      }
      parser.nextToken();
      members.putIfAbsent(name, value(parser));
    }
    return new Places(own, keys, members, List.of());
  }

  private static Place place(JsonParser parser) {
    var location = parser.currentTokenLocation();
    return new Place(location.getLineNr(), location.getColumnNr());
  }
}
