package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.Name;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The common table expressions that a query sees. Those of an inner WITH hide those of an outer.
final class Ctes {
  private final Optional<Ctes> outer;
  private final Map<Name, Cte> own = new HashMap<>();

  private Ctes(Optional<Ctes> outer) {
    this.outer = outer;
  }

  static Ctes none() {
    return new Ctes(Optional.empty());
  }

  Ctes inner() {
    return new Ctes(Optional.of(this));
  }

  void put(Name name, Cte cte) {
    own.put(name, cte);
  }

  Optional<Cte> find(Name name) {
    var found = own.get(name);
    return found != null ? Optional.of(found) : outer.flatMap(further -> further.find(name));
  }

  /// A common table expression.
  static final class Cte {
    private final String physical;
    private final List<Query.Output> outputs;
    private boolean used;

    /// @param physical its name in DuckDB
    Cte(String physical, List<Query.Output> outputs) {
      this.physical = physical;
      this.outputs = List.copyOf(outputs);
    }

    String physical() {
      return physical;
    }

    List<Query.Output> outputs() {
      return outputs;
    }

    boolean used() {
      return used;
    }

    void use() {
      used = true;
    }
  }
}
