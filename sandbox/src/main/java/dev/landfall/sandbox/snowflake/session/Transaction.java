package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.query.Dml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// An open transaction of a session. Guarded by its session's lock.
final class Transaction {
  private final TableLocks.Holder holder;
  private final String name;
  private final Instant began;
  private final List<Entry> log = new ArrayList<>();
  private final Set<String> written = new HashSet<>();
  private final Carried carried = new Carried();
  private final int scope;
  private final List<After> afterCommit = new ArrayList<>();
  private long snapshot;
  private int joined;

  /// @param scope how many procedures and blocks run around it
  Transaction(TableLocks.Holder holder, String name, Instant began, int scope) {
    this.holder = holder;
    this.scope = scope;
    this.name = name;
    this.began = began;
  }

  /// A statement that succeeded, so that it can be done again.
  ///
  /// @param steps with their values fixed
  /// @param reads the tables whose content decides what the steps do
  /// @param snapshot which commits it saw
  /// @param repeatable whether the steps do the same as long as those tables are the same
  record Entry(List<Dml.Step> steps, Set<String> reads, long snapshot, boolean repeatable) {}

  TableLocks.Holder holder() {
    return holder;
  }

  long id() {
    return holder.id();
  }

  String name() {
    return name;
  }

  Instant began() {
    return began;
  }

  /// How many procedures and blocks ran inside each other where it began.
  int scope() {
    return scope;
  }

  List<Entry> log() {
    return log;
  }

  /// Puts one entry in place of all there are.
  void join(Entry all) {
    log.clear();
    log.add(all);
    joined++;
  }

  /// How often its entries were joined.
  int joined() {
    return joined;
  }

  /// The tables that it has changed.
  Set<String> written() {
    return written;
  }

  /// What a statement leaves to be done when the transaction is committed.
  ///
  /// @param statement how many there were with it
  record After(int statement, Runnable action) {}

  List<After> afterCommit() {
    return afterCommit;
  }

  /// What takes its changes to a newer snapshot.
  Carried carried() {
    return carried;
  }

  /// Which commits DuckDB's transaction sees.
  long snapshot() {
    return snapshot;
  }

  void snapshot(long number) {
    snapshot = number;
  }

  /// Whether DuckDB has a transaction for it. It has one from the first change on: until then each
  /// query is for itself, which is what READ COMMITTED asks for.
  boolean active() {
    return !log.isEmpty() || !written.isEmpty();
  }
}
