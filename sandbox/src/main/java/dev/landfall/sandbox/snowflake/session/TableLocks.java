package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The locks that transactions hold on tables until they end (Snowflake, "Transactions", resource
/// locking): rows may be inserted by many at once, but only one changes or deletes rows. Threads
/// share it.
final class TableLocks {
  private final ReentrantLock monitor = new ReentrantLock();
  private final Condition released = monitor.newCondition();

  /// By table: those that hold it for changing. An entry that is empty is removed.
  private final Map<String, Holder> holders = new HashMap<>();

  private final Map<Holder, Waiting> waiting = new LinkedHashMap<>();

  /// A transaction.
  ///
  /// @param id the transaction's number
  record Holder(long id, long session) {}

  private record Waiting(String table, String queryId, long since) {}

  /// A lock as `SHOW LOCKS` lists it.
  record Listed(String table, Holder holder, boolean held, String queryId, long since) {}

  /// Waits until nobody else changes rows of a table, and then keeps it for the holder.
  ///
  /// @param shown how messages call the table
  /// @throws SnowflakeException when another transaction holds it for too long, or waits for the
  ///   holder in turn; or when the query was cancelled
  void acquire(String table, String shown, Holder holder, Query query, Duration timeout)
      throws SnowflakeException {
    monitor.lock();
    try {
      var left = timeout.toNanos();
      while (true) {
        var other = holders.putIfAbsent(table, holder);
        if (other == null || other.equals(holder)) {
          return;
        }
        query.cancellation().check();
        if (waitsFor(other, holder)) {
          throw deadlock(shown, other, query);
        }
        if (left <= 0) {
          throw timedOut(shown, other, query, timeout);
        }
        waiting.put(holder, new Waiting(table, query.id(), System.currentTimeMillis()));
        try (var _ = query.cancellation().onCancel(this::wake)) {
          left = released.awaitNanos(Math.min(left, TimeUnit.HOURS.toNanos(1)));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw Cancellation.cancelled();
        } finally {
          waiting.remove(holder);
        }
      }
    } finally {
      monitor.unlock();
    }
  }

  private void wake() {
    monitor.lock();
    try {
      released.signalAll();
    } finally {
      monitor.unlock();
    }
  }

  /// Whether a transaction waits, through whatever chain, for another.
  private boolean waitsFor(Holder from, Holder to) {
    var seen = new HashSet<Holder>();
    var at = from;
    while (at != null && seen.add(at)) {
      var wait = waiting.get(at);
      at = wait == null ? null : holders.get(wait.table());
      if (to.equals(at)) {
        return true;
      }
    }
    return false;
  }

  /// Gives up all that a transaction holds.
  void release(Holder holder) {
    monitor.lock();
    try {
      if (holders.values().removeIf(holder::equals)) {
        released.signalAll();
      }
    } finally {
      monitor.unlock();
    }
  }

  /// What a transaction holds.
  Set<String> held(Holder holder) {
    monitor.lock();
    try {
      var tables = new HashSet<String>();
      holders.forEach((table, by) -> {
        if (by.equals(holder)) {
          tables.add(table);
        }
      });
      return tables;
    } finally {
      monitor.unlock();
    }
  }

  List<Listed> listed() {
    monitor.lock();
    try {
      var all = new ArrayList<Listed>();
      holders.forEach((table, by) -> all.add(new Listed(table, by, true, "", 0)));
      waiting.forEach(
          (by, wait) -> all.add(new Listed(wait.table(), by, false, wait.queryId(), wait.since())));
      return all;
    } finally {
      monitor.unlock();
    }
  }

  private static SnowflakeException deadlock(String table, Holder other, Query query) {
    return new SnowflakeException(
        "000627",
        "57014",
        "Statement '"
            + query.id()
            + "' was aborted: it waited for table "
            + table
            + ", which transaction "
            + other.id()
            + " has locked, and that transaction waits for this one (deadlock).");
  }

  private static SnowflakeException timedOut(
      String table, Holder other, Query query, Duration timeout) {
    return new SnowflakeException(
        "000625",
        "57014",
        "Transaction "
            + other.id()
            + " has locked table '"
            + table
            + "' and this lock has not yet been released.\nYour statement '"
            + query.id()
            + "' was aborted because the lock timeout of "
            + timeout.toSeconds()
            + " second(s) has passed.");
  }
}
