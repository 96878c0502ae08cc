package dev.landfall.cloudformation.template;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;

/// A template's text, read so that every part knows its place.
public sealed interface TemplateText {
  /// It is JSON or YAML.
  record Read(Part root) implements TemplateText {}

  /// It is neither.
  ///
  /// @param what is wrong, in the words of whoever reads the language
  record Malformed(Place place, String language, String what) implements TemplateText {}

  /// Keys stand twice in their objects: one of both would be lost without a word.
  record Repeated(List<Key> keys) implements TemplateText {
    public Repeated {
      keys = List.copyOf(keys);
    }
  }

  /// A key where it stands once more.
  record Key(String name, Place place) {}

  /// Reads a template.
  static TemplateText read(String text) {
    var language = TemplateReader.isJson(text) ? "JSON" : "YAML";
    try {
      return language.equals("JSON") ? json(text) : yaml(text);
    } catch (CloudFormationException e) {
      return new Malformed(e.place().orElse(Place.START), language, what(e));
    }
  }

  private static TemplateText json(String text) throws CloudFormationException {
    var document = TemplateReader.json(text);
    var places = new JsonPlaces(text);
    return places.repeated().isEmpty()
        ? new Read(new Part(document, places.root()))
        : new Repeated(places.repeated());
  }

  private static TemplateText yaml(String text) throws CloudFormationException {
    var node = TemplateReader.compose(text);
    if (node.isEmpty()) {
      return new Read(new Part(Json.text(""), Places.leaf(Place.START)));
    }
    var places = new YamlPlaces();
    var root = places.of(node.get());
    return places.repeated().isEmpty()
        ? new Read(new Part(TemplateReader.value(node.get()), root))
        : new Repeated(places.repeated());
  }

  private static String what(CloudFormationException e) {
    return switch (e.getCause()) {
      case MarkedYamlEngineException yaml -> Optional.ofNullable(yaml.getProblem()).orElse("");
      case JacksonException json -> Optional.ofNullable(json.getOriginalMessage()).orElse("");
      case null -> e.message();
      default -> "";
    };
  }
}
