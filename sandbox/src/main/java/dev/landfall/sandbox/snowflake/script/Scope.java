package dev.landfall.sandbox.snowflake.script;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The names a block sees: its own, and those of the blocks around it. For one thread.
final class Scope {
  private final @Nullable Scope outer;
  private final Map<Name, Variable> own = new HashMap<>();

  Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  void declare(Name name, Variable variable) {
    own.put(name, variable);
  }

  Optional<Variable> find(Name name) {
    for (var scope = this; scope != null; scope = scope.outer) {
      var found = scope.own.get(name);
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /// Gives a variable another value.
  ///
  /// @throws SnowflakeException when there is none of this name
  void set(Name name, Variable value) throws SnowflakeException {
    for (var scope = this; scope != null; scope = scope.outer) {
      if (scope.own.containsKey(name)) {
        scope.own.put(name, value);
        return;
      }
    }
    throw unknown(name);
  }

  static SnowflakeException unknown(Name name) {
    return new SnowflakeException(
        "000904",
        "42000",
        "SQL compilation error:\nidentifier '" + name.value() + "' must be declared");
  }
}
