package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Changeset.Statement;
import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.spi.Context;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.ProviderException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Liquibase's lock on one database, held by this process, and the session it works in. For one
/// thread.
///
/// The lock's LOCKGRANTED is a fence: every transaction of a step begins by checking it and keeps
/// the lock's row from being changed until it ends. So whoever takes the lock over first waits for
/// what the earlier holder still has under way, and nothing of his commits afterwards.
final class Lease implements AutoCloseable {
  private static final int RACES = 5;
  private static final int RECONNECTS = 4;
  private static final int LOOKS = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private final Dialect dialect;
  private final Sessions sessions;
  private final Job job;
  private final Context context;
  private final String holder;
  private Session session;
  private Ledger ledger;
  private boolean held;

  private Lease(
      Dialect dialect,
      Sessions sessions,
      Job job,
      Context context,
      String holder,
      Session session,
      Ledger ledger) {
    this.dialect = dialect;
    this.sessions = sessions;
    this.job = job;
    this.context = context;
    this.holder = holder;
    this.session = session;
    this.ledger = ledger;
    this.held = true;
  }

  /// Takes the lock.
  ///
  /// @param holder what LOCKEDBY says
  /// @throws ProviderException when somebody else holds it
  static Lease take(Dialect dialect, Sessions sessions, Job job, Context context, String holder)
      throws SqlFailure, ProviderException, InterruptedException {
    var session = sessions.lend(dialect, job.settings());
    try {
      var ledger = take(session, job, context, holder);
      return new Lease(dialect, sessions, job, context, holder, session, ledger);
    } catch (SqlFailure | ProviderException | InterruptedException | RuntimeException e) {
      sessions.giveBack(job.settings(), session);
      throw e;
    }
  }

  private static Ledger take(Session session, Job job, Context context, String holder)
      throws SqlFailure, ProviderException, InterruptedException {
    var bookkeeping = new Bookkeeping(session);
    if (!session.wasRead()) {
      bookkeeping.read();
    }
    var owner = session.dialect().owner(holder, session.number());
    var over = Optional.<Lock>empty();
    for (var attempt = 1; ; attempt++) {
      Bookkeeping.Taken taken;
      try {
        taken = bookkeeping.take(owner, !session.hasTables(), over);
      } catch (SqlFailure failure) {
        var raced = session.dialect().wasRaced(failure);
        if (attempt < RACES && (raced || session.dialect().isMissingTable(failure))) {
          session.hasTables(raced);
          continue;
        }
        throw failure;
      }
      if (taken.ours()) {
        return taken.ledger();
      }
      var lock = taken.ledger().lock();
      var mayBeTaken =
          lock.isOf(holder) || (!lock.rollout().isEmpty() && context.isDead(lock.rollout()));
      if (attempt == RACES || (lock.held() && !mayBeTaken)) {
        throw heldBy(job, lock);
      }
      over = lock.held() ? Optional.of(lock) : Optional.empty();
      if (lock.held() && !lock.owner().equals(owner)) {
        endSession(session, job, lock);
      }
      session.hasTables(lock.held());
    }
  }

  /// Ends the session of a dead holder, where the database works on without its client, and waits
  /// until nothing of it is under way.
  private static void endSession(Session session, Job job, Lock lock)
      throws SqlFailure, ProviderException, InterruptedException {
    var trail = session.dialect().trailOf(lock);
    if (trail.isEmpty()) {
      return;
    }
    try {
      session.send(Flight.asking(new Flight.Query(trail.get().endQuery(), 1)));
      var pause = FIRST_PAUSE;
      for (var look = 1; isAtWork(session, trail.get()); look++) {
        if (look == LOOKS) {
          throw stillAtWork(job, lock, trail.get(), "it goes on after it was told to end");
        }
        Thread.sleep(pause);
        pause = pause.multipliedBy(2);
      }
    } catch (SqlFailure failure) {
      if (failure.lost()) {
        throw failure;
      }
      throw stillAtWork(job, lock, trail.get(), failure.getMessage());
    }
  }

  private static boolean isAtWork(Session session, Trail trail) throws SqlFailure {
    var answer = session.send(Flight.asking(trail.workQuery()));
    return !answer.rows(0).equals(List.of(List.of("0")));
  }

  private static ProviderException stillAtWork(Job job, Lock lock, Trail trail, String why) {
    return new ProviderException(
        Kind.HELD,
        "the Liquibase lock of "
            + job.desired().target()
            + " is "
            + lock
            + ", which is dead, but its session may still be at work and cannot be ended: "
            + job.mask(why),
        "Have somebody who may run: " + trail.endQuery() + ". Then deploy again.");
  }

  private static ProviderException heldBy(Job job, Lock lock) {
    return new ProviderException(
        Kind.HELD,
        "the Liquibase lock of " + job.desired().target() + " is " + lock,
        "Wait until it is done. If its owner is known to be dead, free the lock with `landfall"
            + " unlock`.");
  }

  Session session() {
    return session;
  }

  Bookkeeping bookkeeping() {
    return new Bookkeeping(session);
  }

  /// Both tables as they were when the lock was taken last.
  Ledger ledger() {
    return ledger;
  }

  /// The statement a transaction begins with; see the class.
  String guard() {
    return dialect.guard(session.tables(), ledger.lock().owner(), ledger.lock().granted());
  }

  /// A transaction that does nothing unless the lock is still held: a step's statements and its
  /// row.
  List<String> transaction(Step step, List<Statement> statements, String row) {
    var changes = new ArrayList<String>();
    changes.add("BEGIN");
    changes.add(guard());
    statements.forEach(statement -> changes.add(statement.sql()));
    dialect.behind(step, session.place().schema()).ifPresent(changes::add);
    changes.add(row);
    changes.add("COMMIT");
    return changes;
  }

  /// What finds a flight again in the server's own record of sessions; empty where it keeps none.
  String clue() {
    return dialect.namesSessions() ? session.number() : "";
  }

  /// The same as [#guard] for a statement that commits by itself.
  String check() {
    return dialect.check(session.tables(), ledger.lock().owner(), ledger.lock().granted());
  }

  String releaseStatement() {
    return bookkeeping().release(ledger.lock().owner(), ledger.lock().granted());
  }

  /// Notes that the release statement ran.
  void released() {
    held = false;
  }

  /// Logs in again after the connection was lost and takes the lock anew.
  ///
  /// @throws SqlFailure when the database cannot be reached
  /// @throws ProviderException when somebody else has it now
  void regain() throws SqlFailure, ProviderException, InterruptedException {
    session.close();
    var pause = FIRST_PAUSE;
    for (var attempt = 1; ; attempt++) {
      try {
        var fresh = Session.open(dialect, job.settings());
        try {
          ledger = take(fresh, job, context, holder);
          session = fresh;
          held = true;
          return;
        } catch (SqlFailure | ProviderException | InterruptedException | RuntimeException e) {
          fresh.close();
          throw e;
        }
      } catch (SqlFailure failure) {
        if (attempt == RECONNECTS) {
          held = false;
          throw failure;
        }
        Thread.sleep(pause);
        pause = pause.multipliedBy(2);
      }
    }
  }

  /// Frees the lock if it is still held, and gives the session back.
  @Override
  public void close() {
    if (held && !session.isLost()) {
      try {
        session.send(Flight.changing(releaseStatement()));
      } catch (SqlFailure failure) {
        // The next rollout finds the lock with its dead owner and takes it over.
        session.markSpent();
      }
    }
    held = false;
    sessions.giveBack(settings(), session);
  }

  private LiquibaseSettings settings() {
    return job.settings();
  }
}
