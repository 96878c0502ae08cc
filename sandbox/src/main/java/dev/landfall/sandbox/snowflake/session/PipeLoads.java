package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.load.Ingest;
import dev.landfall.sandbox.snowflake.load.LoadContext;
import dev.landfall.sandbox.snowflake.load.PipeFiles;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.sql.FileStatement;
import dev.landfall.sandbox.snowflake.sql.SnowflakeParser;
import dev.landfall.sandbox.snowflake.sql.Surroundings;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Loads files through the pipes of an account, with the rights of each pipe's owner (Snowflake,
/// "Introduction to Snowpipe"). Files that a paused pipe is told of wait until it runs again, or
/// the account is closed. Threads may share it: a pipe loads one batch at a time.
final class PipeLoads {
  private static final String APPLICATION = "SNOWPIPE";

  private final OpenAccount account;
  private final SystemSessions sessions;
  private final Map<Long, State> states = new ConcurrentHashMap<>();

  PipeLoads(OpenAccount account, SystemSessions sessions) {
    this.account = account;
    this.sessions = sessions;
  }

  /// Of one pipe. Whoever loads holds its monitor.
  private static final class State {
    private final Set<String> pending = ConcurrentHashMap.newKeySet();

    /// By their names in the load history.
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();

    private volatile Optional<String> error = Optional.empty();
  }

  /// A file that a pipe was told of by its path.
  record Sent(PipeFiles.Told file, Instant at) {}

  private State state(long pipe) {
    return states.computeIfAbsent(pipe, id -> new State());
  }

  /// Tells a pipe of files; when it runs, they are loaded when this returns, or its status says why
  /// not.
  ///
  /// @param keys of the files in their store
  void tell(Entity pipe, Set<String> keys) {
    var state = state(pipe.id());
    synchronized (state) {
      state.pending.addAll(keys);
      if (!pipe.body(Body.Pipe.class).paused()) {
        load(pipe, state);
      }
    }
  }

  /// Tells a pipe of files by their paths; those that it has loaded before are left out.
  PipeFiles.Sorted send(Entity pipe, List<String> paths) throws SnowflakeException, SQLException {
    var sorted = asOwner(pipe, loading -> PipeFiles.sort(copy(pipe), pipe.id(), paths, loading));
    // As precisely as the load history has it.
    var now = account.clock().instant().truncatedTo(ChronoUnit.MICROS);
    var state = state(pipe.id());
    var keys = new HashSet<String>();
    for (var file : sorted.wanted()) {
      state.sent.put(file.unique(), new Sent(file, now));
      keys.add(file.key());
    }
    tell(pipe, keys);
    return sorted;
  }

  /// The files of which a pipe was told by their paths, by their names in the load history.
  Map<String, Sent> sent(long pipe) {
    return Map.copyOf(state(pipe).sent);
  }

  /// Forgets files of which a pipe was told by their paths, unless they wait.
  void forget(long pipe, Predicate<Sent> which) {
    state(pipe).sent.values().removeIf(sent -> which.test(sent) && !waits(pipe, sent));
  }

  /// Whether a file waits for a pipe.
  boolean waits(long pipe, Sent sent) {
    return state(pipe).pending.contains(sent.file().key());
  }

  /// Where a pipe's files lie.
  PipeFiles.Place place(Entity pipe) throws SnowflakeException, SQLException {
    return asOwner(pipe, loading -> PipeFiles.place(copy(pipe), loading));
  }

  /// Loads what waits for pipes that run again.
  void resume() {
    for (var id : List.copyOf(states.keySet())) {
      var pipe = account.catalog().catalogue().alive(id);
      if (pipe.isEmpty()) {
        states.remove(id);
      } else if (pending(id) > 0 && !pipe.get().body(Body.Pipe.class).paused()) {
        tell(pipe.get(), Set.of());
      }
    }
  }

  /// A file has come into being, as a bucket tells its queue: pipes with AUTO_INGEST whose stage it
  /// lies in load it.
  ///
  /// @param scheme such as `s3`
  void created(String scheme, String bucket, String key) {
    var catalogue = account.catalog().catalogue();
    for (var pipe : catalogue.all(Kind.PIPE)) {
      var body = pipe.body(Body.Pipe.class);
      if (!body.autoIngest() || !catalogue.alive(pipe)) {
        continue;
      }
      var stage = catalogue.alive(body.stage());
      if (stage.isPresent()
          && PipeFiles.within(stage.get().body(Body.Stage.class), scheme, bucket, key)) {
        tell(pipe, Set.of(key));
      }
    }
  }

  private void load(Entity pipe, State state) {
    var files = Set.copyOf(state.pending);
    state.pending.removeAll(files);
    state.error = Optional.empty();
    try (var session = sessions.open(account, APPLICATION, where(pipe))) {
      var _ = run(session, pipe, new Ingest(pipe.id(), Optional.of(files)));
    } catch (SnowflakeException e) {
      state.error = Optional.of(e.text());
    } catch (SQLException e) {
      state.error = Optional.of(DuckErrors.translate(e).text());
    }
  }

  private static Outcome run(Session session, Entity pipe, Ingest ingest)
      throws SnowflakeException, SQLException {
    var query = session.newQuery(pipe.body(Body.Pipe.class).definition(), Optional.empty());
    @Nullable Outcome outcome = null;
    try {
      var parameters = session.parameters();
      var result =
          new FileRunner(
                  session,
                  query,
                  parameters,
                  new SessionAmbient(session, query, parameters),
                  Binds.NONE)
              .copy(copy(pipe), ingest);
      outcome = new Outcome.Success(result, session.where(), List.of(), 0, false, List.of());
      return outcome;
    } catch (SnowflakeException e) {
      outcome = new Outcome.Failure(e);
      throw e;
    } finally {
      query.end(
          outcome == null ? new Outcome.Failure(Cancellation.cancelled()) : outcome,
          session.clock().instant());
      session.account().history().ended(query);
    }
  }

  private static FileStatement.CopyIntoTable copy(Entity pipe) throws SnowflakeException {
    var definition = pipe.body(Body.Pipe.class).definition();
    if (SnowflakeParser.parse(definition, Surroundings.none())
        instanceof FileStatement.CopyIntoTable copy) {
      return copy;
    }
    throw new IllegalStateException(definition);
  }

  private Where where(Entity pipe) {
    Directory catalogue = account.catalog().catalogue();
    Optional<Name> role = catalogue.entity(pipe.owner()).map(Entity::name);
    return new Where(
        Optional.of(catalogue.databaseOf(pipe).name()),
        Optional.of(catalogue.schemaOf(pipe).name()),
        Optional.empty(),
        role);
  }

  /// The files that a pipe's statement would load, by their keys, with the names that the answer of
  /// REFRESH gives them.
  Map<String, String> candidates(Entity pipe, PipeFiles.Filter filter)
      throws SnowflakeException, SQLException {
    return asOwner(pipe, loading -> PipeFiles.candidates(copy(pipe), pipe.id(), filter, loading));
  }

  /// What is asked with the rights of a pipe's owner.
  private interface Asking<T> {
    T ask(LoadContext loading) throws SnowflakeException, SQLException;
  }

  private <T> T asOwner(Entity pipe, Asking<T> asking) throws SnowflakeException, SQLException {
    try (var session = sessions.open(account, APPLICATION, where(pipe))) {
      var query = session.newQuery("", Optional.empty());
      var parameters = session.parameters();
      return asking.ask(
          new SessionLoading(
              session,
              query,
              parameters,
              new Reading(session),
              new SessionAmbient(session, query, parameters),
              Binds.NONE));
    }
  }

  /// How many files wait for a pipe.
  int pending(long pipe) {
    return state(pipe).pending.size();
  }

  /// Why its last batch could not be loaded.
  Optional<String> error(long pipe) {
    return state(pipe).error;
  }
}
