package dev.landfall.sandbox.snowflake.catalog;

import dev.landfall.sandbox.snowflake.model.Name;
import java.util.List;
import java.util.Optional;

/// Who asks, and from where.
///
/// @param session the session's number, not 0
/// @param role the primary role; empty for a user without one
public record Actor(
    long session,
    Name user,
    Optional<Name> role,
    Secondary secondary,
    Optional<Name> database,
    Optional<Name> schema,
    Optional<Name> warehouse) {
  /// The roles that a session has besides its primary one (Snowflake, "USE SECONDARY ROLES").
  public sealed interface Secondary {
    record None() implements Secondary {}

    /// All that are granted to the user.
    record All() implements Secondary {}

    record These(List<Name> roles) implements Secondary {
      public These {
        roles = List.copyOf(roles);
      }
    }
  }

  /// The same with another place to look names up from.
  public Actor in(Optional<Name> newDatabase, Optional<Name> newSchema) {
    return new Actor(session, user, role, secondary, newDatabase, newSchema, warehouse);
  }

  /// The same with another warehouse.
  public Actor with(Optional<Name> newWarehouse) {
    return new Actor(session, user, role, secondary, database, schema, newWarehouse);
  }

  /// The same with another primary role and no secondary ones.
  public Actor as(Name newRole) {
    return new Actor(
        session, user, Optional.of(newRole), new Secondary.None(), database, schema, warehouse);
  }
}
