package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.ddl.Ddl;
import dev.landfall.sandbox.snowflake.ddl.DdlContext;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/// A user's session in an account. Its statements run one after another. Threads share it: all that
/// a statement may change is guarded by the session's lock, which whoever runs a statement holds.
public final class Session implements AutoCloseable {
  /// The version of Snowflake that the sandbox gives itself out for, as drivers expect it.
  public static final String SERVER_VERSION = "9.33.0";

  private static final int REQUESTS = 200;

  private final long id;
  private final OpenAccount account;
  private final Name user;
  private final String application;
  private final Executor workers;
  private final QueryIds queryIds;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Work work;
  private final Parameters parameters;
  private final Map<Name, Typed> variables = new TreeMap<>();
  private final List<String> queries = new ArrayList<>();
  private Actor.Secondary secondary = new Actor.Secondary.All();
  private Optional<TaskRun> run = Optional.empty();
  private boolean ownersRights;
  private int depth;
  private volatile Where where;
  private volatile boolean closed;

  /// By request id: a request that a client repeats is not run again.
  private final SequencedMap<String, Query> requests = new LinkedHashMap<>();

  Session(
      long id,
      OpenAccount account,
      Name user,
      String application,
      Where where,
      Parameters parameters,
      Executor workers,
      QueryIds queryIds)
      throws SQLException {
    this.id = id;
    this.account = account;
    this.user = user;
    this.application = application;
    this.where = where;
    this.parameters = parameters;
    this.workers = workers;
    this.queryIds = queryIds;
    this.work = new Work(account, id, account.clock());
  }

  public long id() {
    return id;
  }

  /// The account's name, in upper case.
  public String accountName() {
    return account.name();
  }

  public Name user() {
    return user;
  }

  /// What it uses now.
  public Where where() {
    return where;
  }

  /// Its parameters, as clients want to know them.
  public List<Parameters.Value> parametersForClients() {
    lock.lock();
    try {
      return parameters.forClients();
    } finally {
      lock.unlock();
    }
  }

  String application() {
    return application;
  }

  OpenAccount account() {
    return account;
  }

  Work work() {
    return work;
  }

  Parameters parameters() {
    return parameters;
  }

  Map<Name, Typed> variables() {
    return variables;
  }

  void use(Where now) {
    where = now;
  }

  /// Says which task it runs.
  void runs(TaskRun task) {
    run = Optional.of(task);
  }

  /// The task that it was opened for.
  Optional<TaskRun> run() {
    return run;
  }

  /// With whose rights statements run, and where their names are looked up.
  ///
  /// @param owners whether they are those of a procedure's owner
  /// @param depth how many procedures have called each other
  record Rights(Where where, Actor.Secondary secondary, boolean owners, int depth) {
    /// Inside a procedure that has its caller's rights.
    Rights deeper() {
      return new Rights(where, secondary, owners, depth + 1);
    }

    /// After such a procedure: what it changed of the session stays.
    Rights after(Rights inside) {
      return new Rights(inside.where(), inside.secondary(), owners, depth);
    }
  }

  Rights rights() {
    return new Rights(where, secondary, ownersRights, depth);
  }

  void rights(Rights rights) {
    where = rights.where();
    secondary = rights.secondary();
    ownersRights = rights.owners();
    depth = rights.depth();
  }

  /// Whether a procedure runs that has its owner's rights: it sees no session variables.
  boolean ownersRights() {
    return ownersRights;
  }

  /// Takes over the place and roles that a change of the catalogue has left.
  void moveTo(Actor actor) {
    secondary = actor.secondary();
    where = new Where(actor.database(), actor.schema(), actor.warehouse(), actor.role());
  }

  Actor.Secondary secondary() {
    return secondary;
  }

  void secondary(Actor.Secondary roles) {
    secondary = roles;
  }

  Clock clock() {
    return account.clock();
  }

  /// Who asks the catalogue.
  Actor actor() {
    return new Actor(
        id, user, where.role(), secondary, where.database(), where.schema(), where.warehouse());
  }

  /// The query so many statements ago, 1 being the last one.
  Optional<String> earlier(int back) {
    var at = queries.size() - back;
    return at >= 0 && back > 0 ? Optional.of(queries.get(at)) : Optional.empty();
  }

  /// The query so many statements after the first, 1 being that.
  Optional<String> fromStart(int number) {
    return number > 0 && number <= queries.size()
        ? Optional.of(queries.get(number - 1))
        : Optional.empty();
  }

  void remember(String queryId) {
    queries.add(queryId);
  }

  /// Sends a request; it begins when those before it have ended. A request with an id that was sent
  /// before is that one.
  public Query submit(Request request, Optional<String> requestId) {
    Query query;
    synchronized (requests) {
      var before = requestId.map(requests::get);
      if (before.isPresent()) {
        return before.get();
      }
      query = newQuery(request.text(), requestId);
      var sent = query;
      requestId.ifPresent(r -> requests.put(r, sent));
      if (requests.size() > REQUESTS) {
        requests.pollFirstEntry();
      }
    }
    var sent = query;
    try {
      workers.execute(() -> run(sent, request));
    } catch (RejectedExecutionException e) {
      sent.end(new Outcome.Failure(Cancellation.cancelled()), clock().instant());
    }
    return sent;
  }

  Query newQuery(String text, Optional<String> requestId) {
    var query = new Query(queryIds.next(), text, this, clock().instant(), requestId);
    account.history().add(query);
    return query;
  }

  /// Notes what is in use when a query begins.
  void begin(Query query) {
    query.begin(new Query.Circumstances(where, parameters.get("QUERY_TAG").orElse("")));
  }

  /// The query that a request began.
  public Optional<Query> request(String requestId) {
    synchronized (requests) {
      return Optional.ofNullable(requests.get(requestId));
    }
  }

  /// A query of this account by its id.
  public Optional<Query> query(String queryId) {
    return account.history().find(queryId);
  }

  private void run(Query query, Request request) {
    Outcome outcome;
    lock.lock();
    try {
      outcome = closed ? gone() : new RequestRunner(this).run(query, request);
    } catch (OutOfMemoryError | StackOverflowError | RuntimeException e) {
      outcome =
          new Outcome.Failure(
              new SnowflakeException("000603", "XX000", "SQL execution internal error: " + e));
    } finally {
      lock.unlock();
    }
    query.end(outcome, clock().instant());
    account.history().ended(query);
  }

  private static Outcome gone() {
    return new Outcome.Failure(
        new SnowflakeException(
            "390111",
            "08001",
            "Session no longer exists. New login required to access the service."));
  }

  private void dropTemporary() throws SnowflakeException, SQLException {
    var ambient = SessionAmbient.of(this);
    new Ddl(account.catalog())
        .sessionEnded(
            id, new DdlContext(actor(), ambient, SessionFunctions.of(this), work.forCatalogue()));
  }

  /// Removes the files of stages and tables that are gone for good.
  void removeFilesOfDropped() throws SnowflakeException {
    try {
      account.files().stores().removeOrphans(account.catalog().catalogue());
    } catch (IOException e) {
      throw new SnowflakeException(
          "000603", "XX000", "SQL execution internal error: files cannot be deleted: " + e);
    }
  }

  /// Rolls a transaction back and cancels what runs in the session.
  ///
  /// @return false when the transaction has ended meanwhile
  boolean abortTransaction(long number) {
    if (!lock.isHeldByCurrentThread()) {
      account.history().running().stream()
          .filter(query -> query.session() == this)
          .forEach(Query::cancel);
    }
    lock.lock();
    try {
      var open = work.transaction().filter(t -> t.id() == number).isPresent();
      if (open) {
        work.end();
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  /// Ends the session: what runs is cancelled, an open transaction is rolled back, and its
  /// temporary objects are dropped.
  @Override
  public void close() {
    closed = true;
    account.history().running().stream()
        .filter(query -> query.session() == this)
        .forEach(Query::cancel);
    lock.lock();
    try {
      work.end();
      dropTemporary();
      removeFilesOfDropped();
      work.close();
    } catch (SQLException | SnowflakeException e) {
      throw new IllegalStateException(e);
    } finally {
      lock.unlock();
      account.remove(this);
    }
  }
}
