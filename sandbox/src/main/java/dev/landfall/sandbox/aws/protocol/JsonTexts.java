package dev.landfall.sandbox.aws.protocol;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON as it comes from clients, which may be anything.
public final class JsonTexts {
  private static final int DEEPEST = 200;
  private static final int LONGEST_TEXT = 100 * 1024 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST_TEXT)
                          .build())
                  .build())
          .build();

  private JsonTexts() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// @return empty when it is no object, or no JSON; an empty object for no bytes
  public static Optional<ObjectNode> object(byte[] bytes) {
    if (bytes.length == 0) {
      return Optional.of(object());
    }
    try {
      return MAPPER.readTree(bytes) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }
}
