package dev.landfall.sandbox.snowflake.catalog;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A catalogue as one session sees it: what its roles may see and do (Snowflake, "Overview of
/// Access Control"), and what names mean there ("Object name resolution").
///
/// Made for one statement; not to be kept.
public final class Access {
  /// The schema of every database that describes it.
  public static final Name INFORMATION_SCHEMA = new Name("INFORMATION_SCHEMA");

  private static final Name PUBLIC = new Name("PUBLIC");

  private final Directory directory;
  private final Actor actor;
  private final Set<Long> primary;
  private final Set<Long> roles;
  private final boolean seesAll;

  public Access(Directory directory, Actor actor) {
    this.directory = directory;
    this.actor = actor;
    var first = new HashSet<Long>();
    directory.role(new Name(SystemRole.PUBLIC)).ifPresent(role -> first.add(role.id()));
    actor.role().flatMap(directory::role).ifPresent(role -> first.add(role.id()));
    this.primary = directory.inherited(first);
    switch (actor.secondary()) {
      case Actor.Secondary.None() -> {}
      case Actor.Secondary.All() ->
          directory.user(actor.user()).ifPresent(user -> first.addAll(directory.rolesOf(user)));
      case Actor.Secondary.These(var names) ->
          names.forEach(name -> directory.role(name).ifPresent(role -> first.add(role.id())));
    }
    this.roles = directory.inherited(first);
    this.seesAll = holds(directory.account(), Privileges.MANAGE_GRANTS, "RESOLVE ALL");
  }

  public Directory directory() {
    return directory;
  }

  public Actor actor() {
    return actor;
  }

  /// The ids of all roles whose privileges the session has.
  public Set<Long> roles() {
    return roles;
  }

  /// The ids of the primary role and all it inherits: creating objects needs their privileges.
  public Set<Long> primary() {
    return primary;
  }

  /// The role that owns what the session makes.
  ///
  /// @throws SnowflakeException when the session has no role
  public Entity role() throws SnowflakeException {
    var role = actor.role().flatMap(directory::role);
    if (role.isEmpty()) {
      throw Errors.compilation(
          "002003", "02000", "The current session has no role. Set one with USE ROLE.");
    }
    return role.get();
  }

  /// Whether a role of the session owns it.
  public boolean owns(Entity object) {
    return object.owner() != 0 && roles.contains(object.owner());
  }

  /// Whether a role of the session owns it or has one of these privileges on it.
  public boolean holds(Entity object, String... privileges) {
    return owns(object) || granted(object, roles, privileges);
  }

  /// The same, of the primary role and those it inherits.
  public boolean primaryHolds(Entity object, String... privileges) {
    return (object.owner() != 0 && primary.contains(object.owner()))
        || granted(object, primary, privileges);
  }

  private static boolean granted(Entity object, Set<Long> roles, String... privileges) {
    var wanted = List.of(privileges);
    return object.grants().stream()
        .anyMatch(g -> roles.contains(g.grantee()) && wanted.contains(g.privilege()));
  }

  /// Whether the session has a privilege of the whole account.
  public boolean global(String privilege) {
    return holds(directory.account(), privilege);
  }

  /// Whether the session may grant and revoke on an object as if it owned it: with MANAGE GRANTS on
  /// the account, the database or the schema.
  public boolean managesGrants(Entity object) {
    var at = object;
    while (true) {
      if (granted(at, roles, Privileges.MANAGE_GRANTS)) {
        return true;
      }
      if (at.parent() == 0) {
        return false;
      }
      at = directory.get(at.parent());
    }
  }

  /// Whether the session may hand MANAGE GRANTS of an object on.
  public boolean delegatesGrants(Entity object) {
    var at = object;
    while (true) {
      if (at.grants().stream()
          .anyMatch(g ->
              g.option()
                  && g.privilege().equals(Privileges.MANAGE_GRANTS)
                  && roles.contains(g.grantee()))) {
        return true;
      }
      if (at.parent() == 0) {
        return false;
      }
      at = directory.get(at.parent());
    }
  }

  /// Whether the session may know that this object is there.
  public boolean sees(Entity object) {
    if (object.temporary() && object.session() != actor.session()) {
      return false;
    }
    return switch (object.kind().home()) {
      case ROOT -> true;
      case ACCOUNT -> seesItself(object);
      case DATABASE -> seesItself(object) && sees(directory.get(object.parent()));
      case SCHEMA -> seesItself(object) && sees(directory.get(object.parent()));
    };
  }

  private boolean seesItself(Entity object) {
    if (seesAll || owns(object)) {
      return true;
    }
    return switch (object.kind()) {
      case ACCOUNT, ROLE, USER, DATABASE_ROLE -> true;
      case SCHEMA -> object.name().equals(INFORMATION_SCHEMA) || anyGrant(object);
      case WAREHOUSE -> anyGrant(object) || global("MANAGE WAREHOUSES");
      case PIPE, TASK -> anyGrant(object) || global("MONITOR EXECUTION");
      case MASKING_POLICY -> anyGrant(object) || global("APPLY MASKING POLICY");
      case ROW_ACCESS_POLICY -> anyGrant(object) || global("APPLY ROW ACCESS POLICY");
      case TAG -> anyGrant(object) || global("APPLY TAG");
      default -> anyGrant(object);
    };
  }

  private boolean anyGrant(Entity object) {
    return object.grants().stream().anyMatch(g -> roles.contains(g.grantee()));
  }

  /// @throws SnowflakeException 002003 when there is none that the session may see
  public Entity database(Name name) throws SnowflakeException {
    return directory
        .database(name)
        .filter(this::sees)
        .orElseThrow(() -> Errors.doesNotExist("Database", name.sql()));
  }

  /// A schema by its name, or by its database's name and its own.
  ///
  /// @throws SnowflakeException 002003 when there is none that the session may see
  public Entity schema(QualifiedName name, String operation) throws SnowflakeException {
    if (name.parts().size() > 2) {
      throw Errors.compilation(
          "000904", "42000", "invalid identifier '" + name.sql() + "' for a schema");
    }
    var database =
        name.parent().isPresent() ? database(name.parent().get()) : currentDatabase(operation);
    return schema(database, name.last());
  }

  private Entity schema(Entity database, Name name) throws SnowflakeException {
    return directory
        .schema(database, name)
        .filter(this::sees)
        .orElseThrow(
            () -> Errors.doesNotExist("Schema", QualifiedName.of(database.name(), name).sql()));
  }

  /// @param operation as the message names it, such as `CREATE TABLE`
  /// @throws SnowflakeException 090105 when the session has none
  public Entity currentDatabase(String operation) throws SnowflakeException {
    var name = actor.database();
    if (name.isEmpty()) {
      throw new SnowflakeException(
          "090105",
          "22000",
          "Cannot perform "
              + operation
              + ". This session does not have a current database. Call 'USE DATABASE', or use a"
              + " qualified name.");
    }
    return database(name.get());
  }

  /// @throws SnowflakeException 090106 when the session has none
  public Entity currentSchema(String operation) throws SnowflakeException {
    var database = currentDatabase(operation);
    var name = actor.schema();
    if (name.isEmpty()) {
      throw new SnowflakeException(
          "090106",
          "22000",
          "Cannot perform "
              + operation
              + ". This session does not have a current schema. Call 'USE SCHEMA', or use a"
              + " qualified name.");
    }
    return schema(database, name.get());
  }

  /// The schema that an object's name leads to, whether the object is there or not. `D..T` leads to
  /// PUBLIC.
  ///
  /// @throws SnowflakeException when there is no such schema that the session may see
  public Entity place(QualifiedName name, String operation) throws SnowflakeException {
    return switch (name.parts().size()) {
      case 1 -> currentSchema(operation);
      case 2 -> schema(currentDatabase(operation), orPublic(name.parts().getFirst()));
      case 3 -> schema(database(name.parts().getFirst()), orPublic(name.parts().get(1)));
      default ->
          throw Errors.compilation("000904", "42000", "invalid identifier '" + name.sql() + "'");
    };
  }

  private static Name orPublic(Name name) {
    return name.value().isEmpty() ? PUBLIC : name;
  }

  /// The database that the name of an object of a database leads to.
  public Entity databasePlace(QualifiedName name, String operation) throws SnowflakeException {
    return name.parent().isPresent() ? database(name.parent().get()) : currentDatabase(operation);
  }

  /// An object of a schema that shares names with this kind, if there is one that the session may
  /// see.
  ///
  /// @param key the name, with argument types for functions and procedures
  public Optional<Entity> find(Entity schema, Kind.Space space, String key) {
    return directory.lookup(schema.id(), space, key, actor.session()).filter(this::sees);
  }

  /// An object by its name, wherever objects of its kind lie.
  ///
  /// @throws SnowflakeException when its database or schema is not there
  public Optional<Entity> find(Kind kind, QualifiedName name, String operation)
      throws SnowflakeException {
    return switch (kind.home()) {
      case ROOT -> Optional.of(directory.account());
      case ACCOUNT ->
          directory
              .permanent(Directory.ACCOUNT, kind.space(), name.last().value())
              .filter(this::sees);
      case DATABASE ->
          directory
              .permanent(databasePlace(name, operation).id(), kind.space(), name.last().value())
              .filter(this::sees);
      case SCHEMA -> find(place(name, operation), kind.space(), name.last().value());
    };
  }

  /// An object of exactly this kind.
  ///
  /// @throws SnowflakeException 002003 when there is none that the session may see, 002203 when the
  ///   name belongs to another kind
  public Entity object(Kind kind, QualifiedName name, String operation) throws SnowflakeException {
    var found = find(kind, name, operation);
    if (found.isEmpty()) {
      throw doesNotExist(kind, name);
    }
    requireKind(found.get(), kind);
    return found.get();
  }

  /// @throws SnowflakeException 002203 when the object is of another kind
  public static void requireKind(Entity object, Kind kind) throws SnowflakeException {
    if (object.kind() != kind) {
      throw new SnowflakeException(
          "002203",
          "02000",
          "SQL compilation error: Object found is of type '"
              + object.kind().granted()
              + "', not specified type '"
              + kind.granted()
              + "'.");
    }
  }

  /// The error of an object that is not there, with its name in full.
  public SnowflakeException doesNotExist(Kind kind, QualifiedName name) {
    return Errors.doesNotExist(kind.title(), full(kind, name));
  }

  /// A name with the qualifiers that the session adds.
  public String full(Kind kind, QualifiedName name) {
    int wanted =
        switch (kind.home()) {
          case ROOT, ACCOUNT -> 1;
          case DATABASE -> 2;
          case SCHEMA -> 3;
        };
    var text = new StringBuilder();
    if (wanted > name.parts().size() && wanted == 3 && name.parts().size() == 1) {
      text.append(actor.database().map(n -> n.sql() + ".").orElse(""));
      text.append(actor.schema().map(n -> n.sql() + ".").orElse(""));
    } else if (wanted > name.parts().size()) {
      text.append(actor.database().map(n -> n.sql() + ".").orElse(""));
    }
    return text.append(name.sql()).toString();
  }

  /// @throws SnowflakeException 003001 unless the session owns the object or has one of these
  ///   privileges on it
  public void require(Entity object, String... privileges) throws SnowflakeException {
    if (!holds(object, privileges)) {
      throw insufficient(object);
    }
  }

  /// @throws SnowflakeException 003001 unless the primary role, or one it inherits, owns the object
  ///   or has one of these privileges on it
  public void requirePrimary(Entity object, String... privileges) throws SnowflakeException {
    if (!primaryHolds(object, privileges)) {
      throw insufficient(object);
    }
  }

  /// @throws SnowflakeException 003001 unless the session owns the object
  public void requireOwnership(Entity object) throws SnowflakeException {
    if (!owns(object)) {
      throw insufficient(object);
    }
  }

  /// The error of an object that is visible but out of reach.
  public static SnowflakeException insufficient(Entity object) {
    return Errors.insufficientPrivileges(
        object.kind().word().toLowerCase(java.util.Locale.ROOT)
            + " '"
            + object.name().value()
            + "'");
  }
}
