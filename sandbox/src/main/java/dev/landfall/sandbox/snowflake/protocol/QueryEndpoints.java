package dev.landfall.sandbox.snowflake.protocol;

import dev.landfall.sandbox.snowflake.session.Outcome;
import dev.landfall.sandbox.snowflake.session.Query;
import dev.landfall.sandbox.snowflake.session.Request;
import dev.landfall.sandbox.snowflake.session.Request.Bind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Sending statements, and asking what has become of them.
final class QueryEndpoints {
  /// How long a client waits for one answer; it is then told to ask again.
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private static final String IN_PROGRESS = "333333";
  private static final String IN_PROGRESS_ASYNC = "333334";

  private final Tokens tokens;
  private final Duration patience;

  QueryEndpoints(Tokens tokens) {
    this(tokens, PATIENCE);
  }

  QueryEndpoints(Tokens tokens, Duration patience) {
    this.tokens = tokens;
    this.patience = patience;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.of("query", "POST", "/queries/v1/query-request", (call, _) -> query(call)),
        Endpoint.of("abort", "POST", "/queries/v1/abort-request", (call, _) -> abortRequest(call)),
        Endpoint.of("result", "GET", "/queries/{id}/result", this::result),
        Endpoint.of("abort", "POST", "/queries/{id}/abort-request", this::abort),
        Endpoint.of("monitor", "GET", "/monitoring/queries/{id}", this::monitor));
  }

  private Reply query(Call call) throws Refusal, InterruptedException {
    var session = tokens.session(call.token());
    var text =
        call.text("sqlText")
            .orElseThrow(() -> Refusal.badRequest("The body of a query has a text 'sqlText'."));
    if (call.text("bindStage").filter(stage -> !stage.isEmpty()).isPresent()) {
      throw new Refusal(
          Reply.failure("000002", "Not supported by the sandbox: bound values on a stage."));
    }
    var describe = call.body().path("describeOnly").asBoolean(false);
    var async = call.body().path("asyncExec").asBoolean(false);
    var request = new Request(text, binds(call), describe, parameters(call));
    var query = session.submit(request, call.parameter("requestId"));
    if (async) {
      return inProgress(query, IN_PROGRESS_ASYNC, "Query execution in progress. Asynchronous.");
    }
    return answer(query);
  }

  private Reply answer(Query query) throws InterruptedException {
    return query
        .await(patience)
        .map(outcome -> ResultJson.reply(query, outcome))
        .orElseGet(() -> inProgress(query, IN_PROGRESS, "Query execution in progress."));
  }

  private static Reply inProgress(Query query, String code, String message) {
    return new Reply(
        200,
        true,
        code,
        message,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("queryId", query.id());
          json.writeStringProperty("getResultUrl", "/queries/" + query.id() + "/result");
          json.writeNumberProperty("queryAbortsAfterSecs", 300);
          json.writeNullProperty("progressDesc");
          json.writeEndObject();
        });
  }

  private static SortedMap<Integer, Bind> binds(Call call) throws Refusal {
    var all = new TreeMap<Integer, Bind>();
    var bindings = call.body().path("bindings");
    for (var name : bindings.propertyNames()) {
      try {
        all.put(Integer.parseInt(name), bind(bindings.path(name)));
      } catch (NumberFormatException e) {
        throw Refusal.badRequest("A bound value has a number, not '" + name + "'.");
      }
    }
    return all;
  }

  private static Bind bind(JsonNode node) throws Refusal {
    var type = Call.text(node, "type").orElse("");
    var value = node.path("value");
    if (type.isEmpty()) {
      throw Refusal.badRequest("A bound value has a type.");
    }
    var values = new ArrayList<@Nullable String>();
    if (value.isArray()) {
      for (var one : value.values()) {
        values.add(one.isNull() ? null : one.asString(""));
      }
    } else {
      values.add(value.isNull() || value.isMissingNode() ? null : value.asString(""));
    }
    return new Bind(type, values, value.isArray());
  }

  private static Map<String, String> parameters(Call call) {
    var all = new HashMap<String, String>();
    var given = call.body().path("parameters");
    for (var name : given.propertyNames()) {
      Call.text(given, name).ifPresent(value -> all.put(name, value));
    }
    return all;
  }

  private Reply result(Call call, Optional<String> id) throws Refusal, InterruptedException {
    return answer(find(call, id));
  }

  private Query find(Call call, Optional<String> id) throws Refusal {
    var session = tokens.session(call.token());
    return id.flatMap(session::query)
        .orElseThrow(() ->
            new Refusal(Reply.failure("000709", "Statement " + id.orElse("") + " not found")));
  }

  private Reply abortRequest(Call call) throws Refusal {
    var session = tokens.session(call.token());
    var requestId = call.text("requestId").or(() -> call.parameter("requestId"));
    requestId.flatMap(session::request).ifPresent(Query::cancel);
    return Reply.success(Reply.NOTHING);
  }

  private Reply abort(Call call, Optional<String> id) throws Refusal {
    find(call, id).cancel();
    return Reply.success(Reply.NOTHING);
  }

  private Reply monitor(Call call, Optional<String> id) throws Refusal {
    var session = tokens.session(call.token());
    var query = id.flatMap(session::query);
    return Reply.success(json -> {
      json.writeStartObject();
      json.writeName("queries");
      json.writeStartArray();
      if (query.isPresent()) {
        MonitorJson.write(json, query.get());
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  /// What an outcome is called by the monitor.
  static String status(Optional<Outcome> outcome) {
    return switch (outcome.orElse(null)) {
      case null -> "RUNNING";
      case Outcome.Success _ -> "SUCCESS";
      case Outcome.Failure(var error) ->
          error.code().equals("000604") ? "ABORTED" : "FAILED_WITH_ERROR";
    };
  }
}
