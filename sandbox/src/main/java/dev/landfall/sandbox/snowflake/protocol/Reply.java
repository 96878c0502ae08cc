package dev.landfall.sandbox.snowflake.protocol;

import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/// What an endpoint answers: JSON, mostly in an envelope.
///
/// @param status of HTTP
/// @param code six digits; empty for success
/// @param data writes the value of `data`
/// @param bare whether this is all that is answered
record Reply(int status, boolean success, String code, String message, Data data, boolean bare) {
  Reply(int status, boolean success, String code, String message, Data data) {
    this(status, success, code, message, data, false);
  }

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

  /// A success without an envelope.
  static Reply bare(Data data) {
    return new Reply(OK, true, "", "", data, true);
  }

  /// A refusal that says all in the envelope.
  static Reply failure(String code, String message) {
    return new Reply(OK, false, code, message, NOTHING);
  }

  /// A refusal of the HTTP request itself.
  static Reply refused(int status, String code, String message) {
    return new Reply(status, false, code, message, NOTHING);
  }

  void write(JsonGenerator json) throws IOException {
    if (bare) {
      data.write(json);
      return;
    }
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
