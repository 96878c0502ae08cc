package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset.Statement;
import dev.landfall.spi.Context;
import dev.landfall.spi.Journal;
import dev.landfall.spi.Journal.Begin;
import dev.landfall.spi.Journal.Done;
import dev.landfall.spi.Journal.InDoubt;
import dev.landfall.spi.Journal.NotDone;
import dev.landfall.spi.ProviderException;
import java.util.List;
import java.util.stream.IntStream;

/// Runs a step whose statements each commit by themselves: one by one, every one journalled, and
/// its bookkeeping row right behind the last.
///
/// What came of a statement whose answer was lost is told by the row in the same flight, or by the
/// server's own record of the session. Where neither tells, it stays in doubt until somebody says.
record Piecewise(Job job, Context context, Lease lease, Messages messages, Step step) {
  private static final int ATTEMPTS = 3;

  /// @param bookkeeping the statement that records the step
  void run(String bookkeeping) throws ProviderException, InterruptedException {
    var recorded = false;
    for (var i = 0; i < step.statements().size(); i++) {
      var effect = effect(i);
      if (!context.journal().done().contains(effect.key())) {
        recorded = piece(i, bookkeeping);
      }
    }
    if (!recorded) {
      record(bookkeeping);
    }
  }

  /// The same key in every session; the clue is the one that is in use.
  private Journal.Effect effect(int index) {
    var statement = step.statements().get(index);
    var clue = isSentWithOthers(statement) ? lease.clue() : "";
    return messages.piece(step, index + 1, statement, lease.session().place(), clue);
  }

  private boolean isSentWithOthers(Statement statement) {
    return lease.session().dialect().mayBeSentWithOthers(statement.sql());
  }

  /// Runs one statement.
  ///
  /// @return whether the step's row is there now
  private boolean piece(int index, String bookkeeping)
      throws ProviderException, InterruptedException {
    var journal = context.journal();
    for (var attempt = 1; ; attempt++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      var flight = flight(index, bookkeeping);
      if (flight.changes().size() == 1) {
        checkLock();
      }
      var effect = effect(index);
      journal.record(List.of(new Begin(effect)));
      try {
        lease.session().send(flight);
        journal.record(List.of(new Done(effect.key(), "")));
        return flight.changes().size() > 2;
      } catch (SqlFailure failure) {
        if (!failure.lost()) {
          throw refused(index, flight, effect, failure);
        }
        switch (fate(index, effect, flight, failure)) {
          case HAPPENED -> {
            journal.record(List.of(new Done(effect.key(), "found after the connection was lost")));
            return isRecorded(effect);
          }
          case DID_NOT_HAPPEN ->
              journal.record(
                  List.of(
                      new NotDone(effect.key(), "the connection was lost before it took effect")));
          case UNKNOWN -> {
            journal.record(List.of(new InDoubt(effect.key(), "the connection was lost")));
            throw messages.inDoubt(effect);
          }
        }
        if (attempt == ATTEMPTS) {
          throw messages.lost(step, failure);
        }
      }
    }
  }

  /// The statement, with a look at the lock before it and behind the last one the row; or alone,
  /// when it cannot be sent with others.
  private Flight flight(int index, String bookkeeping) {
    var statement = step.statements().get(index);
    if (!isSentWithOthers(statement)) {
      return Flight.changing(statement.sql());
    }
    var flight =
        index + 1 < step.statements().size()
            ? Flight.changing(lease.check(), statement.sql())
            : Flight.changing(lease.check(), statement.sql(), bookkeeping);
    return flight.marked(EffectKey.parse(effect(index).key()).flightMark());
  }

  /// What came of a statement whose answer was lost. Logs in again, which ends what the lost
  /// session had under way.
  private Fate fate(int index, Journal.Effect effect, Flight flight, SqlFailure failure)
      throws ProviderException, InterruptedException {
    try {
      regain();
      return isRecorded(effect)
          ? Fate.HAPPENED
          : Trail.fate(
              lease.session(), effect.clue(), flight.mark(), step.statements().get(index).sql());
    } catch (SqlFailure again) {
      context.journal().record(List.of(new InDoubt(effect.key(), "the connection was lost")));
      failure.addSuppressed(again);
      throw messages.unknown(effect, failure);
    }
  }

  private void regain() throws SqlFailure, ProviderException, InterruptedException {
    lease.regain();
    lease.session().markSpent();
  }

  private boolean isRecorded(Journal.Effect effect) {
    return EffectKey.parse(effect.key()).isShownBy(lease.ledger().rows());
  }

  private ProviderException refused(
      int index, Flight flight, Journal.Effect effect, SqlFailure failure)
      throws ProviderException, InterruptedException {
    var checked = flight.changes().size() > 1;
    var part = checked && failure.part() >= 0 ? failure.part() - 1 : 0;
    if (part > 0) {
      context.journal().record(List.of(new Done(effect.key(), "")));
      return unrecorded(failure);
    }
    var thrown = refused(index, part < 0, failure);
    context.journal().record(List.of(new NotDone(effect.key(), thrown.getMessage())));
    return thrown;
  }

  private ProviderException refused(int index, boolean atGuard, SqlFailure failure) {
    if (atGuard && failure.state().equals(Dialect.LOCK_GONE)) {
      lease.released();
      return messages.lockGone();
    }
    var applied = IntStream.rangeClosed(1, index).boxed().toList();
    return messages.failed(step, step.statements(), atGuard ? -1 : index, failure, applied);
  }

  private ProviderException unrecorded(SqlFailure failure) {
    if (failure.state().equals(Dialect.LOCK_GONE)) {
      lease.released();
      return messages.lockGone();
    }
    var applied = IntStream.rangeClosed(1, step.statements().size()).boxed().toList();
    return messages.failed(step, step.statements(), -1, failure, applied);
  }

  private void checkLock() throws ProviderException, InterruptedException {
    try {
      lease.session().send(Flight.changing("BEGIN", lease.guard(), "COMMIT"));
    } catch (SqlFailure failure) {
      if (!failure.lost()) {
        throw unchecked(failure);
      }
      try {
        regain(); // which takes the lock
      } catch (SqlFailure again) {
        failure.addSuppressed(again);
        throw unchecked(failure);
      }
    }
  }

  private ProviderException unchecked(SqlFailure failure) {
    if (failure.state().equals(Dialect.LOCK_GONE)) {
      lease.released();
      return messages.lockGone();
    }
    return messages.failed(step, List.of(), -1, failure, List.of());
  }

  /// The row by itself, behind statements that all took effect.
  private void record(String bookkeeping) throws ProviderException, InterruptedException {
    for (var attempt = 1; ; attempt++) {
      var row = lease.transaction(step, List.of(), bookkeeping);
      try {
        lease.session().send(new Flight(row, List.of()));
        return;
      } catch (SqlFailure failure) {
        if (!failure.lost() || attempt == ATTEMPTS) {
          throw unrecorded(failure);
        }
        try {
          regain();
        } catch (SqlFailure again) {
          failure.addSuppressed(again);
          throw unrecorded(failure);
        }
        if (isRecorded(effect(step.statements().size() - 1))) {
          return;
        }
      }
    }
  }
}
