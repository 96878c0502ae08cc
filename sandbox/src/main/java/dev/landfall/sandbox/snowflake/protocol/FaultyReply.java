package dev.landfall.sandbox.snowflake.protocol;

/// What a call that was ordered to fail answers.
final class FaultyReply {
  private static final String CODE = "000603";

  private static final String TEXT =
      "SQL execution internal error:\nProcessing aborted by an error that was ordered.";

  private FaultyReply() {}

  /// Where there is no envelope around an answer.
  static Reply refusal() {
    return Reply.refused(500, CODE, TEXT);
  }

  static Reply failure() {
    return new Reply(
        200,
        false,
        CODE,
        TEXT,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("errorCode", CODE);
          json.writeStringProperty("sqlState", "XX000");
          json.writeStringProperty("queryId", "");
          json.writeEndObject();
        });
  }
}
