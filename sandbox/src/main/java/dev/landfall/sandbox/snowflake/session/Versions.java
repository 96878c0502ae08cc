package dev.landfall.sandbox.snowflake.session;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// Which tables have been written since when: counted in commits. Threads share it.
final class Versions {
  private final AtomicLong commits = new AtomicLong();
  private final ConcurrentMap<String, Long> last = new ConcurrentHashMap<>();

  /// How many commits there were. To be asked before the snapshot of a transaction is taken: what
  /// comes in between then only seems to be newer than the snapshot.
  long now() {
    return commits.get();
  }

  /// To be called after the commit and before its client is told of it.
  void committed(Collection<String> tables) {
    if (!tables.isEmpty()) {
      var number = commits.incrementAndGet();
      tables.forEach(table -> last.put(table, number));
    }
  }

  /// Whether one of the tables has been written since.
  boolean changedSince(Collection<String> tables, long number) {
    return tables.stream().anyMatch(table -> last.getOrDefault(table, 0L) > number);
  }
}
