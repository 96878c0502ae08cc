package dev.landfall.engine.store;

import dev.landfall.engine.event.EventLogException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Runs work on a database's connections, again on a new connection when one breaks. Threads may
/// share it.
///
/// Work runs on threads of its own, because an interrupt would close H2's file, and the socket of a
/// virtual thread: cancelling a rollout must not keep it from being recorded.
final class Sessions implements AutoCloseable {
  /// Work that may be run again after a failure nobody saw the end of.
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private static final int READERS = 4;
  private static final int ATTEMPTS = 16;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Database database;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final ExecutorService readers = threads("landfall-log-reader", READERS);
  private final ExecutorService writer = threads("landfall-log-writer", 1);

  Sessions(Database database) {
    this.database = database;
  }

  /// The single thread that appends.
  Executor writer() {
    return writer;
  }

  /// Connects for the first time: fails sooner than when a connection that worked is lost.
  void open(int attempts) {
    await(readers, () -> run(connection -> true, attempts));
  }

  /// Runs work on a thread of its own and waits for it, also when interrupted.
  <T> T call(Work<T> work) {
    return await(readers, () -> run(work, ATTEMPTS));
  }

  /// Runs work on the calling thread, which must be one of this object's.
  <T> T run(Work<T> work) {
    return run(work, ATTEMPTS);
  }

  /// Waits for a result that another thread works out.
  static <T> T await(CompletableFuture<T> result) {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static <T> T await(Executor threads, Supplier<T> work) {
    try {
      return await(CompletableFuture.supplyAsync(work, threads));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the event log was closed", e);
    }
  }

  private <T> T run(Work<T> work, int attempts) {
    var failures = new ArrayList<SQLException>();
    while (true) {
      try {
        return once(work);
      } catch (SQLException e) {
        failures.add(e);
        if (!database.isPassing(e) || failures.size() == attempts) {
          throw failure(failures);
        }
        pause(failures.size());
      }
    }
  }

  private <T> T once(Work<T> work) throws SQLException {
    var taken = idle.pollFirst();
    var connection = taken == null ? database.connect() : taken;
    var sound = false;
    try {
      var result = work.on(connection);
      sound = true;
      return result;
    } catch (SQLException e) {
      // What broke this one has most likely broken the others.
      discard(connection, e);
      for (var other = idle.pollFirst(); other != null; other = idle.pollFirst()) {
        discard(other, e);
      }
      throw e;
    } finally {
      if (sound) {
        idle.addFirst(connection);
      }
    }
  }

  private static void discard(Connection connection, SQLException because) {
    try {
      connection.close();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  private static void pause(int failures) {
    var millis = Math.min(LONGEST_PAUSE.toMillis(), 5L << Math.min(failures, 10));
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts the log's own threads", e);
    }
  }

  private EventLogException failure(List<SQLException> failures) {
    var last = failures.removeLast();
    failures.forEach(last::addSuppressed);
    if (database.isPassing(last)) {
      return new EventLogException(
          EventLogException.Code.UNREACHABLE,
          "The event log in " + database.name() + " cannot be reached: " + last.getMessage() + ".",
          "Check that it runs and can be reached from here, then run the same command again: it"
              + " finds out what was kept.",
          last);
    }
    return new EventLogException(
        EventLogException.Code.REFUSED,
        "The event log in " + database.name() + " refused a statement: " + last.getMessage() + ".",
        "Check the database's permissions, free space and version, then run the same command"
            + " again.",
        last);
  }

  private static ExecutorService threads(String name, int count) {
    return Executors.newFixedThreadPool(
        count, Thread.ofPlatform().daemon().name(name + "-", 1).factory());
  }

  /// Finishes what is under way, which the database's time-outs bound, and closes.
  @Override
  public void close() {
    if (!writer.isShutdown()) {
      var closed = CompletableFuture.runAsync(this::closeAll, writer);
      writer.shutdown();
      await(closed);
    }
  }

  private void closeAll() {
    readers.shutdown();
    try {
      readers.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts the log's own threads", e);
    }
    for (var connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
      // A connection that cannot be closed was lost before, and with it what it had open.
      discard(connection, new SQLException("closed"));
    }
    database.close();
  }
}
