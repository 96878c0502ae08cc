package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.aws.AwsLink;
import dev.landfall.sandbox.snowflake.aws.PipeQueue;
import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Account;
import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.function.JavaFunctions;
import dev.landfall.sandbox.snowflake.load.FileArea;
import dev.landfall.sandbox.snowflake.load.FileStores;
import dev.landfall.sandbox.snowflake.load.store.Buckets;
import dev.landfall.sandbox.snowflake.model.AwsIdentity;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// The accounts of a server. One comes into being when its administrator logs in for the first
/// time; they know nothing of each other. Threads share it.
public final class Accounts implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[A-Z0-9][A-Z0-9_-]{0,126}");

  /// DuckDB calls a database as its file; no schema may have that name.
  private static final String FILE = "account.duckdb";

  private static final System.Logger LOGGER = System.getLogger(Accounts.class.getName());

  /// How often schedules of tasks are looked at, in milliseconds.
  private static final long TICK = 200;

  /// The folder of an account's files.
  private static final String FILES = "files";

  /// Where an account comes into being when nobody says where.
  private static final String REGION = "AWS_EU_WEST_1";

  private final Optional<Path> home;
  private final Map<String, Buckets> buckets;
  private final Optional<AwsLink> aws;
  private final Map<String, String> regions = new ConcurrentHashMap<>();
  private final Map<String, PipeQueue> queues = new HashMap<>();
  private final Administrator administrator;
  private final Clock clock;
  private final QueryIds queryIds;
  private final AtomicLong sessionIds;
  private final Map<String, OpenAccount> open = new HashMap<>();
  private final ExecutorService workers =
      Executors.newCachedThreadPool(
          task -> Thread.ofPlatform().daemon().name("snowflake-query").unstarted(task));
  private final SystemSessions systemSessions;
  private final Map<String, TaskSchedule> schedules = new HashMap<>();
  private final Optional<ScheduledExecutorService> ticker;
  private boolean closed;

  /// The user every new account has, whose role is ACCOUNTADMIN.
  public record Administrator(String user, String password) {
    @Override
    public String toString() {
      return "Administrator[" + user + "]";
    }
  }

  /// @param home the folder the accounts are kept in; in memory when it is empty
  /// @param buckets what stands for buckets outside, by the scheme of their addresses
  /// @param aws where buckets tell of new files
  /// @param runsTasks whether tasks that were resumed run by their schedules
  public Accounts(
      Optional<Path> home,
      Map<String, Buckets> buckets,
      Optional<AwsLink> aws,
      Administrator administrator,
      Clock clock,
      boolean runsTasks) {
    this.home = home;
    this.buckets = Map.copyOf(buckets);
    this.aws = aws;
    this.administrator = administrator;
    this.clock = clock;
    this.queryIds = new QueryIds(clock);
    this.sessionIds = new AtomicLong(clock.millis() * 1_000);
    this.systemSessions = new SystemSessions(workers, queryIds, sessionIds);
    this.ticker =
        runsTasks
            ? Optional.of(
                Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().daemon().name("snowflake-tasks").unstarted(task)))
            : Optional.empty();
    if (ticker.isPresent()) {
      var _ = ticker.get().scheduleWithFixedDelay(this::tick, TICK, TICK, TimeUnit.MILLISECONDS);
    }
  }

  private void tick() {
    synchronized (open) {
      for (var account : open.values()) {
        schedules.computeIfAbsent(account.name(), name -> new TaskSchedule(account));
      }
    }
    for (var schedule : schedules.values()) {
      try {
        schedule.tick();
      } catch (RuntimeException e) {
        LOGGER.log(System.Logger.Level.WARNING, "the schedules of tasks cannot be read", e);
      }
    }
  }

  /// Opens a session.
  ///
  /// @throws SnowflakeException 390100 or 390144 when the user does not show who they are, and for
  ///   a role, or parameters, that they may not have
  /// @throws IOException when the account's database cannot be opened
  public Session login(Login login) throws SnowflakeException, IOException {
    var accountName = login.account().toUpperCase(Locale.ROOT);
    if (!NAME.matcher(accountName).matches()) {
      throw Authentication.refused();
    }
    var account = account(accountName, login);
    try {
      var arrival =
          new Arrival(account.catalog(), new Authentication(administrator, clock)).enter(login);
      var session =
          new Session(
              sessionIds.incrementAndGet(),
              account,
              arrival.user(),
              login.application(),
              arrival.where(),
              arrival.parameters(),
              workers,
              queryIds);
      account.add(session);
      return session;
    } catch (SQLException e) {
      throw new IOException("no session can be opened: " + e.getMessage(), e);
    }
  }

  /// The account that a token of key-pair authentication is said to be for, in upper case.
  public static Optional<String> claimed(String jwt) {
    try {
      return Optional.of(Jwt.subject(jwt).account());
    } catch (SnowflakeException e) {
      return Optional.empty();
    }
  }

  /// The pipe that a call of Snowpipe's REST API is about, as the default role of a user sees it.
  ///
  /// @param jwt by which the user shows who they are, and in which account
  /// @param privileges of which the role must have one
  /// @throws SnowflakeException 390144 when they do not, 002003 when the role sees no such pipe,
  ///   003001 when it has none of the privileges
  /// @throws IOException when the account's database cannot be opened
  public PipeCall pipe(String jwt, QualifiedName name, String... privileges)
      throws SnowflakeException, IOException {
    var subject = Jwt.subject(jwt);
    var login =
        new Login(
            subject.account(),
            subject.user(),
            new Login.Credentials.KeyPair(jwt),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "SNOWPIPE",
            Map.of());
    if (!NAME.matcher(subject.account()).matches()) {
      throw Jwt.invalid();
    }
    var account = account(subject.account(), login);
    var arrival =
        new Arrival(account.catalog(), new Authentication(administrator, clock)).enter(login);
    var actor =
        new Actor(
            Long.MAX_VALUE,
            arrival.user(),
            arrival.where().role(),
            new Actor.Secondary.None(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var access = new Access(account.catalog().catalogue(), actor);
    var pipe = access.object(Kind.PIPE, name, "PIPE");
    access.require(pipe, privileges);
    return new PipeCall(account, access, pipe);
  }

  private OpenAccount account(String name, Login login) throws SnowflakeException, IOException {
    synchronized (open) {
      if (closed) {
        throw new IOException("the server has stopped");
      }
      var there = open.get(name);
      if (there != null) {
        return there;
      }
      var folder = home.map(h -> h.resolve("accounts").resolve(name));
      var file = folder.map(f -> f.resolve(FILE));
      if (file.isEmpty() || !java.nio.file.Files.exists(file.get())) {
        new Authentication(administrator, clock).asAdministrator(login);
      }
      var account = open(name, file, folder.map(f -> f.resolve(FILES)));
      open.put(name, account);
      aws.ifPresent(link -> queues.put(name, listen(link, account)));
      return account;
    }
  }

  private static PipeQueue listen(AwsLink link, OpenAccount account) {
    var region = account.catalog().catalogue().account().body(Body.Account.class).awsRegion();
    return PipeQueue.open(
        link,
        new AwsIdentity(account.name()),
        region,
        (bucket, key) -> account.pipes().created("s3", bucket, key));
  }

  /// Says where an account is that does not exist yet.
  ///
  /// @param region such as `AWS_EU_WEST_2`
  public void locate(String name, String region) {
    regions.put(name.toUpperCase(Locale.ROOT), region);
  }

  private OpenAccount open(String name, Optional<Path> file, Optional<Path> files)
      throws IOException {
    var database = Database.open(file);
    try {
      JavaFunctions.register(database.root());
      var catalog =
          Account.open(
              name,
              regions.getOrDefault(name, REGION),
              Name.unquoted(administrator.user()),
              database.root(),
              file.isPresent(),
              clock.instant());
      var stores =
          files.isPresent() ? FileStores.kept(files.get(), buckets) : FileStores.temporary(buckets);
      stores.removeOrphans(catalog.catalogue());
      return new OpenAccount(
          database,
          catalog,
          FileArea.open(database.root(), stores),
          clock,
          new TaskSessions(workers, queryIds),
          systemSessions);
    } catch (SQLException e) {
      database.close();
      throw new IOException("the account's catalogue cannot be read: " + e.getMessage(), e);
    }
  }

  /// A file has come into being in a bucket: the pipes with AUTO_INGEST of all accounts in use load
  /// it if it is theirs.
  ///
  /// @param scheme such as `s3`
  public void created(String scheme, String bucket, String key) {
    List<OpenAccount> all;
    synchronized (open) {
      all = List.copyOf(open.values());
    }
    all.forEach(account -> account.pipes().created(scheme, bucket, key));
  }

  @Override
  public void close() throws IOException {
    ticker.ifPresent(ScheduledExecutorService::shutdownNow);
    synchronized (open) {
      closed = true;
      queues.values().forEach(PipeQueue::close);
      var failures = new ArrayList<IOException>();
      for (var account : open.values()) {
        try {
          account.close();
        } catch (IOException e) {
          failures.add(e);
        }
      }
      open.clear();
      workers.shutdownNow();
      if (!failures.isEmpty()) {
        throw failures.getFirst();
      }
    }
  }
}
