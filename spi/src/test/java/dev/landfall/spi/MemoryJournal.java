package dev.landfall.spi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A journal in memory that keeps its records as the engine does, and can lose its process or its
/// claim at any record. Threads may share it.
///
/// A record is durable once [#record] has returned, and also when the process died right after it
/// was kept. [#afterCrash] is what a new process finds: the checkpoints, and as [#open] every
/// effect that was begun and neither done nor known not to be done; one in doubt stays open. An
/// effect that is begun again moves to the end of the open ones.
public final class MemoryJournal implements Journal {
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Effect> open = new LinkedHashMap<>();
  private final Set<String> done = new LinkedHashSet<>();
  private final Map<String, String> checkpoints = new LinkedHashMap<>();
  private Trap trap = new Trap(Integer.MAX_VALUE, End.CLAIM_LOST, () -> {});
  private boolean ended;
  private int records;

  /// How the life of a journal ends.
  public enum End {
    /// The process is lost before the record is kept.
    KILLED_BEFORE,
    /// The process is lost after the record was kept, before the provider can go on.
    KILLED_AFTER,
    /// Another process took over the target: the record is refused.
    CLAIM_LOST
  }

  /// Thrown in the place of the process's loss; nobody catches it.
  public static final class ProcessLost extends Error {
    private static final long serialVersionUID = 1L;

    ProcessLost(int record) {
      super("the process was lost at record " + record);
    }
  }

  private record Trap(int nth, End end, Runnable reached) {}

  /// Ends the journal at a record.
  ///
  /// @param nth which record, counted from 1
  /// @param reached run at that moment, before the provider learns of it
  public synchronized void endAt(int nth, End end, Runnable reached) {
    trap = new Trap(nth, end, reached);
  }

  @Override
  public synchronized void record(List<Entry> batch) throws ProviderException {
    if (ended) {
      end();
    }
    records++;
    if (records == trap.nth()) {
      if (trap.end() == End.KILLED_AFTER) {
        keep(batch);
      }
      ended = true;
      trap.reached().run();
      end();
    }
    keep(batch);
  }

  private void end() throws ProviderException {
    if (trap.end() == End.CLAIM_LOST) {
      throw new ProviderException(
          ProviderException.Kind.FAILED, "another process took over the target", "");
    }
    throw new ProcessLost(records);
  }

  private void keep(List<Entry> batch) {
    for (var entry : batch) {
      entries.add(entry);
      switch (entry) {
        case Begin(var effect) -> {
          open.remove(effect.key());
          open.put(effect.key(), effect);
        }
        case Done(var key, var note) -> {
          open.remove(key);
          done.add(key);
        }
        case NotDone(var key, var reason) -> open.remove(key);
        case InDoubt(var key, var reason) -> {}
        case Checkpoint(var key, var value) -> checkpoints.put(key, value);
      }
    }
  }

  @Override
  public synchronized List<Effect> open() {
    return List.copyOf(open.values());
  }

  @Override
  public synchronized Set<String> done() {
    return Set.copyOf(done);
  }

  @Override
  public synchronized Optional<String> checkpoint(String key) {
    return Optional.ofNullable(checkpoints.get(key));
  }

  /// Everything that was kept, in order.
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /// How many records were asked for, those of earlier processes not counted.
  public synchronized int records() {
    return records;
  }

  /// Whether the process or the claim was lost.
  public synchronized boolean isEnded() {
    return ended;
  }

  /// The journal a new process gets that goes on with the same rollout.
  public synchronized MemoryJournal afterCrash() {
    var next = new MemoryJournal();
    next.keep(entries);
    return next;
  }
}
