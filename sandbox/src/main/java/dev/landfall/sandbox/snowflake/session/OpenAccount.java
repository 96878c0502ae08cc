package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Account;
import dev.landfall.sandbox.snowflake.load.FileArea;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// An account that is in use: its database, catalogue, locks and sessions. Threads share it.
final class OpenAccount implements AutoCloseable {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Database database;
  private final Account catalog;
  private final FileArea files;
  private final Clock clock;
  private final TableLocks locks = new TableLocks();
  private final Versions versions = new Versions();
  private final History history = new History();
  private final Map<Long, Session> sessions = new ConcurrentHashMap<>();
  private final AtomicLong transactions;

  private final TaskRuns taskRuns = new TaskRuns();
  private final TaskSessions taskSessions;
  private final PipeLoads pipes;

  /// The graphs of tasks that run, each behind the last of the same root.
  private final Map<Long, CompletableFuture<Void>> graphs = new ConcurrentHashMap<>();

  OpenAccount(
      Database database,
      Account catalog,
      FileArea files,
      Clock clock,
      TaskSessions taskSessions,
      SystemSessions systemSessions) {
    this.taskSessions = taskSessions;
    this.pipes = new PipeLoads(this, systemSessions);
    this.database = database;
    this.catalog = catalog;
    this.files = files;
    this.clock = clock;
    this.transactions = new AtomicLong(clock.millis() * NANOS_PER_MILLI);
  }

  String name() {
    return catalog.name();
  }

  Database database() {
    return database;
  }

  Account catalog() {
    return catalog;
  }

  PipeLoads pipes() {
    return pipes;
  }

  FileArea files() {
    return files;
  }

  Clock clock() {
    return clock;
  }

  TableLocks locks() {
    return locks;
  }

  Versions versions() {
    return versions;
  }

  History history() {
    return history;
  }

  TaskRuns taskRuns() {
    return taskRuns;
  }

  TaskSessions taskSessions() {
    return taskSessions;
  }

  /// Runs a graph of tasks, when those of the same root that were sent before have ended.
  void runTask(GraphRun graph) {
    graphs.compute(
        graph.root(),
        (root, last) ->
            last == null
                ? CompletableFuture.runAsync(graph, taskSessions.workers())
                : last.thenRunAsync(graph, taskSessions.workers()));
  }

  /// A transaction's number: as Snowflake's, it begins with the time.
  long nextTransaction() {
    return transactions.updateAndGet(last -> Math.max(last + 1, clock.millis() * NANOS_PER_MILLI));
  }

  void add(Session session) {
    sessions.put(session.id(), session);
  }

  void remove(Session session) {
    sessions.remove(session.id());
  }

  Optional<Session> session(long id) {
    return Optional.ofNullable(sessions.get(id));
  }

  Iterable<Session> sessions() {
    return sessions.values();
  }

  @Override
  public void close() throws IOException {
    sessions.values().forEach(Session::close);
    try {
      database.close();
    } finally {
      files.close();
    }
  }
}
