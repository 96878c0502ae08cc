package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.DatabaseKind;
import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.spi.Context;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Observation;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Problem;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The databases that changelogs are deployed to. Threads may share it.
public final class Databases implements AutoCloseable {
  private final Sessions sessions;
  private final Settled settled = new Settled();
  private final String process;

  /// What an apply saw of the catalogue in its last flight, until it is asked for.
  private final Map<Seen, Applied> seen = new ConcurrentHashMap<>();

  private record Seen(String rollout, String target, String component) {
    static Seen of(Context context, Desired<LiquibaseSettings> desired) {
      return new Seen(context.rollout(), desired.target().toString(), desired.component());
    }
  }

  /// @param clock ages the sessions that are kept
  public Databases(Clock clock) {
    this.sessions = new Sessions(clock);
    this.process = "on " + host() + ", process " + ProcessHandle.current().pid();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }

  /// Reads the changelog when it is needed.
  public interface JobSource {
    /// @throws ProviderException when it cannot be read
    Job job() throws ProviderException;
  }

  /// Compares a changelog with what the database has: one flight besides the login.
  ///
  /// @param key names the changelog and all that chooses between its changesets; nothing when some
  ///   of that is secret or not known yet
  /// @throws ProviderException when the database cannot be read or does not fit the changelog
  public Plan plan(
      Desired<LiquibaseSettings> desired, Optional<String> key, JobSource source, Context context)
      throws ProviderException {
    var folder = context.cache().resolve("settled");
    var known = key.map(k -> settled.of(k, folder)).orElse(Map.of());
    return withSession(
        desired,
        session -> {
          var ledger = new Bookkeeping(session).read(known.keySet());
          var basis = Optional.ofNullable(known.get(ledger.fingerprint()));
          if (basis.isPresent()) {
            return new Plan(basis.get(), List.of(), List.of(), Planner.notes(ledger));
          }
          var job = source.job();
          LastSeen.remember(context.cache(), desired, ledger.rows());
          var selection = Selection.of(job, session.dialect().dbms(), ledger);
          if (key.isPresent() && selection.isSettled() && !ledger.fingerprint().isEmpty()) {
            settled.remember(key.get(), folder, ledger.fingerprint(), selection.basis());
          }
          return new Planner(job, session).plan(ledger, selection);
        });
  }

  /// Once-only changesets that were edited since the target was looked at last. Asks no database.
  public List<Problem> edits(Job job, Context context) {
    var rows = LastSeen.of(context.cache(), job.desired());
    return Selection.edits(job, job.request().kind().shortName(), rows);
  }

  /// Carries a plan out.
  ///
  /// @throws ProviderException when it is refused, fails or is in doubt
  public Outputs apply(Plan plan, Job job, Context context)
      throws ProviderException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var owner = "landfall " + context.rollout() + " " + process;
    Ledger.Place place;
    try (var lease = Lease.take(dialect(job.desired()), sessions, job, context, owner)) {
      var applied = new Executor(job, plan, context, lease).run();
      seen.put(Seen.of(context, job.desired()), applied);
      LastSeen.remember(context.cache(), job.desired(), applied.rows());
      place = applied.place();
    } catch (SqlFailure failure) {
      throw failed(job.desired(), failure);
    }
    return outputs(job.desired(), place);
  }

  /// Looks at the catalogue.
  ///
  /// @throws ProviderException when it cannot be read
  public Observation observe(Desired<LiquibaseSettings> desired, Context context)
      throws ProviderException {
    var dialect = dialect(desired);
    var applied = Optional.ofNullable(seen.remove(Seen.of(context, desired)));
    if (applied.isPresent() && applied.get().catalogue().isPresent()) {
      return new Observation(
          applied.get().catalogue().get(),
          outputs(desired, applied.get().place()),
          dialect.unchecked());
    }
    return withSession(
        desired,
        session -> {
          if (session.place().equals(Ledger.Place.UNKNOWN)) {
            new Bookkeeping(session).read();
          }
          var catalogue =
              Catalogue.of(
                  session.send(Flight.asking(dialect.catalogue(session.tables()))),
                  desired.settings());
          return new Observation(
              catalogue, outputs(desired, session.place(), session), dialect.unchecked());
        });
  }

  /// The first column of a query's first row; empty when there is no row.
  ///
  /// @throws ProviderException when it cannot be asked
  public Optional<String> ask(Desired<LiquibaseSettings> desired, String query)
      throws ProviderException {
    return withSession(
        desired,
        session ->
            session.rows(query).stream().findFirst().map(row -> row.firstEntry().getValue()));
  }

  /// Frees Liquibase's lock, whoever holds it.
  ///
  /// @return what was freed
  /// @throws ProviderException when it cannot be freed
  public List<String> unlock(Desired<LiquibaseSettings> desired) throws ProviderException {
    return withSession(
        desired,
        session -> {
          var bookkeeping = new Bookkeeping(session);
          var lock = bookkeeping.read().lock();
          if (!lock.held()) {
            return List.of();
          }
          session.send(Flight.changing(bookkeeping.free(lock)));
          return List.of("The Liquibase lock, " + lock + ".");
        });
  }

  private interface Work<T> {
    T with(Session session) throws SqlFailure, ProviderException;
  }

  private <T> T withSession(Desired<LiquibaseSettings> desired, Work<T> work)
      throws ProviderException {
    try {
      var session = sessions.lend(dialect(desired), desired.settings());
      try {
        return work.with(session);
      } finally {
        sessions.giveBack(desired.settings(), session);
      }
    } catch (SqlFailure failure) {
      throw failed(desired, failure);
    }
  }

  private static Dialect dialect(Desired<LiquibaseSettings> desired) throws ProviderException {
    var url = desired.settings().connection().url();
    var kind =
        DatabaseKind.ofUrl(url)
            .orElseThrow(() -> new ProviderException(Kind.INVALID, "unknown kind of database", ""));
    return switch (kind) {
      case POSTGRESQL -> new PostgreSqlDialect();
      case SNOWFLAKE -> new SnowflakeDialect();
    };
  }

  private Outputs outputs(Desired<LiquibaseSettings> desired, Ledger.Place place)
      throws ProviderException {
    return desired.settings().outputs().isEmpty() || desired.goal() instanceof Goal.Destroyed
        ? new Outputs(own(desired, place))
        : withSession(desired, session -> outputs(desired, place, session));
  }

  private static Outputs outputs(
      Desired<LiquibaseSettings> desired, Ledger.Place place, Session session)
      throws SqlFailure, ProviderException {
    var all = own(desired, place);
    switch (desired.goal()) {
      case Goal.Latest _ -> all.putAll(DeclaredOutputs.read(session, desired.settings()));
      case Goal.BackByCount _, Goal.BackToTag _ ->
          all.putAll(DeclaredOutputs.readLeft(session, desired.settings()));
      case Goal.Destroyed _ -> {}
    }
    return new Outputs(all);
  }

  private static Map<String, Object> own(Desired<LiquibaseSettings> desired, Ledger.Place place) {
    var own = new TreeMap<String, Object>();
    if (desired.goal() instanceof Goal.Destroyed) {
      return own;
    }
    own.put("database", place.database());
    own.put("schema", place.schema());
    own.put("url", desired.settings().connection().url());
    return own;
  }

  private static ProviderException failed(Desired<LiquibaseSettings> desired, SqlFailure failure) {
    var masked = Secrets.of(desired.settings()).mask(failure.getMessage());
    var state = failure.state().isEmpty() ? "" : " [" + failure.state() + "]";
    return new ProviderException(
        Kind.FAILED,
        "the database of " + desired.target() + " cannot be used: " + masked + state,
        desired.settings().connection().url().isEmpty()
            ? ""
            : "Check the connection of component "
                + desired.component()
                + ": is the server up, do the user and the password fit, may the user log in to it?");
  }

  @Override
  public void close() {
    sessions.close();
  }
}
