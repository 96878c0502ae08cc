package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.Result;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The queries of an account that are still remembered, with their results: the older ones are
/// forgotten when there are too many, or their results too large. Threads share it.
final class History {
  private static final int QUERIES = 10_000;
  private static final long CELLS = 1_000_000;

  private final Map<String, Query> byId = new HashMap<>();
  private final Deque<Query> inOrder = new ArrayDeque<>();
  private long cells;

  synchronized void add(Query query) {
    byId.put(query.id(), query);
    inOrder.addLast(query);
  }

  /// Makes room, now that a query has ended.
  synchronized void ended(Query query) {
    cells += cells(query);
    while (inOrder.size() > 1
        && (inOrder.size() > QUERIES || cells > CELLS)
        && inOrder.getFirst().outcome().isPresent()
        && inOrder.getFirst() != query) {
      var oldest = inOrder.removeFirst();
      byId.remove(oldest.id());
      cells -= cells(oldest);
    }
  }

  synchronized Optional<Query> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// All: those that run, then the others, the one that ended last before the rest.
  List<Query> latestFirst() {
    List<Query> all;
    synchronized (this) {
      all = new ArrayList<>(inOrder);
    }
    Collections.reverse(all);
    all.sort(
        Comparator.comparing(
            query -> query.ended().orElse(Instant.MAX), Comparator.reverseOrder()));
    return all;
  }

  /// Those that run.
  synchronized List<Query> running() {
    return inOrder.stream().filter(q -> q.outcome().isEmpty()).toList();
  }

  private static long cells(Query query) {
    return query.outcome().map(History::cells).orElse(0L);
  }

  private static long cells(Outcome outcome) {
    return outcome instanceof Outcome.Success success ? cells(success.result()) : 0;
  }

  private static long cells(Result result) {
    return (long) result.rows().size() * Math.max(1, result.columns().size());
  }
}
