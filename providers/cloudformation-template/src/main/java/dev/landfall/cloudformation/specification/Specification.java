package dev.landfall.cloudformation.specification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The resource types that this AWS knows. Immutable; read when first asked for.
public final class Specification {
  private static final String CUSTOM = "AWS::CloudFormation::CustomResource";

  private final Map<String, ResourceType> types;
  private final List<Shape> shapes;
  private final List<String> others;

  private Specification(Map<String, ResourceType> types, List<Shape> shapes, List<String> others) {
    this.types = Map.copyOf(types);
    this.shapes = List.copyOf(shapes);
    this.others = List.copyOf(others);
  }

  /// The generated description.
  public static Specification standard() {
    return Standard.SPECIFICATION;
  }

  /// A type by its name; `Custom::…` is a custom resource.
  public Optional<ResourceType> find(String name) {
    return Optional.ofNullable(types.get(name.startsWith("Custom::") ? CUSTOM : name));
  }

  /// The names of the types that are described.
  public SortedSet<String> names() {
    return new TreeSet<>(types.keySet());
  }

  /// The names of all types of AWS, also of those that are not described.
  public SortedSet<String> everyName() {
    var names = names();
    names.addAll(others);
    return names;
  }

  Shape shape(ValueType.Structure structure) {
    return shapes.get(structure.shape());
  }

  /// The strongest replacement of any part of a property that a path names.
  ///
  /// @param path names and indexes below the resource's properties
  /// @return [Replacement#NEVER] when the path leads nowhere that is described
  public Replacement replacement(ResourceType type, List<String> path) {
    var property = path.isEmpty() ? null : type.properties().get(path.getFirst());
    if (property == null) {
      return Replacement.NEVER;
    }
    var result = property.replacement();
    var at = property.type();
    for (var step : path.subList(1, path.size())) {
      switch (at) {
        case ValueType.ListOf(var element) -> at = element;
        case ValueType.MapOf(var element) -> at = element;
        case ValueType.Structure structure -> {
          var inner = shape(structure).properties().get(step);
          if (inner == null) {
            return result;
          }
          result = result.or(inner.replacement());
          at = inner.type();
        }
        case ValueType.OneOf any -> {
          return result;
        }
        case ValueType.Plain plain -> {
          return result;
        }
      }
    }
    return result;
  }

  private static final class Standard {
    private static final Specification SPECIFICATION = read();

    private static Specification read() {
      try (var packed = Specification.class.getResourceAsStream("specification.json.gz")) {
        if (packed == null) {
          throw new IllegalStateException("specification.json.gz is missing");
        }
        try (var unpacked = new GZIPInputStream(packed)) {
          return parse(JsonMapper.shared().readTree(unpacked));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Specification parse(JsonNode document) {
    var shapes = new ArrayList<Shape>();
    for (var shape : document.path("shapes")) {
      shapes.add(
          new Shape(
              shape.path("name").asString(),
              map(shape.path("properties"), Specification::property)));
    }
    var types = new LinkedHashMap<String, ResourceType>();
    document
        .path("types")
        .properties()
        .forEach(entry -> types.put(entry.getKey(), type(entry.getKey(), entry.getValue())));
    return new Specification(types, shapes, texts(document.path("others")));
  }

  private static ResourceType type(String name, JsonNode node) {
    var identifier = texts(node.path("identifier"));
    return new ResourceType(
        name,
        map(node.path("properties"), Specification::property),
        map(node.path("attributes"), attribute -> new TypeReader(attribute.asString()).read()),
        identifier,
        node.has("ref") ? texts(node.path("ref")) : identifier,
        text(node.get("arn")),
        node.path("stateful").asBoolean(false),
        text(node.get("tags")),
        name.equals(CUSTOM));
  }

  private static Property property(JsonNode node) {
    var words = List.of((node.isArray() ? node.get(0) : node).asString().split(" "));
    var allowed = new ArrayList<String>();
    for (int i = 1; node.isArray() && i < node.size(); i++) {
      allowed.add(node.get(i).asString());
    }
    return new Property(
        new TypeReader(words.getFirst()).read(),
        words.contains("required"),
        words.contains("replaces")
            ? Replacement.ALWAYS
            : words.contains("may-replace") ? Replacement.CONDITIONALLY : Replacement.NEVER,
        allowed);
  }

  private static <T> Map<String, T> map(JsonNode node, Function<JsonNode, T> value) {
    var result = new LinkedHashMap<String, T>();
    node.properties().forEach(entry -> result.put(entry.getKey(), value.apply(entry.getValue())));
    return result;
  }

  private static List<String> texts(JsonNode node) {
    var result = new ArrayList<String>();
    node.forEach(text -> result.add(text.asString()));
    return result;
  }

  private static Optional<String> text(@Nullable JsonNode node) {
    return node == null ? Optional.empty() : Optional.of(node.asString());
  }

  /// Reads the words for types, such as `[#12]` or `json|string`.
  private static final class TypeReader {
    private final String text;
    private int at;

    TypeReader(String text) {
      this.text = text;
    }

    ValueType read() {
      var first = one();
      if (at == text.length() || text.charAt(at) != '|') {
        return first;
      }
      var all = new ArrayList<>(List.of(first));
      while (at < text.length() && text.charAt(at) == '|') {
        at++;
        all.add(one());
      }
      return new ValueType.OneOf(all);
    }

    private ValueType one() {
      return switch (text.charAt(at)) {
        case '[' -> new ValueType.ListOf(enclosed());
        case '{' -> new ValueType.MapOf(enclosed());
        default -> word();
      };
    }

    private ValueType enclosed() {
      at++;
      var inner = read();
      at++;
      return inner;
    }

    private ValueType word() {
      int end = at;
      while (end < text.length() && "]}|".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      var word = text.substring(at, end);
      at = end;
      return word.startsWith("#")
          ? new ValueType.Structure(Integer.parseInt(word.substring(1)))
          : plain(word);
    }

    private static ValueType plain(String word) {
      return switch (word) {
        case "string" -> ValueType.Plain.STRING;
        case "integer" -> ValueType.Plain.INTEGER;
        case "number" -> ValueType.Plain.NUMBER;
        case "boolean" -> ValueType.Plain.BOOLEAN;
        case "date-time" -> ValueType.Plain.DATE_TIME;
        case "json" -> ValueType.Plain.JSON;
        case "tag" -> ValueType.Plain.TAG;
        default -> throw new IllegalStateException("unknown type " + word);
      };
    }
  }
}
