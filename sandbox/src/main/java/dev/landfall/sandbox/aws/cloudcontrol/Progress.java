package dev.landfall.sandbox.aws.cloudcontrol;

import dev.landfall.sandbox.aws.protocol.JsonTexts;
import tools.jackson.databind.node.ObjectNode;

/// What became of a request. Immutable.
///
/// @param operation `CREATE`, `UPDATE` or `DELETE`
/// @param error a handler's code; empty when it succeeded
/// @param request what was asked for, by which the same token is told from another request
/// @param time in milliseconds since 1970
record Progress(
    String account,
    String region,
    String type,
    String identifier,
    String token,
    String operation,
    String error,
    String message,
    String request,
    long time) {
  private static final double MILLIS = 1000;

  String status() {
    return error.isEmpty() ? "SUCCESS" : "FAILED";
  }

  /// @param status as it is told
  ObjectNode json(String status) {
    var json =
        JsonTexts.object()
            .put("TypeName", type)
            .put("RequestToken", token)
            .put("Operation", operation)
            .put("OperationStatus", status)
            .put("EventTime", time / MILLIS);
    if (!identifier.isEmpty()) {
      json.put("Identifier", identifier);
    }
    if (status.equals("FAILED")) {
      json.put("ErrorCode", error).put("StatusMessage", message);
    }
    return json;
  }
}
