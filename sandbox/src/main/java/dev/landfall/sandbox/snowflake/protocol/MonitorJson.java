package dev.landfall.sandbox.snowflake.protocol;

import dev.landfall.sandbox.snowflake.session.Outcome;
import dev.landfall.sandbox.snowflake.session.Query;
import java.time.Duration;
import tools.jackson.core.JsonGenerator;

/// Writes what the monitor knows of a query.
final class MonitorJson {
  private MonitorJson() {}

  static void write(JsonGenerator json, Query query) {
    var outcome = query.outcome();
    var status = QueryEndpoints.status(outcome);
    json.writeStartObject();
    json.writeStringProperty("id", query.id());
    json.writeStringProperty("status", status);
    json.writeStringProperty(
        "state",
        switch (status) {
          case "RUNNING" -> "FILE_SET_INITIALIZATION";
          case "SUCCESS" -> "SUCCEEDED";
          default -> "FAILED";
        });
    json.writeStringProperty("sqlText", query.text());
    json.writeNumberProperty("sessionId", query.session().id());
    json.writeNumberProperty("startTime", query.began().toEpochMilli());
    query.ended().ifPresent(e -> json.writeNumberProperty("endTime", e.toEpochMilli()));
    query
        .ended()
        .ifPresent(e ->
            json.writeNumberProperty(
                "totalDuration", Duration.between(query.began(), e).toMillis()));
    if (outcome.isPresent() && outcome.get() instanceof Outcome.Failure(var error)) {
      json.writeStringProperty("errorCode", error.code());
      json.writeStringProperty("errorMessage", error.text());
    } else {
      json.writeNullProperty("errorCode");
      json.writeNullProperty("errorMessage");
    }
    ResultJson.name(json, "warehouseName", query.session().where().warehouse());
    json.writeEndObject();
  }
}
