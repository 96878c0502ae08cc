package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A statement that was sent: it runs, or has ended. Threads share it.
public final class Query {
  private final String id;
  private final String text;
  private final Session session;
  private final Instant began;
  private final Optional<String> requestId;
  private final Cancellation cancellation = new Cancellation();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  /// Of the thread that runs it.
  private final List<AutoCloseable> resources = new ArrayList<>();

  private volatile Optional<Instant> ended = Optional.empty();
  private volatile Optional<Circumstances> circumstances = Optional.empty();

  Query(String id, String text, Session session, Instant began, Optional<String> requestId) {
    this.id = id;
    this.text = text;
    this.session = session;
    this.began = began;
    this.requestId = requestId;
  }

  public String id() {
    return id;
  }

  /// As it was sent.
  public String text() {
    return text;
  }

  public Session session() {
    return session;
  }

  public Instant began() {
    return began;
  }

  /// Empty while it runs.
  public Optional<Instant> ended() {
    return ended;
  }

  /// What was in use when it was compiled.
  ///
  /// @param tag the session's QUERY_TAG
  record Circumstances(Where where, String tag) {}

  /// Empty as long as it waits for those before it, and when it is only described.
  Optional<Circumstances> circumstances() {
    return circumstances;
  }

  /// Says what is in use, at its begin.
  void begin(Circumstances now) {
    circumstances = Optional.of(now);
  }

  Optional<String> requestId() {
    return requestId;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /// Something that is closed when the statement has ended.
  void keep(AutoCloseable resource) {
    resources.add(resource);
  }

  private void close() {
    for (var resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    resources.clear();
  }

  void end(Outcome how, Instant when) {
    try {
      close();
    } finally {
      ended = Optional.of(when);
      outcome.complete(how);
    }
  }

  /// How it ended; empty while it runs.
  public Optional<Outcome> outcome() {
    return outcome.isDone() ? Optional.of(outcome.join()) : Optional.empty();
  }

  /// Waits for its end.
  ///
  /// @return empty when it still runs after the given time
  public Optional<Outcome> await(Duration atMost) throws InterruptedException {
    try {
      return Optional.of(outcome.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Ends it early with `SQL execution canceled`. Does nothing when it has ended.
  public void cancel() {
    cancellation.cancel(Cancellation.cancelled());
  }

  void cancel(SnowflakeException reason) {
    cancellation.cancel(reason);
  }

  /// What kind of statement it was; empty when it runs or failed.
  public Optional<StatementKind> kind() {
    return outcome()
        .map(o -> o instanceof Outcome.Success success ? success.result().kind() : null);
  }
}
