package dev.landfall.liquibase.execute;

import java.util.List;

/// What is sent to a database at once: statements that change it, and the queries behind them.
/// Immutable. Its parts are counted from 0, the changes first.
///
/// @param changes in order; transactions are begun and ended with `BEGIN` and `COMMIT`
/// @param queries in order; they run when every change succeeded
record Flight(List<String> changes, List<Query> queries) {
  Flight {
    changes = List.copyOf(changes);
    queries = List.copyOf(queries);
  }

  /// A query of a known width.
  ///
  /// @param columns how many columns its rows have; each is a text or turns into one
  record Query(String sql, int columns) {}

  /// Statements without a query.
  static Flight changing(String... changes) {
    return new Flight(List.of(changes), List.of());
  }

  /// Queries alone.
  static Flight asking(Query... queries) {
    return new Flight(List.of(), List.of(queries));
  }
}
