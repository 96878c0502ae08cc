package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Account;
import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.catalog.Databases;
import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.Dml;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.sql.DataStatement;
import dev.landfall.sandbox.snowflake.sql.SessionStatement;
import dev.landfall.sandbox.snowflake.sql.SnowflakeParser;
import dev.landfall.sandbox.snowflake.sql.Surroundings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A session as small as can be: statements in, results out. Every statement is a transaction.
public final class TestSession {
  private final Account account;
  private final Connection connection;
  private final Ddl ddl;
  private Actor actor;
  private Instant now = Databases.NOW;

  public TestSession(Account account, Connection connection, long number) {
    this.account = account;
    this.connection = connection;
    this.ddl = new Ddl(account);
    this.actor =
        new Actor(
            number,
            new Name("ADMIN"),
            Optional.of(new Name("ACCOUNTADMIN")),
            new Actor.Secondary.None(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /// A session of ACCOUNTADMIN in a new account in memory.
  public static TestSession start() throws SQLException {
    var connection = Databases.memory();
    return new TestSession(Databases.account(connection), connection, 1);
  }

  /// Another session in the same account.
  public TestSession another(long number) {
    return new TestSession(account, connection, number);
  }

  public Account account() {
    return account;
  }

  public Actor actor() {
    return actor;
  }

  public Connection connection() {
    return connection;
  }

  /// Later.
  public void at(Instant when) {
    now = when;
  }

  /// The session under another role.
  public TestSession as(String role) {
    actor = actor.as(new Name(role));
    return this;
  }

  /// Runs statements that must succeed.
  public void run(String... statements) throws SnowflakeException, SQLException {
    for (var statement : statements) {
      execute(statement);
    }
  }

  /// The status that a statement gives.
  public String status(String statement) throws SnowflakeException, SQLException {
    return String.valueOf(execute(statement).rows().getFirst().getFirst());
  }

  /// The error that a statement gives.
  public SnowflakeException refused(String statement) throws SQLException {
    try {
      execute(statement);
    } catch (SnowflakeException e) {
      return e;
    }
    throw new AssertionError("accepted: " + statement);
  }

  /// The rows of a query, cells as DuckDB shows them.
  public List<List<@Nullable String>> rows(String query) throws SnowflakeException, SQLException {
    var compiled =
        QueryCompiler.select(
            query,
            new CatalogueRelations(account.catalogue(), actor, Answers.NONE),
            ambient(),
            Binds.NONE);
    var rows = new ArrayList<List<@Nullable String>>();
    try (var statement = connection.createStatement();
        var found = statement.executeQuery(compiled.sql())) {
      while (found.next()) {
        var row = new ArrayList<@Nullable String>();
        for (int i = 1; i <= compiled.columns().size(); i++) {
          row.add(found.getString(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  public Result execute(String text) throws SnowflakeException, SQLException {
    var statement = SnowflakeParser.parse(text, Surroundings.none());
    return switch (statement) {
      case SessionStatement.UseRole(var role) -> {
        actor = actor.as(role);
        yield Operation.DONE;
      }
      case SessionStatement.UseDatabase(var database) -> {
        actor = actor.in(Optional.of(database), Optional.of(new Name("PUBLIC")));
        yield Operation.DONE;
      }
      case SessionStatement.UseSchema(var schema) -> {
        actor =
            actor.in(
                schema.parent().isPresent() ? schema.parent() : actor.database(),
                Optional.of(schema.last()));
        yield Operation.DONE;
      }
      case SessionStatement.UseSecondaryRoles(SessionStatement.SecondaryRoles.All()) -> {
        actor =
            new Actor(
                actor.session(),
                actor.user(),
                actor.role(),
                new Actor.Secondary.All(),
                actor.database(),
                actor.schema(),
                actor.warehouse());
        yield Operation.DONE;
      }
      case DataStatement data -> dml(text);
      default -> {
        if (!Ddl.handles(statement)) {
          throw new AssertionError("not for DDL: " + text);
        }
        var executed = ddl.execute(statement, text, context());
        actor = executed.actor();
        yield executed.result();
      }
    };
  }

  private Result dml(String text) throws SnowflakeException, SQLException {
    var relations = new CatalogueRelations(account.catalogue(), actor, Answers.NONE);
    var dml = QueryCompiler.dml(text, relations, ambient(), Binds.NONE);
    try (var statement = connection.createStatement()) {
      statement.execute("BEGIN TRANSACTION");
      boolean done = false;
      try {
        for (var sql : relations.before()) {
          statement.execute(sql);
        }
        for (var step : dml.steps()) {
          if (step instanceof Dml.Step.Refuse(var sql, var failure)) {
            try (var rows = statement.executeQuery(sql)) {
              if (rows.next() && rows.getLong(1) != 0) {
                throw failure;
              }
            }
          } else {
            statement.execute(step.sql());
          }
        }
        for (var sql : relations.after()) {
          statement.execute(sql);
        }
        statement.execute("COMMIT");
        done = true;
      } finally {
        if (!done) {
          statement.execute("ROLLBACK");
        }
      }
    }
    return Operation.DONE;
  }

  /// The temporary objects of the session go.
  public void end() throws SnowflakeException, SQLException {
    ddl.sessionEnded(actor.session(), context());
  }

  public DdlContext context() {
    return new DdlContext(actor, ambient(), Answers.NONE, connection);
  }

  public Ambient ambient() {
    return new Ambient() {
      @Override
      public Instant now() {
        return now;
      }

      @Override
      public ZoneId zone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Optional<String> parameter(String name) {
        return Optional.empty();
      }

      @Override
      public Optional<Typed> variable(String name) {
        return Optional.empty();
      }

      @Override
      public String account() {
        return account.name();
      }

      @Override
      public String region() {
        return "AWS_EU_WEST_1";
      }

      @Override
      public String user() {
        return actor.user().value();
      }

      @Override
      public Optional<String> role() {
        return actor.role().map(Name::value);
      }

      @Override
      public Optional<String> warehouse() {
        return actor.warehouse().map(Name::value);
      }

      @Override
      public Optional<String> database() {
        return actor.database().map(Name::value);
      }

      @Override
      public Optional<String> schema() {
        return actor.schema().map(Name::value);
      }

      @Override
      public long sessionId() {
        return actor.session();
      }

      @Override
      public String queryId() {
        return "01b00000-0000-0000-0000-000000000001";
      }

      @Override
      public Optional<String> earlierQueryId(int back) {
        return Optional.empty();
      }
    };
  }
}
