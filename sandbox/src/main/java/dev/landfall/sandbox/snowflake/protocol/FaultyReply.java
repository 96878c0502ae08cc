package dev.landfall.sandbox.snowflake.protocol;

/// What a call that was ordered to fail answers.
final class FaultyReply {
  private static final String CODE = "000603";

  private FaultyReply() {}

  static Reply failure() {
    return new Reply(
        200,
        false,
        CODE,
        "SQL execution internal error:\nProcessing aborted by an error that was ordered.",
        json -> {
          json.writeStartObject();
          json.writeStringProperty("errorCode", CODE);
          json.writeStringProperty("sqlState", "XX000");
          json.writeStringProperty("queryId", "");
          json.writeEndObject();
        });
  }
}
