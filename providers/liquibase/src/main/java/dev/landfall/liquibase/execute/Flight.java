package dev.landfall.liquibase.execute;

import java.util.List;

/// What is sent to a database at once: statements that change it, and the queries behind them.
/// Immutable. Its parts are counted from 0, the changes first.
///
/// @param changes in order; transactions are begun and ended with `BEGIN` and `COMMIT`
/// @param queries in order; they run when every change succeeded
/// @param mark by which the database's own record of what it ran finds the changes; may be empty
record Flight(List<String> changes, List<Query> queries, String mark) {
  Flight {
    changes = List.copyOf(changes);
    queries = List.copyOf(queries);
  }

  Flight(List<String> changes, List<Query> queries) {
    this(changes, queries, "");
  }

  /// A query of a known width.
  ///
  /// @param columns how many columns its rows have; each is a text or turns into one
  record Query(String sql, int columns) {}

  /// Statements without a query.
  static Flight changing(String... changes) {
    return new Flight(List.of(changes), List.of());
  }

  /// The same with a mark.
  Flight marked(String how) {
    return new Flight(changes, queries, how);
  }

  /// Queries alone.
  static Flight asking(Query... queries) {
    return new Flight(List.of(), List.of(queries));
  }
}
