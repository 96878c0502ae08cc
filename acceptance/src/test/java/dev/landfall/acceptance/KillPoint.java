package dev.landfall.acceptance;

import dev.landfall.sandbox.network.FlightListener;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Kills a process with SIGKILL when a given flight through a proxy has come to a given point, and
/// lets nothing through until it is dead.
final class KillPoint implements FlightListener {
  /// What becomes of the flight at which the process dies.
  enum Moment {
    /// It never reaches the server.
    BEFORE_THE_CALL,
    /// It reaches the server after the process died.
    DURING_THE_CALL,
    /// The server has carried it out, and nobody hears the answer.
    AFTER_THE_CALL
  }

  private final AtomicReference<Optional<Process>> victim = new AtomicReference<>(Optional.empty());
  private volatile int flight;
  private volatile Moment moment = Moment.BEFORE_THE_CALL;

  /// Waits for a flight, counted from the next one on.
  void aim(int at, Moment when) {
    flight = at;
    moment = when;
    victim.set(Optional.empty());
  }

  /// The process that is to die.
  void victim(Process process) {
    victim.set(Optional.of(process));
  }

  @Override
  public Fate beforeRequest(int number, String beginning) {
    if (number != flight || moment == Moment.AFTER_THE_CALL) {
      return Fate.PASS;
    }
    kill();
    return moment == Moment.BEFORE_THE_CALL ? Fate.CUT : Fate.PASS;
  }

  @Override
  public Fate beforeAnswer(int number) {
    if (number == flight && moment == Moment.AFTER_THE_CALL) {
      kill();
    }
    return Fate.PASS;
  }

  private void kill() {
    var process = victim.get();
    if (process.isEmpty()) {
      return;
    }
    process.get().destroyForcibly();
    try {
      if (!process.get().waitFor(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("SIGKILL does not end it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
