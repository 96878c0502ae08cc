package dev.landfall.sandbox.snowflake.show;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Container;
import dev.landfall.sandbox.snowflake.sql.ObjectKind;
import java.util.Optional;

/// `IN …` of a SHOW: the account, a database, a schema, or a table.
///
/// @param container empty for the whole account
record Scope(Optional<Entity> container) {
  static final Scope ACCOUNT = new Scope(Optional.empty());

  /// What a statement says, or without IN: the current database if there is one.
  ///
  /// @throws SnowflakeException 002043 for a place that is not there or not to be seen
  static Scope of(Access access, Optional<Container> in) throws SnowflakeException {
    try {
      return find(access, in);
    } catch (SnowflakeException e) {
      if (e.code().equals("002003")) {
        throw Errors.cannotBePerformed();
      }
      throw e;
    }
  }

  private static Scope find(Access access, Optional<Container> in) throws SnowflakeException {
    if (in.isEmpty()) {
      return access.actor().database().isPresent()
          ? new Scope(Optional.of(access.currentDatabase("SHOW")))
          : ACCOUNT;
    }
    var name = in.get().name();
    // A bare name of three parts can only be that of a table.
    var bare =
        name.filter(n -> n.parts().size() > 2).isPresent() ? ObjectKind.TABLE : ObjectKind.SCHEMA;
    var kind = in.get().kind().orElse(bare);
    return switch (kind) {
      case ACCOUNT -> ACCOUNT;
      case DATABASE -> {
        if (name.isPresent()) {
          yield new Scope(Optional.of(access.database(name.get().last())));
        }
        yield access.actor().database().isPresent()
            ? new Scope(Optional.of(access.currentDatabase("SHOW")))
            : ACCOUNT;
      }
      case SCHEMA -> {
        if (name.isPresent()) {
          yield new Scope(Optional.of(access.schema(name.get(), "SHOW")));
        }
        yield access.actor().database().isPresent()
            ? new Scope(Optional.of(access.currentSchema("SHOW")))
            : ACCOUNT;
      }
      case TABLE, VIEW, DYNAMIC_TABLE, MATERIALIZED_VIEW -> {
        if (name.isEmpty()) {
          throw Errors.notSupported("SHOW … IN " + kind.sql() + " without a name");
        }
        var found =
            access
                .find(
                    access.place(name.get(), "SHOW"),
                    Kind.Space.RELATION,
                    name.get().last().value())
                .orElseThrow(() -> access.doesNotExist(Kind.TABLE, name.get()));
        yield new Scope(Optional.of(found));
      }
      default -> throw Errors.notSupported("SHOW … IN " + kind.sql());
    };
  }

  /// Whether an object is this container, or lies in it.
  boolean has(Access access, Entity object) {
    if (container.isEmpty()) {
      return true;
    }
    var at = object;
    while (at.parent() != 0) {
      if (at.id() == container.get().id()) {
        return true;
      }
      at = access.directory().get(at.parent());
    }
    return false;
  }
}
