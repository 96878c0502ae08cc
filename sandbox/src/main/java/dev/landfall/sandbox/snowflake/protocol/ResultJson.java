package dev.landfall.sandbox.snowflake.protocol;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.session.Outcome;
import dev.landfall.sandbox.snowflake.session.Parameters;
import dev.landfall.sandbox.snowflake.session.Query;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/// Writes what became of a query.
final class ResultJson {
  private static final int BYTES_PER_CHARACTER = 4;
  private static final int MOST_BYTES = DataType.MAX_TEXT;

  private ResultJson() {}

  static Reply reply(Query query, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Success success -> Reply.success(json -> success(json, query, success));
      case Outcome.Failure(var error) ->
          new Reply(200, false, error.code(), error.text(), json -> failure(json, query, outcome));
    };
  }

  private static void failure(JsonGenerator json, Query query, Outcome outcome) {
    if (!(outcome instanceof Outcome.Failure(var error))) {
      throw new IllegalArgumentException();
    }
    json.writeStartObject();
    json.writeBooleanProperty("internalError", false);
    json.writeStringProperty("errorCode", error.code());
    json.writeStringProperty("sqlState", error.sqlState());
    json.writeStringProperty("queryId", query.id());
    json.writeNumberProperty("age", 0);
    json.writeNumberProperty("line", -1);
    json.writeNumberProperty("pos", -1);
    json.writeStringProperty("type", "COMPILATION");
    json.writeEndObject();
  }

  private static void success(JsonGenerator json, Query query, Outcome.Success success)
      throws IOException {
    var result = success.result();
    json.writeStartObject();
    parameters(json, success.parameters());
    json.writeName("rowtype");
    json.writeStartArray();
    for (var column : result.columns()) {
      column(json, column);
    }
    json.writeEndArray();
    json.writeName("rowset");
    json.writeStartArray();
    for (var row : result.rows()) {
      json.writeStartArray();
      for (var cell : row) {
        if (cell == null) {
          json.writeNull();
        } else {
          json.writeString(cell);
        }
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeNumberProperty("total", result.rows().size());
    json.writeNumberProperty("returned", result.rows().size());
    json.writeStringProperty("queryId", query.id());
    var where = success.where();
    name(json, "finalDatabaseName", where.database());
    name(json, "finalSchemaName", where.schema());
    name(json, "finalWarehouseName", where.warehouse());
    name(json, "finalRoleName", where.role());
    json.writeNumberProperty("numberOfBinds", success.binds());
    json.writeBooleanProperty("arrayBindSupported", success.arrayBinds());
    json.writeNumberProperty("statementTypeId", result.kind().id());
    json.writeNumberProperty("version", 1);
    json.writeNumberProperty("sendResultTime", System.currentTimeMillis());
    json.writeStringProperty("queryResultFormat", "json");
    if (success.transfer().isPresent()) {
      TransferJson.write(json, success.transfer().get());
    }
    if (!success.children().isEmpty()) {
      var children = success.children();
      json.writeStringProperty(
          "resultIds",
          children.stream().map(Outcome.Child::queryId).collect(Collectors.joining(",")));
      json.writeStringProperty(
          "resultTypes",
          children.stream()
              .map(child -> Integer.toString(child.kind().id()))
              .collect(Collectors.joining(",")));
    }
    json.writeEndObject();
  }

  static void parameters(JsonGenerator json, List<Parameters.Value> values) {
    json.writeName("parameters");
    json.writeStartArray();
    for (var value : values) {
      json.writeStartObject();
      json.writeStringProperty("name", value.name());
      switch (value) {
        case Parameters.Value.Flag(var _, var flag) -> json.writeBooleanProperty("value", flag);
        case Parameters.Value.Count(var _, var number) -> json.writeNumberProperty("value", number);
        case Parameters.Value.Text(var _, var text) -> json.writeStringProperty("value", text);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// A name without quotes, or null.
  static void name(JsonGenerator json, String property, Optional<Name> name) {
    if (name.isPresent()) {
      json.writeStringProperty(property, name.get().value());
    } else {
      json.writeNullProperty(property);
    }
  }

  private static void column(JsonGenerator json, ResultColumn column) {
    json.writeStartObject();
    json.writeStringProperty("name", column.name());
    json.writeStringProperty("database", "");
    json.writeStringProperty("schema", "");
    json.writeStringProperty("table", "");
    json.writeBooleanProperty("nullable", column.nullable());
    switch (column.type()) {
      case DataType.Fixed(var precision, var scale) -> {
        type(json, "fixed");
        numbers(json, precision, scale);
      }
      case DataType.Float64() -> type(json, "real");
      case DataType.Text(var length) -> {
        type(json, "text");
        lengths(json, length, Math.min((long) length * BYTES_PER_CHARACTER, MOST_BYTES));
      }
      case DataType.Null() -> {
        type(json, "text");
        lengths(json, MOST_BYTES, MOST_BYTES);
      }
      case DataType.Binary(var length) -> {
        type(json, "binary");
        lengths(json, length, length);
      }
      case DataType.Bool() -> type(json, "boolean");
      case DataType.Date() -> type(json, "date");
      case DataType.Time(var scale) -> {
        type(json, "time");
        numbers(json, 0, scale);
      }
      case DataType.Timestamp(var zone, var scale) -> {
        type(
            json,
            switch (zone) {
              case NTZ -> "timestamp_ntz";
              case LTZ -> "timestamp_ltz";
              case TZ -> "timestamp_tz";
            });
        numbers(json, 0, scale);
      }
      case DataType.Variant() -> type(json, "variant");
      case DataType.Obj() -> type(json, "object");
      case DataType.Array() -> type(json, "array");
    }
    json.writeEndObject();
  }

  private static void type(JsonGenerator json, String type) {
    json.writeStringProperty("type", type);
  }

  private static void numbers(JsonGenerator json, int precision, int scale) {
    json.writeNumberProperty("precision", precision);
    json.writeNumberProperty("scale", scale);
    json.writeNullProperty("length");
    json.writeNullProperty("byteLength");
  }

  private static void lengths(JsonGenerator json, long characters, long bytes) {
    json.writeNullProperty("precision");
    json.writeNullProperty("scale");
    json.writeNumberProperty("length", characters);
    json.writeNumberProperty("byteLength", bytes);
  }
}
