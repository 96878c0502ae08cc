package dev.landfall.engine.store;

import dev.landfall.engine.event.EventLog.Claim;
import dev.landfall.engine.event.EventLogException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Commits together what arrives while another transaction is under way: all appends change the one
/// counter, so they would only wait for each other. Threads may share it.
final class GroupCommit {
  /// What one caller appends.
  ///
  /// @param batch names it for good, so that it is never written twice
  record Append(UUID batch, Claim claim, List<Written> events) {
    private int size() {
      return events.stream().mapToInt(event -> event.body().length()).sum();
    }
  }

  /// An event as it is kept.
  ///
  /// @param type its word
  /// @param component empty when it is about the whole rollout
  /// @param body its JSON document
  record Written(String type, String component, String body) {}

  /// Writes several appends in one transaction.
  interface Transaction {
    /// The last number of each append that was written, by batch; those that are missing had lost
    /// their claim.
    Map<UUID, Long> commit(List<Append> group);
  }

  private record Waiting(Append append, CompletableFuture<Optional<Long>> number) {}

  /// Keeps a transaction to a few megabytes, unless a single append is larger.
  private static final int LARGEST_GROUP = 4_000_000;

  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private final Executor writer;
  private final Transaction transaction;

  /// @param writer a single thread
  GroupCommit(Executor writer, Transaction transaction) {
    this.writer = writer;
    this.transaction = transaction;
  }

  /// Appends, and waits until it is durable.
  ///
  /// @return the number of the last event; nothing when the claim was lost
  Optional<Long> append(Append append) {
    var waiting = new Waiting(append, new CompletableFuture<>());
    queue.add(waiting);
    try {
      // One turn for each append: the first takes all that wait, the others find nothing left.
      writer.execute(this::turn);
    } catch (RejectedExecutionException e) {
      queue.remove(waiting);
      throw new IllegalStateException("the event log was closed", e);
    }
    return Sessions.await(waiting.number());
  }

  private void turn() {
    var group = new ArrayList<Waiting>();
    var size = 0;
    for (var next = queue.peek(); next != null; next = queue.peek()) {
      size += next.append().size();
      if (!group.isEmpty() && size > LARGEST_GROUP) {
        break;
      }
      group.add(queue.remove());
    }
    if (!group.isEmpty()) {
      commit(group);
    }
  }

  private void commit(List<Waiting> group) {
    try {
      var numbers = transaction.commit(group.stream().map(Waiting::append).toList());
      for (var waiting : group) {
        waiting.number().complete(Optional.ofNullable(numbers.get(waiting.append().batch())));
      }
    } catch (EventLogException e) {
      group.forEach(waiting -> waiting.number().completeExceptionally(e));
    } catch (RuntimeException | Error e) {
      group.forEach(waiting -> waiting.number().completeExceptionally(e));
      throw e;
    }
  }
}
