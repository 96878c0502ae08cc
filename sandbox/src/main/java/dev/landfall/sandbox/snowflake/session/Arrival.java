package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Account;
import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Catalogue;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.SystemRole;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Optional;

/// A login: who arrives, and what their session uses from the start.
final class Arrival {
  private static final String VALIDATE = "CLIENT_VALIDATE_DEFAULT_PARAMETERS";
  private static final Name PUBLIC = new Name("PUBLIC");

  private final Account account;
  private final Authentication authentication;

  Arrival(Account account, Authentication authentication) {
    this.account = account;
    this.authentication = authentication;
  }

  record Entered(Name user, Where where, Parameters parameters) {}

  Entered enter(Login login) throws SnowflakeException {
    var catalogue = account.catalogue();
    var user = authentication.user(login, catalogue);
    var role = role(login, catalogue, user);
    var actor =
        new Actor(
            Long.MAX_VALUE,
            user.name(),
            Optional.of(role),
            new Actor.Secondary.All(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var strict = Boolean.parseBoolean(login.parameters().getOrDefault(VALIDATE, "false"));
    var parameters = new Parameters();
    for (var entry : catalogue.account().body(Body.Account.class).parameters().entrySet()) {
      parameters.inherit(entry.getKey(), entry.getValue().plain(), "ACCOUNT");
    }
    for (var entry : user.body(Body.User.class).parameters().entrySet()) {
      parameters.inherit(entry.getKey(), entry.getValue().plain(), "USER");
    }
    for (var entry : login.parameters().entrySet()) {
      parameters.setByClient(entry.getKey(), entry.getValue());
    }
    var place = place(login, user);
    var where = where(new Access(catalogue, actor), place, strict);
    var warehouse = warehouse(login, user, new Access(catalogue, actor), strict);
    return new Entered(
        user.name(), where.withRole(Optional.of(role)).withWarehouse(warehouse), parameters);
  }

  private static Name role(Login login, Catalogue catalogue, Entity user)
      throws SnowflakeException {
    var asked = given(login.role());
    var name = asked.or(() -> Authentication.setting(user, "DEFAULT_ROLE").map(Arrival::written));
    if (name.isEmpty() || name.get().value().equals(SystemRole.PUBLIC)) {
      return new Name(SystemRole.PUBLIC);
    }
    var granted = catalogue.inherited(catalogue.rolesOf(user));
    var role = catalogue.role(name.get()).filter(r -> granted.contains(r.id()));
    if (role.isPresent()) {
      return role.get().name();
    }
    if (asked.isEmpty()) {
      return new Name(SystemRole.PUBLIC);
    }
    throw new SnowflakeException(
        "390189",
        "08001",
        "Role '"
            + name.get().value()
            + "' specified in the connect string does not exist or not authorized. Contact your"
            + " local system administrator, or attempt to login with another role, e.g. PUBLIC.");
  }

  private record Place(Optional<Name> database, Optional<Name> schema) {}

  private static Place place(Login login, Entity user) {
    var database = given(login.database());
    if (database.isPresent()) {
      return new Place(database, given(login.schema()));
    }
    var parts = Authentication.setting(user, "DEFAULT_NAMESPACE").map(n -> n.split("\\.", 2));
    return parts
        .map(p ->
            new Place(
                Optional.of(written(p[0])),
                p.length > 1 ? Optional.of(written(p[1])) : given(login.schema())))
        .orElse(new Place(Optional.empty(), Optional.empty()));
  }

  private static Where where(Access access, Place place, boolean strict) throws SnowflakeException {
    if (place.database().isEmpty()) {
      return Where.NOWHERE;
    }
    var database = place.database().get();
    try {
      access.database(database);
    } catch (SnowflakeException e) {
      if (strict) {
        throw missing("database");
      }
      return Where.NOWHERE;
    }
    var at = Where.NOWHERE.withDatabase(place.database());
    var schema = place.schema().orElse(PUBLIC);
    try {
      access.schema(QualifiedName.of(database, schema), "USE SCHEMA");
      return at.withSchema(Optional.of(schema));
    } catch (SnowflakeException e) {
      if (strict && place.schema().isPresent()) {
        throw missing("schema");
      }
      return at;
    }
  }

  private static Optional<Name> warehouse(Login login, Entity user, Access access, boolean strict)
      throws SnowflakeException {
    var asked = given(login.warehouse());
    var name =
        asked.or(() -> Authentication.setting(user, "DEFAULT_WAREHOUSE").map(Arrival::written));
    if (name.isEmpty()) {
      return name;
    }
    try {
      return Optional.of(
          access.object(Kind.WAREHOUSE, QualifiedName.of(name.get()), "USE WAREHOUSE").name());
    } catch (SnowflakeException e) {
      if (strict && asked.isPresent()) {
        throw missing("warehouse");
      }
      return Optional.empty();
    }
  }

  private static SnowflakeException missing(String what) {
    return new SnowflakeException(
        "390201", "08001", "The requested " + what + " does not exist or not authorized.");
  }

  private static Optional<Name> given(Optional<String> text) {
    return text.map(String::strip).filter(t -> !t.isEmpty()).map(Arrival::written);
  }

  /// A name as a connection property gives it: in upper case, unless it stands in quotes.
  private static Name written(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? Name.quoted(text.substring(1, text.length() - 1).replace("\"\"", "\""))
        : Name.unquoted(text);
  }
}
