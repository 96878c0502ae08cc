package dev.landfall.sandbox.snowflake.protocol;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.session.Accounts;
import dev.landfall.sandbox.snowflake.session.Login;
import dev.landfall.sandbox.snowflake.session.Login.Credentials;
import dev.landfall.sandbox.snowflake.session.Session;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Opening sessions, keeping them alive, and closing them.
final class SessionEndpoints {
  private final Accounts accounts;
  private final Tokens tokens;

  SessionEndpoints(Accounts accounts, Tokens tokens) {
    this.accounts = accounts;
    this.tokens = tokens;
  }

  List<Endpoint> all() {
    return List.of(
        Endpoint.of("login", "POST", "/session/v1/login-request", (call, _) -> login(call)),
        Endpoint.of("token", "POST", "/session/token-request", (call, _) -> renew(call)),
        Endpoint.of("heartbeat", "GET POST", "/session/heartbeat", (call, _) -> heartbeat(call)),
        Endpoint.of("close", "POST DELETE", "/session", (call, _) -> close(call)),
        Endpoint.of("telemetry", "POST", "/telemetry/send", (_, _) -> received()),
        Endpoint.of("telemetry", "POST", "/telemetry/send/sessionless", (_, _) -> received()));
  }

  private static Reply received() {
    return Reply.success(json -> json.writeString("Log Received"));
  }

  private Reply login(Call call) throws IOException, Refusal {
    var data = call.body().path("data");
    if (!data.isObject()) {
      throw Refusal.badRequest("The body of a login has an object 'data'.");
    }
    Session session;
    try {
      session = accounts.login(login(call, data));
    } catch (SnowflakeException e) {
      return Reply.failure(e.code(), e.text());
    }
    var pair = tokens.issue(session);
    return Reply.success(json -> opened(json, pair));
  }

  private static Login login(Call call, JsonNode data) throws Refusal {
    var parameters = new HashMap<String, String>();
    var given = data.path("SESSION_PARAMETERS");
    for (var name : given.propertyNames()) {
      Call.text(given, name).ifPresent(value -> parameters.put(name, value));
    }
    return new Login(
        Call.text(data, "ACCOUNT_NAME").orElse(""),
        Call.text(data, "LOGIN_NAME").orElse(""),
        credentials(data),
        call.parameter("databaseName"),
        call.parameter("schemaName"),
        call.parameter("warehouse"),
        call.parameter("roleName"),
        Call.text(data, "CLIENT_APP_ID").orElse(""),
        parameters);
  }

  private static Credentials credentials(JsonNode data) throws Refusal {
    var authenticator = Call.text(data, "AUTHENTICATOR").orElse("SNOWFLAKE");
    return switch (authenticator.toUpperCase(java.util.Locale.ROOT)) {
      case "SNOWFLAKE", "" -> new Credentials.Password(Call.text(data, "PASSWORD").orElse(""));
      case "SNOWFLAKE_JWT" -> new Credentials.KeyPair(Call.text(data, "TOKEN").orElse(""));
      default ->
          throw new Refusal(
              Reply.failure(
                  "000002",
                  "Not supported by the sandbox: the authenticator " + authenticator + "."));
    };
  }

  private static void opened(JsonGenerator json, Tokens.Pair pair) {
    var session = pair.session();
    var where = session.where();
    json.writeStartObject();
    json.writeStringProperty("masterToken", pair.master());
    json.writeStringProperty("token", pair.token());
    json.writeNumberProperty("validityInSeconds", Tokens.SESSION.toSeconds());
    json.writeNumberProperty("masterValidityInSeconds", Tokens.MASTER.toSeconds());
    json.writeStringProperty("displayUserName", session.user().value());
    json.writeStringProperty("serverVersion", Session.SERVER_VERSION);
    json.writeBooleanProperty("firstLogin", false);
    json.writeNullProperty("remMeToken");
    json.writeNumberProperty("remMeValidityInSeconds", 0);
    json.writeNumberProperty("healthCheckInterval", 45);
    json.writeNullProperty("newClientForUpgrade");
    json.writeNumberProperty("sessionId", session.id());
    ResultJson.parameters(json, session.parametersForClients());
    json.writeName("sessionInfo");
    json.writeStartObject();
    ResultJson.name(json, "databaseName", where.database());
    ResultJson.name(json, "schemaName", where.schema());
    ResultJson.name(json, "warehouseName", where.warehouse());
    ResultJson.name(json, "roleName", where.role());
    json.writeEndObject();
    json.writeNullProperty("idToken");
    json.writeNumberProperty("idTokenValidityInSeconds", 0);
    json.writeNullProperty("mfaToken");
    json.writeNumberProperty("mfaTokenValidityInSeconds", 0);
    json.writeEndObject();
  }

  private Reply renew(Call call) throws Refusal {
    var type = call.text("requestType").orElse("");
    if (!type.equals("RENEW")) {
      throw Refusal.badRequest("A token request is of the type RENEW.");
    }
    var pair = tokens.renew(call.token());
    return Reply.success(json -> {
      json.writeStartObject();
      json.writeStringProperty("sessionToken", pair.token());
      json.writeNumberProperty("validityInSecondsST", Tokens.SESSION.toSeconds());
      json.writeStringProperty("masterToken", pair.master());
      json.writeNumberProperty("validityInSecondsMT", Tokens.MASTER.toSeconds());
      json.writeNumberProperty("sessionId", pair.session().id());
      json.writeEndObject();
    });
  }

  private Reply heartbeat(Call call) throws Refusal {
    tokens.heartbeat(call.token());
    return Reply.success(Reply.NOTHING);
  }

  private Reply close(Call call) throws Refusal {
    if (!call.parameter("delete").orElse("").equals("true")) {
      throw Refusal.badRequest("A session is closed with delete=true.");
    }
    tokens.session(call.token());
    Optional<Session> session = call.token().flatMap(tokens::revoke);
    session.ifPresent(Session::close);
    return Reply.success(Reply.NOTHING);
  }
}
