package dev.landfall.sandbox.snowflake.protocol;

import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/// What an endpoint answers: an envelope of JSON.
///
/// @param status of HTTP
/// @param code six digits; empty for success
/// @param data writes the value of `data`
record Reply(int status, boolean success, String code, String message, Data data) {
  /// Writes one JSON value.
  @FunctionalInterface
  interface Data {
    void write(JsonGenerator json) throws IOException;
  }

  private static final int OK = 200;

  /// `null`
  static final Data NOTHING = JsonGenerator::writeNull;

  static Reply success(Data data) {
    return new Reply(OK, true, "", "", data);
  }

  /// A refusal that says all in the envelope.
  static Reply failure(String code, String message) {
    return new Reply(OK, false, code, message, NOTHING);
  }

  /// A refusal of the HTTP request itself.
  static Reply refused(int status, String code, String message) {
    return new Reply(status, false, code, message, NOTHING);
  }

  /// The whole envelope.
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeName("data");
    data.write(json);
    json.writeName("code");
    if (code.isEmpty()) {
      json.writeNull();
    } else {
      json.writeString(code);
    }
    json.writeName("message");
    if (message.isEmpty()) {
      json.writeNull();
    } else {
      json.writeString(message);
    }
    json.writeBooleanProperty("success", success);
    json.writeEndObject();
  }
}
