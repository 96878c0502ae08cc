package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.ddl.Ddl;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Compiled;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One session's work in DuckDB, with transactions as Snowflake has them (Snowflake,
/// "Transactions"): an error undoes its statement only, each statement sees what others committed
/// before it began, and writers wait for each other instead of failing.
///
/// DuckDB's transactions end with any error and see one snapshot. So queries that touch nothing the
/// transaction has changed run outside of it; its changes are carried over to a newer snapshot when
/// a statement needs one; and its statements are logged, to be done again when DuckDB has given the
/// transaction up.
///
/// Guarded by its session's lock.
final class Work implements AutoCloseable {
  private static final int ATTEMPTS = 20;

  private final OpenAccount account;
  private final long session;
  private final Clock clock;
  private final Connection reader;
  private Connection writer;
  private Optional<Connection> spare = Optional.empty();
  private Optional<Transaction> transaction = Optional.empty();

  /// The transactions around those of the scopes inside of them, the outermost first.
  private final Deque<Suspended> suspended = new ArrayDeque<>();

  /// How many procedures and blocks run inside each other.
  private int scope;

  Work(OpenAccount account, long session, Clock clock) throws SQLException {
    this.account = account;
    this.session = session;
    this.clock = clock;
    this.writer = account.database().connect();
    this.reader = account.database().connect();
  }

  Optional<Transaction> transaction() {
    return transaction;
  }

  /// The connection for changes of the catalogue. There must be no transaction in this scope.
  ///
  /// @throws SnowflakeException when there is one in a scope around it
  Connection forCatalogue() throws SnowflakeException {
    if (transaction.isPresent()) {
      requireOwn(transaction.get());
      throw new IllegalStateException("a transaction is open");
    }
    return writer;
  }

  /// A connection that reads what is committed.
  Connection reader() {
    return reader;
  }

  /// Begins a transaction, unless one is open in this scope. One that is open in a scope around it
  /// waits until the new one has ended (Snowflake, "Transactions", scoped transactions).
  Transaction begin(Optional<String> name) throws SQLException {
    if (transaction.isPresent() && transaction.get().scope() < scope) {
      suspended.push(new Suspended(transaction.get(), writer, spare));
      transaction = Optional.empty();
      spare = Optional.empty();
      writer = account.database().connect();
    }
    return transaction.isPresent() ? transaction.get() : open(name);
  }

  private Transaction open(Optional<String> name) {
    var opened =
        new Transaction(
            new TableLocks.Holder(account.nextTransaction(), session),
            name.orElseGet(() -> java.util.UUID.randomUUID().toString()),
            clock.instant(),
            scope);
    transaction = Optional.of(opened);
    return opened;
  }

  private record Suspended(
      Transaction transaction, Connection writer, Optional<Connection> spare) {}

  /// Enters the scope of a procedure or block: a transaction that begins in it must end in it.
  void enterScope() {
    scope++;
  }

  /// Leaves the scope that was entered last.
  ///
  /// @return false when a transaction was still open in it, which is rolled back
  boolean leaveScope() {
    var open = transaction.filter(t -> t.scope() == scope);
    open.ifPresent(this::end);
    scope--;
    return open.isEmpty();
  }

  /// How far the open transaction has come.
  ///
  /// @param statements how many of its statements succeeded
  /// @param joined how often its statements were joined into one
  record Mark(Optional<Transaction> transaction, int statements, int joined) {}

  Mark mark() {
    return new Mark(
        transaction,
        transaction.map(t -> t.log().size()).orElse(0),
        transaction.map(Transaction::joined).orElse(0));
  }

  /// Undoes what the transaction of that time has done since: a CALL that fails leaves nothing of
  /// it behind (Snowflake, "Transactions", failed statements within a transaction).
  void undo(Mark mark) throws SnowflakeException, SQLException {
    if (transaction.isEmpty() || !transaction.equals(mark.transaction())) {
      return;
    }
    var open = transaction.get();
    if (open.joined() != mark.joined()) {
      end(open);
      throw Errors.notSupported(
          "a CALL that fails in a transaction whose tables others have changed meanwhile; it is"
              + " rolled back");
    }
    if (open.log().size() > mark.statements()) {
      open.log().subList(mark.statements(), open.log().size()).clear();
      open.afterCommit().removeIf(after -> after.statement() > mark.statements());
      replay(open);
    }
  }

  private void requireOwn(Transaction open) throws SnowflakeException {
    if (open.scope() < scope) {
      throw new SnowflakeException(
          "090231",
          "25000",
          "Modifying a transaction that has started at a different scope is not allowed.");
    }
  }

  /// Runs a query.
  ///
  /// @param limit how many rows at most; 0 for all
  List<List<@Nullable String>> select(
      Compiled compiled, Set<String> reads, Query query, Cells cells, long limit)
      throws SnowflakeException, SQLException {
    var columns = compiled.columns();
    return query(
        Cells.readable(compiled.sql(), columns),
        reads,
        query,
        rows -> cells.read(rows, columns, limit));
  }

  /// Runs a query and sees what the transaction has changed.
  ///
  /// @param reads the tables that it reads
  <T> T query(String sql, Set<String> reads, Query query, Duck.Reader<T> reading)
      throws SnowflakeException, SQLException {
    return with(reads, connection -> Duck.query(connection, sql, query.cancellation(), reading));
  }

  /// Runs a statement that changes no table, and sees what the transaction has changed.
  void run(String sql, Set<String> reads, Query query) throws SnowflakeException, SQLException {
    var _ = with(reads, connection -> Duck.run(connection, sql, query.cancellation()));
  }

  /// What reads.
  private interface Looking<T> {
    T look(Connection connection) throws SnowflakeException, SQLException;
  }

  private <T> T with(Set<String> reads, Looking<T> looking)
      throws SnowflakeException, SQLException {
    if (transaction.isEmpty() || Collections.disjoint(transaction.get().written(), reads)) {
      return looking.look(reader);
    }
    var open = transaction.get();
    refresh(open, reads);
    try {
      return looking.look(writer);
    } catch (SQLException | SnowflakeException e) {
      replay(open);
      throw e;
    }
  }

  /// Compiles a statement against the catalogue as it is now.
  @FunctionalInterface
  interface Compiling {
    Prepared compile() throws SnowflakeException, SQLException;
  }

  /// Runs a DML statement: in the open transaction, or in one of its own.
  ///
  /// @param autocommit false when a transaction begins with the statement, unless one is open
  /// @return the cells of its answer
  long[] dml(Compiling compiling, Query query, Duration lockTimeout, boolean autocommit)
      throws SnowflakeException, SQLException {
    return dml(Optional.empty(), compiling, query, lockTimeout, autocommit);
  }

  /// Runs a DML statement of which only one may be compiled at a time.
  ///
  /// @param first what it locks before it is compiled
  long[] dml(
      Optional<Ddl.Locked> first,
      Compiling compiling,
      Query query,
      Duration lockTimeout,
      boolean autocommit)
      throws SnowflakeException, SQLException {
    if (!autocommit && transaction.isEmpty()) {
      open(Optional.empty());
    }
    if (transaction.isEmpty()) {
      return alone(first, compiling, query, lockTimeout);
    }
    var open = transaction.get();
    lock(first, open.holder(), query, lockTimeout);
    return within(open, compiling.compile(), query, lockTimeout);
  }

  private void lock(
      Optional<Ddl.Locked> table, TableLocks.Holder holder, Query query, Duration timeout)
      throws SnowflakeException {
    if (table.isPresent()) {
      account.locks().acquire(table.get().physical(), table.get().shown(), holder, query, timeout);
    }
  }

  private long[] alone(
      Optional<Ddl.Locked> first, Compiling compiling, Query query, Duration lockTimeout)
      throws SnowflakeException, SQLException {
    var holder = new TableLocks.Holder(account.nextTransaction(), session);
    try {
      lock(first, holder, query, lockTimeout);
      for (var attempt = 1; ; attempt++) {
        var prepared = compiling.compile();
        lock(prepared, holder, query, lockTimeout);
        try {
          return once(prepared, query);
        } catch (SQLException e) {
          if (attempt == ATTEMPTS || !DuckErrors.overtaken(e)) {
            throw e;
          }
        }
      }
    } finally {
      account.locks().release(holder);
    }
  }

  private long[] once(Prepared prepared, Query query) throws SnowflakeException, SQLException {
    if (prepared.isOneChange()) {
      // DuckDB commits a statement by itself.
      var cells = steps(prepared, query);
      account.versions().committed(prepared.writes());
      return cells;
    }
    Duck.run(writer, "BEGIN TRANSACTION", query.cancellation());
    var committed = false;
    try {
      var cells = steps(prepared, query);
      execute("COMMIT");
      committed = true;
      account.versions().committed(prepared.writes());
      return cells;
    } finally {
      if (!committed) {
        rollbackQuietly();
      }
    }
  }

  private long[] within(Transaction open, Prepared prepared, Query query, Duration lockTimeout)
      throws SnowflakeException, SQLException {
    lock(prepared, open.holder(), query, lockTimeout);
    if (!open.active()) {
      open.snapshot(account.versions().now());
      execute("BEGIN TRANSACTION");
    } else {
      refresh(open, prepared.reads());
    }
    try {
      for (var table : prepared.locks()) {
        open.carried().changing(writer, table);
      }
      var inserted = new Inserted(writer);
      var from = prepared.drawsNewRows() ? inserted.end(prepared.target().orElseThrow()) : 0;
      var cells = steps(prepared, query);
      open.log().add(entry(open, prepared, inserted, from));
      open.written().addAll(prepared.writes());
      return cells;
    } catch (SQLException | SnowflakeException e) {
      replay(open);
      throw e;
    }
  }

  private static Transaction.Entry entry(
      Transaction open, Prepared prepared, Inserted inserted, long from) throws SQLException {
    if (!prepared.drawsNewRows()) {
      return new Transaction.Entry(
          prepared.steps(), prepared.reads(), open.snapshot(), prepared.repeatable());
    }
    return new Transaction.Entry(
        prepared.around(inserted.since(prepared.target().orElseThrow(), from)),
        prepared.locks(),
        open.snapshot(),
        true);
  }

  /// A change of the catalogue.
  @FunctionalInterface
  interface Change<T> {
    /// @param connection without a transaction
    T apply(Connection connection) throws SnowflakeException, SQLException;
  }

  /// Changes the catalogue, when nobody else changes rows of the given tables.
  <T> T ddl(List<Ddl.Locked> tables, Query query, Duration lockTimeout, Change<T> change)
      throws SnowflakeException, SQLException {
    var holder = new TableLocks.Holder(account.nextTransaction(), session);
    try {
      for (var table : tables) {
        account.locks().acquire(table.physical(), table.shown(), holder, query, lockTimeout);
      }
      for (var attempt = 1; ; attempt++) {
        query.cancellation().check();
        try {
          var result = change.apply(forCatalogue());
          account.versions().committed(tables.stream().map(Ddl.Locked::physical).toList());
          return result;
        } catch (SQLException e) {
          if (attempt == ATTEMPTS || !DuckErrors.overtaken(e)) {
            throw e;
          }
        }
      }
    } finally {
      account.locks().release(holder);
    }
  }

  private void lock(Prepared prepared, TableLocks.Holder holder, Query query, Duration timeout)
      throws SnowflakeException {
    for (var table : prepared.locks()) {
      account.locks().acquire(table, prepared.shown(), holder, query, timeout);
    }
  }

  private long[] steps(Prepared prepared, Query query) throws SnowflakeException, SQLException {
    var cells = new long[prepared.dml().columns().size()];
    Steps.run(writer, prepared.steps(), cells, query.cancellation());
    return cells;
  }

  /// Takes a transaction to a newer snapshot when others have committed to one of the tables since
  /// it was taken.
  private void refresh(Transaction open, Set<String> reads)
      throws SnowflakeException, SQLException {
    if (!account.versions().changedSince(reads, open.snapshot())) {
      return;
    }
    var done = false;
    try {
      var next = spare();
      open.snapshot(account.versions().now());
      execute(next, "BEGIN TRANSACTION");
      for (var table : open.written()) {
        execute(next, "SELECT 1 FROM " + table + " LIMIT 1");
      }
      var steps = open.carried().carry(writer, next, open.written());
      rollbackQuietly();
      spare = Optional.of(writer);
      writer = next;
      Steps.again(writer, steps);
      open.join(new Transaction.Entry(steps, Set.of(), open.snapshot(), true));
      done = true;
    } finally {
      if (!done) {
        end(open);
      }
    }
  }

  private Connection spare() throws SQLException {
    if (spare.isEmpty()) {
      spare = Optional.of(account.database().connect());
    }
    return spare.get();
  }

  /// Does a transaction again that DuckDB has given up, on what is committed by now. What its
  /// statements did must not change: a statement that would now do something else ends the
  /// transaction.
  private void replay(Transaction open) throws SnowflakeException, SQLException {
    rollbackQuietly();
    if (!open.active()) {
      return;
    }
    var done = false;
    try {
      open.snapshot(account.versions().now());
      execute("BEGIN TRANSACTION");
      for (var entry : open.log()) {
        if (!entry.repeatable()
            || account.versions().changedSince(entry.reads(), entry.snapshot())) {
          throw Errors.notSupported(
              "a transaction that has to be done again, whose UPDATE, DELETE or MERGE drew random"
                  + " values, or read what another transaction has changed since; it is rolled"
                  + " back");
        }
        Steps.again(writer, entry.steps());
      }
      done = true;
    } finally {
      if (!done) {
        end(open);
      }
    }
  }

  /// Makes the transaction's changes last, when one is open.
  void commit() throws SnowflakeException, SQLException {
    if (transaction.isEmpty()) {
      return;
    }
    var open = transaction.get();
    requireOwn(open);
    try {
      if (open.active()) {
        for (var attempt = 1; ; attempt++) {
          try {
            execute("COMMIT");
            break;
          } catch (SQLException e) {
            if (attempt == ATTEMPTS || !DuckErrors.overtaken(e)) {
              throw e;
            }
            replay(open);
          }
        }
        account.versions().committed(open.written());
      }
      open.afterCommit().forEach(after -> after.action().run());
    } finally {
      end(open);
    }
  }

  /// Undoes the transaction's changes, when one is open in this scope.
  ///
  /// @throws SnowflakeException when it began in another
  void rollback() throws SnowflakeException {
    if (transaction.isPresent()) {
      requireOwn(transaction.get());
      end(transaction.get());
    }
  }

  /// Undoes what is open, in whatever scope.
  void end() {
    while (transaction.isPresent()) {
      end(transaction.get());
    }
  }

  private void end(Transaction open) {
    rollbackQuietly();
    transaction = Optional.empty();
    open.carried().close();
    account.locks().release(open.holder());
    if (!suspended.isEmpty()) {
      resume(suspended.pop());
    }
  }

  private void resume(Suspended outer) {
    closeQuietly(writer);
    spare.ifPresent(Work::closeQuietly);
    transaction = Optional.of(outer.transaction());
    writer = outer.writer();
    spare = outer.spare();
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing is open in it.
    }
  }

  private void execute(String sql) throws SQLException {
    execute(writer, sql);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void rollbackQuietly() {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      // There is no transaction: nothing to undo.
    }
  }

  @Override
  public void close() throws SQLException {
    end();
    var failures = new ArrayList<SQLException>();
    var all = new ArrayList<>(List.of(writer, reader));
    spare.ifPresent(all::add);
    for (var connection : all) {
      try {
        connection.close();
      } catch (SQLException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
  }
}
