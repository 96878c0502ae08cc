package dev.landfall.sandbox.snowflake.function;

import java.util.List;
import java.util.Optional;

/// A call of an aggregate or a window function with its clauses.
///
/// @param star whether the argument is `*`; then `arguments` is empty
/// @param distinct whether `DISTINCT` stands before the arguments
/// @param within the keys of `WITHIN GROUP (ORDER BY …)`
/// @param ignoreNulls whether `IGNORE NULLS` is written; `RESPECT NULLS` is what holds without it
/// @param over empty for an aggregate over groups
public record AggregateCall(
    List<Typed> arguments,
    boolean star,
    boolean distinct,
    List<Order> within,
    boolean ignoreNulls,
    Optional<Over> over) {
  public AggregateCall {
    arguments = List.copyOf(arguments);
    within = List.copyOf(within);
  }

  /// An aggregate over groups, without any clause.
  public static AggregateCall of(Typed... arguments) {
    return new AggregateCall(List.of(arguments), false, false, List.of(), false, Optional.empty());
  }

  /// A key of an ORDER BY, with any type.
  ///
  /// @param nullsFirst empty when it is not said: then NULL counts as greater than everything
  ///   (Snowflake, "ORDER BY")
  public record Order(Typed key, boolean descending, Optional<Boolean> nullsFirst) {
    /// As DuckDB writes it; NULLs are where Snowflake puts them.
    public String sql() {
      boolean first = nullsFirst.orElse(descending);
      return Operators.sortKey(key)
          + (descending ? " DESC" : " ASC")
          + (first ? " NULLS FIRST" : " NULLS LAST");
    }
  }

  /// A window.
  ///
  /// @param frame such as `ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW`; empty when it is not
  ///   said: the function knows what holds then
  public record Over(List<Typed> partition, List<Order> order, Optional<String> frame) {
    public Over {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
    }
  }
}
