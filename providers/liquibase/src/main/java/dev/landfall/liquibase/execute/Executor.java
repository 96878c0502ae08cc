package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset;
import dev.landfall.liquibase.changelog.Changeset.Statement;
import dev.landfall.spi.Context;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Journal;
import dev.landfall.spi.Journal.Begin;
import dev.landfall.spi.Journal.Checkpoint;
import dev.landfall.spi.Journal.Done;
import dev.landfall.spi.Journal.Entry;
import dev.landfall.spi.Journal.InDoubt;
import dev.landfall.spi.Journal.NotDone;
import dev.landfall.spi.Plan;
import dev.landfall.spi.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// Carries a plan out on one database: takes the lock, runs the steps that are left, each
/// journalled before and after, and gives the lock back. Used once, by one thread.
///
/// A step that may run in a transaction is one: begin, check the lock, the changeset's statements,
/// its bookkeeping row, commit. So its row tells whether it took place. A flight carries several
/// steps; that of the last one also tags, frees the lock and reads the catalogue. Statements that
/// cannot be in a transaction commit one by one; see [Piecewise].
final class Executor {
  private static final String DEPLOYMENT = "deployment";
  private static final int ATTEMPTS = 3;

  /// How many steps go in one flight at most, and how long one may take before the next carries
  /// fewer: what is under way cannot be interrupted.
  private static final int MOST = 32;

  private static final Duration QUICK = Duration.ofSeconds(1);

  private final Job job;
  private final Plan plan;
  private final Context context;
  private final Journal journal;
  private final Lease lease;
  private final Messages messages;
  private final List<Entry> pending = new ArrayList<>();
  private final Map<Changeset.Key, Row> executed = new LinkedHashMap<>();
  private String deployment = "";
  private int order;
  private int crowd = 1;
  private List<Step> cleared = List.of();
  private Optional<Map<String, String>> catalogue = Optional.empty();

  Executor(Job job, Plan plan, Context context, Lease lease) {
    this.job = job;
    this.plan = plan;
    this.context = context;
    this.journal = context.journal();
    this.lease = lease;
    this.messages = new Messages(job);
  }

  /// Carries it out.
  ///
  /// @throws SqlFailure when the database fails outside of a step
  Applied run() throws SqlFailure, ProviderException, InterruptedException {
    var begun = journal.checkpoint(DEPLOYMENT);
    var dialect = lease.session().dialect();
    Selection selection;
    if (begun.isEmpty()) {
      deployment = newDeployment();
      selection = Remaining.ofFresh(job, dialect.dbms(), lease.ledger(), plan);
      pending.add(new Checkpoint(DEPLOYMENT, deployment));
    } else {
      deployment = begun.get();
      selection = Remaining.ofResumed(job, lease.ledger(), plan, deployment);
    }
    takeOver(lease.ledger());
    cleared = selection.cleared();
    settle(journal.open(), selection.steps());
    checkChangelog();
    lease.session().markSpent();
    carryOut(selection.steps());
    flush();
    if (catalogue.isEmpty()) {
      finish();
    }
    context.progress("", plan.changes().size(), plan.changes().size());
    return new Applied(lease.session().place(), List.copyOf(executed.values()), catalogue);
  }

  /// In flights that carry more and more steps as long as they are quick, and one when something
  /// went wrong, so that it is told of the step it belongs to.
  private void carryOut(List<Step> steps)
      throws SqlFailure, ProviderException, InterruptedException {
    var total = plan.changes().size();
    var done = total - steps.size();
    var at = 0;
    while (at < steps.size()) {
      refuseWhenInterrupted();
      context.progress(messages.shortName(steps.get(at)), done + at, total);
      var begun = context.clock().instant();
      var parcels =
          new Parcels(context, lease, messages, deployment)
              .of(steps.subList(at, steps.size()), order, crowd);
      var last = at + Math.max(1, parcels.size()) == steps.size();
      if (parcels.size() > 1) {
        at += together(parcels, last);
      } else {
        run(steps.get(at++), last);
      }
      var quick = Duration.between(begun, context.clock().instant()).compareTo(QUICK) < 0;
      crowd = Math.clamp(quick ? crowd * 2L : crowd / 2, 1, MOST);
    }
  }

  private void takeOver(Ledger ledger) {
    order = ledger.nextOrder();
    executed.clear();
    ledger.rows().forEach(row -> executed.put(Row.normal(row.key()), row));
  }

  private String newDeployment() {
    // Liquibase takes the last ten digits of the time in milliseconds.
    var millis = String.valueOf(context.clock().millis());
    return millis.substring(millis.length() - 10);
  }

  private void refuseWhenInterrupted() throws InterruptedException, ProviderException {
    if (Thread.interrupted()) {
      flush();
      throw new InterruptedException();
    }
  }

  private void flush() throws ProviderException, InterruptedException {
    if (!pending.isEmpty()) {
      journal.record(List.copyOf(pending));
      pending.clear();
    }
  }

  /// Ends what was begun and whose answer was lost, or by earlier processes. Since the lock was
  /// taken anew, nothing of it can commit any more, so that a changeset's row tells whether it took
  /// place, and of a statement that commits by itself the server's own record, where it has one.
  private void settle(List<Journal.Effect> open, List<Step> steps)
      throws SqlFailure, ProviderException, InterruptedException {
    var rows = lease.ledger().rows();
    Optional<Journal.Effect> doubtful = Optional.empty();
    for (var effect : open) {
      var key = EffectKey.parse(effect.key());
      if (key.isShownBy(rows)) {
        pending.add(new Done(effect.key(), "found in DATABASECHANGELOG"));
      } else if (key.isPiece()) {
        switch (fate(effect, key, steps)) {
          case HAPPENED -> pending.add(new Done(effect.key(), "found in the history of queries"));
          case DID_NOT_HAPPEN ->
              pending.add(new NotDone(effect.key(), "not found in the history of queries"));
          case UNKNOWN -> {
            pending.add(new InDoubt(effect.key(), "the process or its connection was lost"));
            doubtful = Optional.of(effect);
          }
        }
      } else {
        pending.add(new NotDone(effect.key(), "not found in DATABASECHANGELOG"));
      }
    }
    if (doubtful.isPresent()) {
      flush();
      throw messages.inDoubt(doubtful.get());
    }
  }

  private Fate fate(Journal.Effect effect, EffectKey key, List<Step> steps) throws SqlFailure {
    var statement =
        steps.stream()
            .filter(step ->
                step.mark().equals(key.mark())
                    && step.changeset().checksum().equals(key.checksum()))
            .findFirst()
            .filter(step -> key.piece() <= step.statements().size())
            .map(step -> step.statements().get(key.piece() - 1).sql())
            .orElse("");
    return Trail.fate(lease.session(), effect.clue(), key.flightMark(), statement);
  }

  private void checkChangelog() throws SqlFailure, ProviderException {
    if (job.desired().goal() instanceof Goal.Latest) {
      var conditions = new Conditions(lease.session(), executed.keySet());
      for (var preconditions : job.changelog().preconditions()) {
        switch (conditions.decide(preconditions)) {
          case Verdict.Run run -> {}
          case Verdict.RunWithWarning warning -> {}
          case Verdict.Skip(var why) -> throw messages.refusedByChangelog(why);
          case Verdict.MarkRan(var why) -> throw messages.refusedByChangelog(why);
          case Verdict.Halt(var why) -> throw messages.refusedByChangelog(why);
        }
      }
    }
  }

  private void run(Step step, boolean last)
      throws SqlFailure, ProviderException, InterruptedException {
    var preconditions = step.changeset().preconditions();
    if (step.kind() == Step.Kind.BACK || preconditions.isEmpty()) {
      carryOut(step, step.statements(), "EXECUTED", "", last);
      return;
    }
    var conditions = new Conditions(lease.session(), executed.keySet());
    switch (conditions.decide(preconditions.get())) {
      case Verdict.Run run -> carryOut(step, step.statements(), "EXECUTED", "", last);
      case Verdict.RunWithWarning(var why) ->
          carryOut(step, step.statements(), "EXECUTED", why, last);
      case Verdict.MarkRan(var why) -> carryOut(step, List.of(), "MARK_RAN", why, last);
      case Verdict.Skip(var why) -> context.progress(messages.skipped(step, why), 0, 0);
      case Verdict.Halt(var why) -> {
        flush();
        throw messages.halted(step, why);
      }
    }
  }

  private void carryOut(
      Step step, List<Statement> statements, String execType, String note, boolean last)
      throws ProviderException, InterruptedException {
    var carriedOut = true;
    if (step.needsCore() && !execType.equals("MARK_RAN")) {
      carriedOut = throughCore(step, note);
    } else if (step.isAtomic(lease.session().dialect()) || statements.isEmpty()) {
      carriedOut = atomically(step, statements, execType, note, last);
    } else {
      flush();
      new Piecewise(job, context, lease, messages, step).run(bookkeeping(step, execType));
    }
    if (carriedOut) {
      tookPlace(step, execType);
    }
  }

  private void tookPlace(Step step, String execType) {
    order++;
    var key = Row.normal(step.changeset().key());
    if (step.kind() == Step.Kind.BACK) {
      executed.remove(key);
    } else {
      executed.put(key, row(step.changeset(), execType));
    }
  }

  /// Sends several steps in one flight; each still commits by itself.
  ///
  /// @return how many of them have taken place, from the first
  private int together(List<Parcel> parcels, boolean last)
      throws ProviderException, InterruptedException {
    var changes = new ArrayList<String>();
    var marks = new StringJoiner(" ");
    for (var parcel : parcels) {
      changes.addAll(parcel.changes());
      parcel.effects().keySet().forEach(effect -> pending.add(new Begin(effect)));
      parcel.statements().keySet().forEach(key -> marks.add(EffectKey.parse(key).flightMark()));
    }
    if (last) {
      changes.addAll(tail());
    }
    flush();
    var flight = new Flight(changes, last ? List.of(catalogue()) : List.of());
    try {
      var answer = lease.session().send(flight.marked(marks.toString()));
      parcels.forEach(this::arrived);
      if (last) {
        keep(answer);
      }
      return parcels.size();
    } catch (SqlFailure failure) {
      crowd = 0; // the next one goes alone
      return failure.part() < 0 ? lost(parcels, failure) : stopped(parcels, failure.part());
    }
  }

  private void arrived(Parcel parcel) {
    parcel.effects().keySet().forEach(effect -> pending.add(new Done(effect.key(), "")));
    tookPlace(parcel.step(), "EXECUTED");
  }

  /// What a flight has done in which a change failed: everything before it. What it failed with is
  /// told when its step is sent alone.
  private int stopped(List<Parcel> parcels, int part) {
    var arrived = 0;
    var first = 0;
    for (var parcel : parcels) {
      if (part >= first + parcel.changes().size()) {
        arrived(parcel);
        arrived++;
      } else {
        for (var effect : parcel.effects().entrySet()) {
          pending.add(
              part > first + effect.getValue()
                  ? new Done(effect.getKey().key(), "")
                  : new NotDone(effect.getKey().key(), "what was sent with it failed before it"));
        }
      }
      first += parcel.changes().size();
    }
    return arrived;
  }

  /// What a flight has done whose answer was lost.
  private int lost(List<Parcel> parcels, SqlFailure failure)
      throws ProviderException, InterruptedException {
    var effects = parcels.stream().flatMap(parcel -> parcel.effects().keySet().stream()).toList();
    try {
      lease.regain();
      lease.session().markSpent();
      takeOver(lease.ledger());
      settle(effects, parcels.stream().map(Parcel::step).toList());
    } catch (SqlFailure again) {
      pending.clear();
      effects.forEach(effect -> pending.add(new InDoubt(effect.key(), "the connection was lost")));
      flush();
      failure.addSuppressed(again);
      throw messages.unknown(effects.getFirst(), failure);
    }
    return (int)
        parcels.stream()
            .takeWhile(parcel -> parcel.step().in(lease.ledger()).isDone(deployment))
            .count();
  }

  private Row row(Changeset changeset, String execType) {
    var now = context.clock().instant().toString();
    return new Row(changeset.key(), order, now, changeset.checksum(), execType, "", deployment);
  }

  private String bookkeeping(Step step, String execType) {
    return lease.bookkeeping().record(step, order, execType, deployment);
  }

  /// @return false when it failed and may fail
  private boolean atomically(
      Step step, List<Statement> statements, String execType, String note, boolean last)
      throws ProviderException, InterruptedException {
    var effect =
        messages.effect(step, EffectKey.whole(step.mark(), deployment), lease.session().place());
    for (var attempt = 1; ; attempt++) {
      var changes = lease.transaction(step, statements, bookkeeping(step, execType));
      var commit = changes.size() - 1;
      if (last) {
        changes.addAll(tail());
      }
      pending.add(new Begin(effect));
      flush();
      try {
        var answer =
            lease.session().send(new Flight(changes, last ? List.of(catalogue()) : List.of()));
        pending.add(new Done(effect.key(), note));
        if (last) {
          keep(answer);
        }
        return true;
      } catch (SqlFailure failure) {
        if (failure.part() > commit) {
          pending.add(new Done(effect.key(), note));
          return true; // the tail is sent again by itself
        }
        if (!failure.lost()) {
          refused(step, statements, effect, failure);
          return false;
        }
        if (regain(step, effect, failure)) {
          pending.add(new Done(effect.key(), "found after the connection was lost"));
          order--; // what was read counts it already
          return true;
        }
        pending.add(new NotDone(effect.key(), "the connection was lost before it took effect"));
        if (attempt == ATTEMPTS) {
          flush();
          throw messages.lost(step, failure);
        }
      }
    }
  }

  /// What cannot be reduced to SQL: liquibase-core runs it, between the same two ends.
  private boolean throughCore(Step step, String note)
      throws ProviderException, InterruptedException {
    var effect =
        messages.effect(step, EffectKey.whole(step.mark(), deployment), lease.session().place());
    pending.add(new Begin(effect));
    flush();
    var session = lease.session();
    try {
      session.send(Flight.changing("BEGIN", lease.guard()));
      var end = new ArrayList<String>();
      behind(step).ifPresent(end::add);
      end.add(bookkeeping(step, "EXECUTED"));
      end.add("COMMIT");
      session.runThroughCore(job.request(), step, end);
      pending.add(new Done(effect.key(), note));
      return true;
    } catch (SqlFailure failure) {
      if (!failure.lost()) {
        refused(step, List.of(), effect, failure);
        return false;
      }
      if (regain(step, effect, failure)) {
        pending.add(new Done(effect.key(), "found after the connection was lost"));
        order--; // what was read counts it already
        return true;
      }
      journal.record(
          List.of(new NotDone(effect.key(), "the connection was lost before it took effect")));
      throw messages.lost(step, failure);
    }
  }

  private Optional<String> behind(Step step) {
    return lease.session().dialect().behind(step, lease.session().place().schema());
  }

  private void refused(
      Step step, List<Statement> statements, Journal.Effect effect, SqlFailure failure)
      throws ProviderException, InterruptedException {
    if (failure.state().equals(Dialect.LOCK_GONE)) {
      pending.add(new NotDone(effect.key(), "the lock was taken away"));
      lease.released();
      flush();
      throw messages.lockGone();
    }
    var thrown = messages.failed(step, statements, failure.part() - 2, failure, List.of());
    pending.add(new NotDone(effect.key(), thrown.getMessage()));
    if (step.kind() == Step.Kind.BACK || step.changeset().failOnError()) {
      flush();
      throw thrown;
    }
    context.progress(messages.skipped(step, "it failed, and says failOnError: false"), 0, 0);
  }

  /// Logs in again after the connection was lost.
  ///
  /// @return whether the step had taken place
  private boolean regain(Step step, Journal.Effect effect, SqlFailure failure)
      throws ProviderException, InterruptedException {
    try {
      lease.regain();
      lease.session().markSpent();
      takeOver(lease.ledger());
      return step.in(lease.ledger()).isDone(deployment);
    } catch (SqlFailure again) {
      journal.record(List.of(new InDoubt(effect.key(), "the connection was lost")));
      failure.addSuppressed(again);
      throw messages.unknown(effect, failure);
    }
  }

  /// The statements behind the last step: checksums that had been cleared, the release's tag, the
  /// lock.
  private List<String> tail() {
    var parts = new ArrayList<String>();
    var bookkeeping = lease.bookkeeping();
    for (var step : cleared) {
      step.row().ifPresent(row -> parts.add(bookkeeping.fillChecksum(step.changeset(), row)));
    }
    if (job.desired().goal() instanceof Goal.Latest) {
      parts.add(bookkeeping.tagLast(job.desired().release()));
    }
    parts.add(lease.releaseStatement());
    return parts;
  }

  private Flight.Query catalogue() {
    return lease.session().dialect().catalogue(lease.session().tables());
  }

  /// The tail by itself, when no step's flight carried it.
  private void finish() throws SqlFailure, ProviderException, InterruptedException {
    try {
      lease.session().send(new Flight(tail(), List.of()));
    } catch (SqlFailure failure) {
      if (!failure.lost()) {
        throw failure;
      }
      lease.regain();
      lease.session().send(new Flight(tail(), List.of()));
    }
    lease.released();
    try {
      keep(lease.session().send(Flight.asking(catalogue())));
    } catch (SqlFailure failure) {
      context.progress("the catalogue could not be read: " + failure.getMessage(), 0, 0);
    }
  }

  private void keep(Answer answer) {
    lease.released();
    catalogue = Optional.of(Catalogue.of(answer, job.settings()));
  }
}
