package dev.landfall.liquibase.execute;

import dev.landfall.spi.Context;
import dev.landfall.spi.Journal;
import dev.landfall.spi.Journal.Begin;
import dev.landfall.spi.Journal.Done;
import dev.landfall.spi.Journal.InDoubt;
import dev.landfall.spi.Journal.NotDone;
import dev.landfall.spi.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Runs a step whose statements each commit by themselves: one by one, every one journalled, and
/// its bookkeeping row right behind the last.
///
/// Whether a statement took effect cannot be read anywhere, so that one whose answer was lost stays
/// in doubt until somebody says, unless the bookkeeping row in the same flight shows it.
record Piecewise(Job job, Context context, Lease lease, Messages messages, Step step) {
  /// @param bookkeeping the statement that records the step
  void run(String bookkeeping) throws ProviderException, InterruptedException {
    var journal = context.journal();
    var statements = step.statements();
    var recorded = false;
    for (var i = 0; i < statements.size(); i++) {
      var effect = messages.piece(step, i + 1, statements.get(i), lease.session().place());
      if (journal.done().contains(effect.key())) {
        continue;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      var sql = statements.get(i).sql();
      var together = lease.session().dialect().mayBeSentWithOthers(sql);
      if (!together) {
        checkLock();
      }
      journal.record(List.of(new Begin(effect)));
      try {
        if (!together) {
          lease.session().send(Flight.changing(sql));
        } else if (i + 1 < statements.size()) {
          lease.session().send(Flight.changing(lease.check(), sql));
        } else {
          lease.session().send(Flight.changing(lease.check(), sql, bookkeeping));
          recorded = true;
        }
      } catch (SqlFailure failure) {
        if (failure.lost()) {
          if (!recorded(together && i + 1 == statements.size(), effect)) {
            journal.record(List.of(new InDoubt(effect.key(), "the connection was lost")));
            throw messages.inDoubt(effect);
          }
          journal.record(List.of(new Done(effect.key(), "found after the connection was lost")));
          return;
        }
        var part = together && failure.part() >= 0 ? failure.part() - 1 : 0;
        if (part > 0) {
          journal.record(List.of(new Done(effect.key(), "")));
          throw unrecorded(failure);
        }
        var thrown = refused(i, part < 0, failure);
        journal.record(List.of(new NotDone(effect.key(), thrown.getMessage())));
        throw thrown;
      }
      journal.record(List.of(new Done(effect.key(), "")));
    }
    if (!recorded) {
      record(bookkeeping);
    }
  }

  /// Logs in again, which ends what the lost session had under way, and looks for the row.
  private boolean recorded(boolean carriedRow, Journal.Effect effect)
      throws ProviderException, InterruptedException {
    if (!carriedRow) {
      return false;
    }
    try {
      lease.regain();
      lease.session().markSpent();
      return EffectKey.parse(effect.key()).isShownBy(lease.ledger().rows());
    } catch (SqlFailure again) {
      return false; // the journal says that it is in doubt
    }
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
    var applied = IntStream.rangeClosed(1, step.statements().size()).boxed().toList();
    return messages.failed(step, step.statements(), -1, failure, applied);
  }

  private void checkLock() throws ProviderException {
    try {
      lease.session().send(Flight.changing("BEGIN", lease.guard(), "COMMIT"));
    } catch (SqlFailure failure) {
      if (failure.state().equals(Dialect.LOCK_GONE)) {
        lease.released();
        throw messages.lockGone();
      }
      throw messages.failed(step, List.of(), -1, failure, List.of());
    }
  }

  private void record(String bookkeeping) throws ProviderException {
    try {
      var session = lease.session();
      var parts = new ArrayList<String>();
      parts.add("BEGIN");
      parts.add(lease.guard());
      session.dialect().behind(step, session.place().schema()).ifPresent(parts::add);
      parts.add(bookkeeping);
      parts.add("COMMIT");
      session.send(new Flight(parts, List.of()));
    } catch (SqlFailure failure) {
      throw unrecorded(failure);
    }
  }
}
