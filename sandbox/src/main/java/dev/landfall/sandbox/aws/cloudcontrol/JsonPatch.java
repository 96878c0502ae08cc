package dev.landfall.sandbox.aws.cloudcontrol;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Changes of a document.
///
/// Source: RFC 6902, "JavaScript Object Notation (JSON) Patch".
record JsonPatch(List<JsonNode> operations) {
  /// One that cannot be read, or not be applied.
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenException(String message) {
      super(message);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  static JsonPatch parse(String text) throws BrokenException {
    try {
      if (JsonMapper.shared().readTree(text) instanceof ArrayNode list && !list.isEmpty()) {
        return new JsonPatch(list.valueStream().toList());
      }
    } catch (JacksonException e) {
      throw new BrokenException("The patch document is no JSON.");
    }
    throw new BrokenException("The patch document is no list of operations.");
  }

  /// The properties that it touches.
  List<String> properties() {
    var names = new ArrayList<String>();
    for (var operation : operations) {
      for (var member : List.of("path", "from")) {
        var pointer = operation.path(member).asString("");
        boolean writes =
            member.equals("path")
                ? !operation.path("op").asString("").equals("test")
                : operation.path("op").asString("").equals("move");
        if (writes && pointer.startsWith("/")) {
          names.add(pointer.split("/", -1)[1]);
        }
      }
    }
    return names;
  }

  /// A changed copy.
  ObjectNode apply(ObjectNode document) throws BrokenException {
    var copy = document.deepCopy();
    for (var operation : operations) {
      apply(copy, operation);
    }
    return copy;
  }

  private static void apply(ObjectNode document, JsonNode operation) throws BrokenException {
    var path = pointer(operation.path("path"));
    switch (operation.path("op").asString("")) {
      case "add" -> add(document, path, value(operation));
      case "remove" -> remove(document, path);
      case "replace" -> {
        remove(document, path);
        add(document, path, value(operation));
      }
      case "move" -> {
        var from = pointer(operation.path("from"));
        var moved = find(document, from);
        remove(document, from);
        add(document, path, moved);
      }
      case "copy" ->
          add(document, path, find(document, pointer(operation.path("from"))).deepCopy());
      case "test" -> {
        if (!find(document, path).equals(value(operation))) {
          throw new BrokenException("The test of " + path + " has failed.");
        }
      }
      default -> throw new BrokenException("The patch document has an unknown operation.");
    }
  }

  private static JsonPointer pointer(JsonNode text) throws BrokenException {
    try {
      var pointer = JsonPointer.compile(text.asString(""));
      if (pointer.matches()) {
        throw new BrokenException("An operation of the patch document has no path.");
      }
      return pointer;
    } catch (IllegalArgumentException e) {
      throw new BrokenException("A path of the patch document is no JSON pointer.");
    }
  }

  private static JsonNode value(JsonNode operation) throws BrokenException {
    if (!operation.has("value")) {
      throw new BrokenException("An operation of the patch document has no value.");
    }
    return operation.path("value");
  }

  private static JsonNode find(ObjectNode document, JsonPointer path) throws BrokenException {
    var found = document.at(path);
    if (found.isMissingNode()) {
      throw new BrokenException("There is nothing at " + path + ".");
    }
    return found;
  }

  private static void add(ObjectNode document, JsonPointer path, JsonNode value)
      throws BrokenException {
    var last = path.last().getMatchingProperty();
    switch (document.at(path.head())) {
      case ObjectNode object -> object.set(last, value);
      case ArrayNode list when last.equals("-") -> list.add(value);
      case ArrayNode list when index(last, list.size()) ->
          list.insert(Integer.parseInt(last), value);
      default -> throw new BrokenException("There is no place for " + path + ".");
    }
  }

  private static boolean index(String text, int most) {
    return text.matches("[0-9]{1,6}") && Integer.parseInt(text) <= most;
  }

  private static void remove(ObjectNode document, JsonPointer path) throws BrokenException {
    var _ = find(document, path);
    var last = path.last().getMatchingProperty();
    switch (document.at(path.head())) {
      case ObjectNode object -> object.remove(last);
      case ArrayNode list -> list.remove(Integer.parseInt(last));
      default -> throw new BrokenException("There is nothing at " + path + ".");
    }
  }
}
