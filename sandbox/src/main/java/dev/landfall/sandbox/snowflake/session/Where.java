package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.Name;
import java.util.Optional;

/// What a session uses: its current database, schema, warehouse and role.
public record Where(
    Optional<Name> database, Optional<Name> schema, Optional<Name> warehouse, Optional<Name> role) {
  /// Nothing yet.
  public static final Where NOWHERE =
      new Where(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  Where withDatabase(Optional<Name> to) {
    return new Where(to, schema, warehouse, role);
  }

  Where withSchema(Optional<Name> to) {
    return new Where(database, to, warehouse, role);
  }

  Where withWarehouse(Optional<Name> to) {
    return new Where(database, schema, to, role);
  }

  Where withRole(Optional<Name> to) {
    return new Where(database, schema, warehouse, to);
  }
}
