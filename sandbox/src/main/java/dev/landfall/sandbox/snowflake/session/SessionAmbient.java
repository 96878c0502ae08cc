package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// A session as the expressions of one of its statements see it.
final class SessionAmbient implements Ambient {
  private final Session session;
  private final Query query;
  private final Parameters parameters;
  private final Instant now;

  SessionAmbient(Session session, Query query, Parameters parameters) {
    this.session = session;
    this.query = query;
    this.parameters = parameters;
    this.now = session.clock().instant();
  }

  /// Of no statement.
  static SessionAmbient of(Session session) {
    return new SessionAmbient(
        session,
        new Query("", "", session, session.clock().instant(), Optional.empty()),
        session.parameters());
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public ZoneId zone() {
    return ZoneId.of(parameters.get("TIMEZONE").orElse("UTC"));
  }

  @Override
  public Optional<String> parameter(String name) {
    return parameters.get(name);
  }

  @Override
  public Optional<Typed> variable(String name) throws SnowflakeException {
    OwnersRights.requireNone(session, new Name(name));
    return Optional.ofNullable(session.variables().get(new Name(name)));
  }

  @Override
  public String account() {
    return session.accountName();
  }

  @Override
  public String region() {
    return session.account().catalog().catalogue().account().body(Body.Account.class).region();
  }

  @Override
  public String user() {
    return session.user().value();
  }

  @Override
  public Optional<String> role() {
    return session.where().role().map(Name::value);
  }

  @Override
  public Optional<String> warehouse() {
    return session.where().warehouse().map(Name::value);
  }

  @Override
  public Optional<String> database() {
    return session.where().database().map(Name::value);
  }

  @Override
  public Optional<String> schema() {
    return session.where().schema().map(Name::value);
  }

  @Override
  public long sessionId() {
    return session.id();
  }

  @Override
  public String queryId() {
    return query.id();
  }

  @Override
  public Optional<String> earlierQueryId(int back) {
    return back < 0 ? session.fromStart(-back) : session.earlier(back);
  }
}
