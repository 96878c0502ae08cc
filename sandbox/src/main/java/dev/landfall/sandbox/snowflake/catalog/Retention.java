package dev.landfall.sandbox.snowflake.catalog;

import java.util.OptionalInt;

/// How long dropped objects can be brought back (Snowflake, "Understanding & using Time Travel",
/// DATA_RETENTION_TIME_IN_DAYS).
public final class Retention {
  public static final String NAME = "DATA_RETENTION_TIME_IN_DAYS";

  private static final int DEFAULT_DAYS = 1;

  private Retention() {}

  /// The days that apply to an object: its own, or those of what it lies in.
  public static int days(Directory directory, Entity object) {
    var at = object;
    while (true) {
      var own =
          switch (at.body()) {
            case Body.Table table -> table.retention();
            case Body.Dynamic dynamic -> dynamic.table().retention();
            case Body.Schema schema -> schema.retention();
            case Body.Database database -> database.retention();
            case Body.Account account -> number(account.parameters().get(NAME));
            default -> OptionalInt.empty();
          };
      if (own.isPresent()) {
        return transientObject(object) ? Math.min(own.getAsInt(), 1) : own.getAsInt();
      }
      if (at.parent() == 0) {
        return DEFAULT_DAYS;
      }
      at = directory.get(at.parent());
    }
  }

  private static OptionalInt number(@org.jspecify.annotations.Nullable Value value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(value.plain()));
  }

  private static boolean transientObject(Entity object) {
    return switch (object.body()) {
      case Body.Table table -> table.durability() != Body.Durability.PERMANENT;
      case Body.Dynamic dynamic -> dynamic.table().durability() != Body.Durability.PERMANENT;
      case Body.Schema schema -> schema.isTransient();
      case Body.Database database -> database.isTransient();
      default -> false;
    };
  }
}
