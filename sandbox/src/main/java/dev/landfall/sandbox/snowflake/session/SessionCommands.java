package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.catalog.Catalogue;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.SystemRole;
import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.query.QueryCompiler;
import dev.landfall.sandbox.snowflake.sql.Options;
import dev.landfall.sandbox.snowflake.sql.SessionStatement;
import dev.landfall.sandbox.snowflake.sql.Span;
import dev.landfall.sandbox.snowflake.sql.Value;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Carries out what changes the session alone: USE, SET, ALTER SESSION.
final class SessionCommands {
  private static final Name PUBLIC = new Name("PUBLIC");

  private final Session session;
  private final Ambient ambient;

  SessionCommands(Session session, Ambient ambient) {
    this.session = session;
    this.ambient = ambient;
  }

  Result run(SessionStatement statement, Query query) throws SnowflakeException, SQLException {
    switch (statement) {
      case SessionStatement.UseRole(var role) -> useRole(role);
      case SessionStatement.UseSecondaryRoles(var roles) -> useSecondaryRoles(roles);
      case SessionStatement.UseWarehouse(var warehouse) -> use(() -> useWarehouse(warehouse));
      case SessionStatement.UseDatabase(var database) -> use(() -> useDatabase(database));
      case SessionStatement.UseSchema(var schema) -> use(() -> useSchema(schema));
      case SessionStatement.Use(var name) ->
          use(() -> {
            if (name.parts().size() == 1) {
              useDatabase(name.last());
            } else {
              useSchema(name);
            }
          });
      case SessionStatement.SetVariables(var names, var values) ->
          setVariables(names, values, query);
      case SessionStatement.UnsetVariables(var names) -> names.forEach(session.variables()::remove);
      case SessionStatement.SetParameters(var options) -> setParameters(options);
      case SessionStatement.UnsetParameters(var names) -> unsetParameters(names);
    }
    return done(statement);
  }

  /// What such a statement answers.
  static Result done(SessionStatement statement) {
    var kind =
        switch (statement) {
          case SessionStatement.UseRole _,
              SessionStatement.UseSecondaryRoles _,
              SessionStatement.UseWarehouse _,
              SessionStatement.UseDatabase _,
              SessionStatement.UseSchema _,
              SessionStatement.Use _ ->
              StatementKind.USE;
          case SessionStatement.SetVariables _,
              SessionStatement.UnsetVariables _,
              SessionStatement.SetParameters _,
              SessionStatement.UnsetParameters _ ->
              StatementKind.ALTER_SESSION;
        };
    return Result.status(kind, "Statement executed successfully.");
  }

  private interface Using {
    void run() throws SnowflakeException;
  }

  private static void use(Using using) throws SnowflakeException {
    try {
      using.run();
    } catch (SnowflakeException e) {
      if (e.code().equals("002003")) {
        throw new SnowflakeException(
            "002043",
            "02000",
            "SQL compilation error:\nObject does not exist, or operation cannot be performed.");
      }
      throw e;
    }
  }

  private Catalogue catalogue() {
    return session.account().catalog().catalogue();
  }

  private Access access() {
    return new Access(catalogue(), session.actor());
  }

  private void useRole(Name name) throws SnowflakeException {
    var catalogue = catalogue();
    var role = catalogue.role(name).orElseThrow(() -> Errors.doesNotExist("Role", name.sql()));
    var user = catalogue.user(session.user()).orElseThrow();
    if (!name.value().equals(SystemRole.PUBLIC)
        && !catalogue.inherited(catalogue.rolesOf(user)).contains(role.id())) {
      throw new SnowflakeException(
          "003013",
          "42501",
          "SQL access control error:\nRequested role '"
              + name.value()
              + "' is not assigned to the executing user. Specify another role to activate.");
    }
    session.use(session.where().withRole(Optional.of(name)));
  }

  private void useSecondaryRoles(SessionStatement.SecondaryRoles roles) throws SnowflakeException {
    session.secondary(
        switch (roles) {
          case SessionStatement.SecondaryRoles.All() -> new Actor.Secondary.All();
          case SessionStatement.SecondaryRoles.None() -> new Actor.Secondary.None();
          case SessionStatement.SecondaryRoles.These(var names) ->
              new Actor.Secondary.These(granted(names));
        });
  }

  private List<Name> granted(List<Name> names) throws SnowflakeException {
    var catalogue = catalogue();
    var all = catalogue.inherited(catalogue.rolesOf(catalogue.user(session.user()).orElseThrow()));
    for (var name : names) {
      var role = catalogue.role(name);
      if (role.isEmpty() || !all.contains(role.get().id())) {
        throw Errors.doesNotExist("Role", name.sql());
      }
    }
    return names;
  }

  private void useWarehouse(Name name) throws SnowflakeException {
    var warehouse = access().object(Kind.WAREHOUSE, QualifiedName.of(name), "USE WAREHOUSE").name();
    session.use(session.where().withWarehouse(Optional.of(warehouse)));
  }

  private void useDatabase(Name name) throws SnowflakeException {
    var access = access();
    var database = access.database(name);
    var schema = catalogue().schema(database, PUBLIC).filter(access::sees).map(s -> s.name());
    session.use(session.where().withDatabase(Optional.of(name)).withSchema(schema));
  }

  private void useSchema(QualifiedName name) throws SnowflakeException {
    var access = access();
    var schema = access.schema(name, "USE SCHEMA");
    session.use(
        session
            .where()
            .withDatabase(Optional.of(catalogue().databaseOf(schema).name()))
            .withSchema(Optional.of(schema.name())));
  }

  private void setVariables(List<Name> names, List<Span> values, Query query)
      throws SnowflakeException, SQLException {
    var computed = new ArrayList<Typed>();
    for (var value : values) {
      computed.add(value(value.text(), query));
    }
    for (var i = 0; i < names.size(); i++) {
      session.variables().put(names.get(i), computed.get(i));
    }
  }

  private Typed value(String expression, Query query) throws SnowflakeException, SQLException {
    var typed =
        QueryCompiler.expression(expression, Map.of(), new Reading(session), ambient, Binds.NONE);
    var columns = List.of(new ResultColumn("V", typed.type(), true));
    var sql = Cells.readable("SELECT " + typed.sql() + " AS c1", columns);
    var rows =
        Duck.query(
            session.work().reader(),
            sql,
            query.cancellation(),
            r -> Cells.COMPACT.read(r, columns, 0));
    return WireValues.typed(rows.getFirst().getFirst(), typed.type());
  }

  private void setParameters(Options options) throws SnowflakeException, SQLException {
    if (options.find("AUTOCOMMIT").isPresent()) {
      session.work().commit();
    }
    for (var option : options.all()) {
      session.parameters().set(option.name(), text(option.name(), option.value()));
    }
  }

  private static String text(String name, Value value) throws SnowflakeException {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Numeric(var number) -> number.toPlainString();
      case Value.Bool(var truth) -> Boolean.toString(truth);
      case Value.Word(var word) -> word.last().value();
      case Value.Null _, Value.Many _, Value.Nested _, Value.Expression _ ->
          throw Errors.notSupported("ALTER SESSION SET " + name + " = such a value");
    };
  }

  private void unsetParameters(List<String> names) throws SnowflakeException, SQLException {
    if (names.contains("AUTOCOMMIT")) {
      session.work().commit();
    }
    for (var name : names) {
      session.parameters().unset(name);
    }
  }
}
