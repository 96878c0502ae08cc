package dev.landfall.liquibase.execute;

import java.util.List;

/// What the queries of one flight brought back. Immutable.
///
/// @param results the rows of each query, in the flight's order; each cell as text, empty text for
///   null
record Answer(List<List<List<String>>> results) {
  /// Nothing was asked.
  static final Answer NONE = new Answer(List.of());

  Answer {
    results = List.copyOf(results);
  }

  /// The rows of a query, counted from 0.
  List<List<String>> rows(int query) {
    return results.get(query);
  }
}
