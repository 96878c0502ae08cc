package dev.landfall.engine.event;

import dev.landfall.engine.release.Release;
import dev.landfall.spi.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The append-only record of everything that happened, and the claims that say who may write to it.
///
/// When a method returns, what it wrote survives the loss of the process. Numbers come from a
/// counter updated in the transaction that appends, so a reader that has seen number n has seen
/// every event below it. Threads may share a log; so may processes.
public interface EventLog extends AutoCloseable {
  /// A log of nothing, which cannot be written to.
  EventLog EMPTY = new EmptyEventLog();

  /// An event as it was kept.
  ///
  /// @param number 1, 2, 3 …, without gaps
  /// @param at when it was appended
  record Recorded(long number, Instant at, String rollout, Target target, Event event) {}

  /// The right to work on a target until it expires.
  ///
  /// @param fence higher than that of every earlier claim on the target
  record Claim(Target target, String rollout, Holder holder, long fence) {}

  /// The process that holds a claim.
  ///
  /// @param actor who started it
  /// @param host its machine's name
  /// @param pid its process id
  /// @param started when the process started: a process id may be used again
  /// @param identity what tells the process from every other one that ever ran, see
  ///   [ProcessLiveness]; empty when the platform has no such thing: then it is never known to be
  ///   gone
  record Holder(String actor, String host, long pid, Instant started, String identity) {
    /// A process nothing more is known about.
    public Holder(String actor, String host, long pid, Instant started) {
      this(actor, host, pid, started, "");
    }

    /// `actor on host, process 123`.
    @Override
    public String toString() {
      return actor + " on " + host + ", process " + pid;
    }
  }

  /// A claim as others see it.
  record Held(Claim claim, Instant since, Instant expires) {}

  /// Somebody else holds the target.
  final class HeldException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Held held;

    /// Held by whom.
    public HeldException(Held held) {
      super(held.claim().target() + " is held by " + held.claim().holder());
      this.held = held;
    }

    /// By whom, and until when.
    public Held held() {
      return held;
    }
  }

  /// The claim expired and somebody else took it, or it was released: nothing was written.
  final class ClaimLostException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Which claim.
    public ClaimLostException(Claim claim) {
      super("the claim of rollout " + claim.rollout() + " on " + claim.target() + " was lost");
    }
  }

  /// Whether a holder's process is known to be gone, so that its claim may be taken before it
  /// expires.
  interface Liveness {
    /// True only when it is known.
    boolean isGone(Holder holder);
  }

  /// Claims a target for a rollout: a free one, an expired one, or one whose holder is gone.
  ///
  /// @param lasts how long the claim holds when it is not renewed
  /// @throws HeldException when somebody holds it
  Claim claim(Target target, String rollout, Holder holder, Duration lasts, Liveness liveness)
      throws HeldException;

  /// Makes a claim last longer.
  ///
  /// @throws ClaimLostException when it is no longer this one
  void renew(Claim claim, Duration lasts) throws ClaimLostException;

  /// Gives a claim back; does nothing when it is no longer this one.
  void release(Claim claim);

  /// Who holds a target now; nothing when its claim was given back. An expired claim is still
  /// shown.
  Optional<Held> held(Target target);

  /// Appends, all or none, in one transaction that also checks the claim's fence.
  ///
  /// Like every method, it finishes what it began when its thread is interrupted, and leaves the
  /// interruption standing.
  ///
  /// @return the number of the last event; of the whole log's last one when there is nothing to
  ///   append
  /// @throws ClaimLostException when the claim is no longer this one
  /// @throws EventLogException when the log cannot be reached or refuses the events
  long append(Claim claim, List<Event> events) throws ClaimLostException;

  /// A rollout that changed nothing.
  ///
  /// @param events all of them, from the first to the last
  record Unchanged(Target target, String rollout, List<Event> events) {}

  /// Appends rollouts that changed nothing, in one transaction and without claims: each whole, or
  /// not at all when somebody holds its target.
  ///
  /// @return the ids of those that were written
  /// @throws EventLogException when the log cannot be reached or refuses the events
  Set<String> append(List<Unchanged> rollouts);

  /// Events with a number above `after`, in order.
  ///
  /// @param limit at most so many
  List<Recorded> after(long after, int limit);

  /// All events of a rollout, in order.
  List<Recorded> ofRollout(String rollout);

  /// For each target, component and type the latest event, in order. One query, whatever the number
  /// of targets, so that a state is known without reading its history.
  ///
  /// @param types of which types
  List<Recorded> latest(Collection<Target> targets, Set<Class<? extends Event>> types);

  /// The ids of a target's rollouts, latest first.
  List<String> rollouts(Target target, int limit);

  /// Every target that ever had a rollout, sorted.
  List<Target> targets();

  /// Keeps a release under its id, so that it can be repeated.
  void keep(Release release);

  /// A release kept earlier.
  Optional<Release> release(String id);

  @Override
  void close();
}
