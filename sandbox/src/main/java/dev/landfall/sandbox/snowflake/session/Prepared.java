package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Dml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A DML statement that is ready to run, with what must happen in the same transaction.
///
/// @param before DuckDB's statements that are run before it
/// @param after DuckDB's statements that are run after it, such as those that move a stream on
/// @param reads the tables whose content decides what it does
/// @param target the table it changes
/// @param shown how messages call that table
/// @param locks the tables whose rows it changes or deletes
/// @param writes all tables it changes
/// @param repeatable whether the same steps always do the same to the same tables
record Prepared(
    Dml dml,
    List<Dml.Step> before,
    List<Dml.Step> after,
    Set<String> reads,
    Optional<String> target,
    String shown,
    Set<String> locks,
    Set<String> writes,
    boolean repeatable) {
  /// DuckDB's functions that yield something else each time.
  private static final Pattern VOLATILE =
      Pattern.compile("nextval|sf_next|random|uuid|rand\\w*\\s*\\(", Pattern.CASE_INSENSITIVE);

  /// The statements that leave the rows alone that are there.
  private static final Set<StatementKind> ADDING =
      Set.of(StatementKind.INSERT, StatementKind.MULTI_TABLE_INSERT, StatementKind.COPY);

  Prepared {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /// @param asked the tables that the statement reads, as the catalogue was asked for them
  static Prepared of(
      Dml dml,
      List<String> before,
      List<String> after,
      Set<String> asked,
      Optional<String> target,
      String shown) {
    var locks = new TreeSet<String>();
    var writes = new TreeSet<String>();
    var reads = new HashSet<String>();
    var named = new HashSet<String>();
    for (var step : dml.steps()) {
      named.addAll(PhysicalTables.in(step.sql()));
      locks.addAll(PhysicalTables.deleted(step.sql()));
      writes.addAll(PhysicalTables.written(step.sql()));
    }
    for (var sql : after) {
      named.addAll(PhysicalTables.in(sql));
      locks.addAll(PhysicalTables.deleted(sql));
      writes.addAll(PhysicalTables.written(sql));
    }
    target.ifPresent(writes::add);
    if (!ADDING.contains(dml.kind())) {
      target.ifPresent(locks::add);
    }
    reads.addAll(named);
    reads.removeAll(writes);
    reads.addAll(asked);
    reads.addAll(locks);
    var repeatable = dml.steps().stream().noneMatch(step -> VOLATILE.matcher(step.sql()).find());
    return new Prepared(
        dml,
        steps(before),
        steps(after),
        Set.copyOf(reads),
        target,
        shown,
        locks,
        writes,
        repeatable);
  }

  private static List<Dml.Step> steps(List<String> statements) {
    var steps = new ArrayList<Dml.Step>();
    statements.forEach(sql -> steps.add(new Dml.Step.Run(sql)));
    return steps;
  }

  /// All steps, in order.
  List<Dml.Step> steps() {
    return around(dml.steps());
  }

  /// Whether one statement of DuckDB's is all of it.
  boolean isOneChange() {
    return before.isEmpty()
        && after.isEmpty()
        && dml.steps().size() == 1
        && dml.steps().getFirst() instanceof Dml.Step.Change;
  }

  /// Other steps in place of the statement's own.
  List<Dml.Step> around(List<Dml.Step> own) {
    var all = new ArrayList<>(before);
    all.addAll(own);
    all.addAll(after);
    return all;
  }

  /// Whether it does nothing but insert, and what it inserts may be something else next time.
  boolean drawsNewRows() {
    return (dml.kind() == StatementKind.INSERT || dml.kind() == StatementKind.COPY)
        && target.isPresent()
        && !locks.contains(target.get())
        && (!repeatable || !reads.isEmpty());
  }
}
