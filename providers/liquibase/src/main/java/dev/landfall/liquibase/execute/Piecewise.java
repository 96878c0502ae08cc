package dev.landfall.liquibase.execute;

import dev.landfall.spi.Context;
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
/// Whether a statement took effect cannot be read anywhere, so that one whose answer was lost stays
/// in doubt until somebody says.
record Piecewise(Job job, Context context, Lease lease, Messages messages, Step step) {
  /// @param bookkeeping the statement that records the step
  void run(String bookkeeping) throws ProviderException, InterruptedException {
    var journal = context.journal();
    var statements = step.statements();
    for (var i = 0; i < statements.size(); i++) {
      var effect = messages.piece(step, i + 1, statements.get(i), lease.session().place());
      if (journal.done().contains(effect.key())) {
        continue;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      checkLock();
      journal.record(List.of(new Begin(effect)));
      try {
        lease.session().send(List.of(statements.get(i).sql()));
      } catch (SqlFailure failure) {
        if (failure.lost()) {
          journal.record(List.of(new InDoubt(effect.key(), "the connection was lost")));
          throw messages.inDoubt(effect);
        }
        var applied = IntStream.rangeClosed(1, i).boxed().toList();
        var thrown = messages.failed(step, statements, i, failure, applied);
        journal.record(List.of(new NotDone(effect.key(), thrown.getMessage())));
        throw thrown;
      }
      journal.record(List.of(new Done(effect.key(), "")));
    }
    record(bookkeeping);
  }

  private void checkLock() throws ProviderException {
    try {
      lease.session().send(List.of("BEGIN", lease.guard(), "COMMIT"));
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
      lease.session().send(List.of("BEGIN", lease.guard(), bookkeeping, "COMMIT"));
    } catch (SqlFailure failure) {
      var applied = IntStream.rangeClosed(1, step.statements().size()).boxed().toList();
      throw messages.failed(step, step.statements(), -1, failure, applied);
    }
  }
}
