package dev.landfall.engine.blueprint;

import tools.jackson.databind.json.JsonMapper;

/// Values as JSON.
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }
}
