package dev.landfall.sandbox.aws.s3;

import dev.landfall.sandbox.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A field as CloudFormation names it in JSON, and S3 in XML. Immutable.
///
/// @param json its name in JSON
/// @param xml its element, behind those that it lies in: `Expiration/Days`
/// @param fields in it; empty unless the type is [Type#GROUP]
record XmlField(String json, String xml, Type type, boolean many, List<XmlField> fields) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  enum Type {
    TEXT,
    NUMBER,
    BOOLEAN,
    GROUP
  }

  static XmlField text(String json, String xml) {
    return new XmlField(json, xml, Type.TEXT, false, List.of());
  }

  static XmlField text(String name) {
    return text(name, name);
  }

  static XmlField texts(String json, String xml) {
    return new XmlField(json, xml, Type.TEXT, true, List.of());
  }

  static XmlField number(String json, String xml) {
    return new XmlField(json, xml, Type.NUMBER, false, List.of());
  }

  static XmlField flag(String json, String xml) {
    return new XmlField(json, xml, Type.BOOLEAN, false, List.of());
  }

  static XmlField flag(String name) {
    return flag(name, name);
  }

  static XmlField group(String json, String xml, XmlField... fields) {
    return new XmlField(json, xml, Type.GROUP, false, List.of(fields));
  }

  static XmlField groups(String json, String xml, XmlField... fields) {
    return new XmlField(json, xml, Type.GROUP, true, List.of(fields));
  }

  /// JSON that has no place in the XML.
  static final class UnknownFieldException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownFieldException(String path) {
      super(path, null, false, false);
    }

    /// The fields that lead there.
    String path() {
      return String.valueOf(getMessage());
    }
  }

  /// Elements by their names: a text, or elements again.
  private static final class Elements {
    private final Map<String, List<Object>> children = new LinkedHashMap<>();

    /// The only element of that name.
    Elements only(String name) {
      var all = children.computeIfAbsent(name, _ -> new ArrayList<>());
      if (all.isEmpty()) {
        all.add(new Elements());
      }
      return (Elements) all.getFirst();
    }

    void add(String name, Object child) {
      children.computeIfAbsent(name, _ -> new ArrayList<>()).add(child);
    }

    void write(Xml xml) {
      children.forEach((name, all) -> {
        for (var child : all) {
          if (child instanceof Elements elements) {
            xml.element(name, elements::write);
          } else {
            xml.text(name, child.toString());
          }
        }
      });
    }
  }

  /// Writes JSON as XML, in the order of the fields.
  static String toXml(String root, JsonNode json, List<XmlField> fields)
      throws UnknownFieldException {
    var elements = elements(json, fields);
    return Xml.document(root, BucketOperations.NAMESPACE, elements::write);
  }

  private static Elements elements(JsonNode json, List<XmlField> fields)
      throws UnknownFieldException {
    var elements = new Elements();
    for (var name : json.propertyNames()) {
      if (fields.stream().noneMatch(field -> field.json().equals(name))) {
        throw new UnknownFieldException(name);
      }
    }
    for (var field : fields) {
      var value = json.get(field.json());
      if (value != null) {
        field.write(value, elements);
      }
    }
    return elements;
  }

  private void write(JsonNode value, Elements root) throws UnknownFieldException {
    var path = xml.split("/", -1);
    var parent = root;
    for (int i = 0; i < path.length - 1; i++) {
      parent = parent.only(path[i]);
    }
    for (var one : many && value.isArray() ? value : List.of(value)) {
      try {
        parent.add(
            path[path.length - 1], type == Type.GROUP ? elements(one, fields) : one.asString(""));
      } catch (UnknownFieldException e) {
        throw new UnknownFieldException(json + "/" + e.path());
      }
    }
  }

  /// Reads XML as JSON. Elements that no field speaks of stay away.
  static ObjectNode toJson(XmlBody xml, List<XmlField> fields) {
    var json = JSON.objectNode();
    for (var field : fields) {
      var found = field.find(xml);
      if (field.many() && !found.isEmpty()) {
        var all = json.putArray(field.json());
        found.forEach(element -> all.add(field.value(element)));
      } else {
        Optional<XmlBody> first = found.stream().findFirst();
        first.ifPresent(element -> json.set(field.json(), field.value(element)));
      }
    }
    return json;
  }

  private List<XmlBody> find(XmlBody element) {
    var found = List.of(element);
    for (var name : xml.split("/", -1)) {
      found = found.stream().flatMap(one -> one.children(name).stream()).toList();
    }
    return found;
  }

  private JsonNode value(XmlBody element) {
    return switch (type) {
      case TEXT -> JSON.stringNode(element.text());
      case NUMBER -> JSON.numberNode(Long.parseLong(element.text().strip()));
      case BOOLEAN -> JSON.booleanNode(Boolean.parseBoolean(element.text().strip()));
      case GROUP -> toJson(element, fields);
    };
  }
}
