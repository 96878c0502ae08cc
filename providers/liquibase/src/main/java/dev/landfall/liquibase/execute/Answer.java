package dev.landfall.liquibase.execute;

import java.util.List;

/// What one flight brought back: one result per statement that ran. Immutable.
record Answer(List<Result> results) {
  Answer {
    results = List.copyOf(results);
  }

  /// The rows of a query, or how many rows a statement changed.
  ///
  /// @param rows each cell as text; empty text for null
  /// @param changed -1 for a query
  record Result(List<List<String>> rows, int changed) {
    boolean isQuery() {
      return changed < 0;
    }
  }

  /// A query's rows, counted from the end of the flight: 0 is its last query. Statements of a
  /// changeset may bring results of their own, so that nothing can be counted from its start.
  List<List<String>> queryFromEnd(int index) {
    var left = index;
    for (var result : results.reversed()) {
      if (result.isQuery() && left-- == 0) {
        return result.rows();
      }
    }
    throw new IllegalStateException("the flight brought no such result: " + index);
  }
}
