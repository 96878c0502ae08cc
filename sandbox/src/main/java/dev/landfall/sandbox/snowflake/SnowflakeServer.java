package dev.landfall.sandbox.snowflake;

import dev.landfall.sandbox.network.HttpListener;
import dev.landfall.sandbox.snowflake.aws.AwsBuckets;
import dev.landfall.sandbox.snowflake.aws.AwsLink;
import dev.landfall.sandbox.snowflake.load.store.Buckets;
import dev.landfall.sandbox.snowflake.load.store.FolderStore;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.protocol.ProtocolServer;
import dev.landfall.sandbox.snowflake.session.Accounts;
import dev.landfall.sandbox.snowflake.session.Administration;
import dev.landfall.sandbox.snowflake.session.Login;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A Snowflake on this machine. Every account name is an account of its own, which comes into being
/// when [#user] logs in to it for the first time. Threads may share it.
public final class SnowflakeServer implements AutoCloseable {
  private static final String ACCOUNT = "LANDFALL";
  private static final String S3 = "s3";

  private final Accounts accounts;
  private final ProtocolServer server;
  private final HttpListener.Place place;
  private final Options options;
  private final Optional<AwsBuckets> outside;

  private SnowflakeServer(
      Accounts accounts,
      ProtocolServer server,
      HttpListener.Place place,
      Options options,
      Optional<AwsBuckets> outside) {
    this.outside = outside;
    this.accounts = accounts;
    this.server = server;
    this.place = place;
    this.options = options;
  }

  /// How it is started. Immutable; threads may share it.
  public static final class Options {
    private static final long BODY_LIMIT = 256L * 1024 * 1024;

    private Optional<Path> home = Optional.empty();
    private Optional<Path> buckets = Optional.empty();
    private Optional<AwsLink> aws = Optional.empty();
    private InetAddress address = InetAddress.getLoopbackAddress();
    private boolean anyAddress;
    private int port;
    private String user = "LANDFALL";
    private String password = "landfall";
    private Clock clock = Clock.systemUTC();
    private long bodyLimit = BODY_LIMIT;
    private boolean runsTasks;

    private Options() {}

    /// In memory, on a free port.
    public static Options defaults() {
      return new Options();
    }

    /// The only place where fields are written: those of a copy nobody has seen yet.
    private Options with(Consumer<Options> change) {
      var copy = new Options();
      copy.home = home;
      copy.buckets = buckets;
      copy.aws = aws;
      copy.address = address;
      copy.anyAddress = anyAddress;
      copy.port = port;
      copy.user = user;
      copy.password = password;
      copy.clock = clock;
      copy.bodyLimit = bodyLimit;
      copy.runsTasks = runsTasks;
      change.accept(copy);
      return copy;
    }

    /// @param folder where accounts are kept; without one they are in memory
    public Options withHome(Path folder) {
      return with(copy -> copy.home = Optional.of(folder));
    }

    /// @param folder holds a folder for each S3 bucket
    public Options withBuckets(Path folder) {
      return with(copy -> copy.buckets = Optional.of(folder));
    }

    /// @param link to the AWS whose buckets stages name, and tell pipes of new files
    public Options withAws(AwsLink link) {
      return with(copy -> copy.aws = Optional.of(link));
    }

    /// @param number 0 for a free one
    public Options withPort(int number) {
      return with(copy -> copy.port = number);
    }

    /// @param any whether it may be another than a loopback address
    public Options withAddress(InetAddress where, boolean any) {
      return with(copy -> {
        copy.address = where;
        copy.anyAddress = any;
      });
    }

    /// The administrator of every account.
    public Options withUser(String name, String secret) {
      return with(copy -> {
        copy.user = name;
        copy.password = secret;
      });
    }

    public Options withClock(Clock time) {
      return with(copy -> copy.clock = time);
    }

    /// How many bytes a request's body may have.
    public Options withBodyLimit(long bytes) {
      return with(copy -> copy.bodyLimit = bytes);
    }

    /// Whether tasks that were resumed run by their schedules; EXECUTE TASK runs them in any case.
    public Options withTasks(boolean run) {
      return with(copy -> copy.runsTasks = run);
    }

    /// An account for those who have no reason to choose one.
    public String account() {
      return ACCOUNT;
    }

    /// The administrator of every account.
    public String user() {
      return user;
    }

    public String password() {
      return password;
    }

    @Override
    public String toString() {
      return "Options[home=" + home + ", address=" + address + ", port=" + port + "]";
    }
  }

  /// Starts a server; it accepts connections when this returns.
  ///
  /// @throws IOException when the port is taken
  /// @throws IllegalArgumentException for an address that is not the machine's own, unless the
  ///   options allow it
  public static SnowflakeServer start(Options options) throws IOException {
    var place = new HttpListener.Place(options.address, options.port, options.anyAddress);
    var outside = options.aws.map(link -> new AwsBuckets(link, options.clock));
    var accounts =
        new Accounts(
            options.home,
            buckets(options, outside),
            options.aws,
            new Accounts.Administrator(options.user, options.password),
            options.clock,
            options.runsTasks);
    return new SnowflakeServer(
        accounts,
        ProtocolServer.start(place, accounts, options.clock, options.bodyLimit),
        place,
        options,
        outside);
  }

  /// A folder of buckets comes before those of AWS.
  private static Map<String, Buckets> buckets(Options options, Optional<AwsBuckets> outside) {
    if (options.buckets.isPresent()) {
      var folder = FolderStore.ofBuckets(options.buckets.get());
      return Map.of(S3, _ -> folder);
    }
    return outside.isPresent() ? Map.of(S3, outside.get()) : Map.of();
  }

  /// Where it listens, such as `http://127.0.0.1:4711`.
  public String endpoint() {
    return "http://" + place.host() + ":" + port();
  }

  public int port() {
    return server.port();
  }

  /// An account for those who have no reason to choose one.
  public String account() {
    return ACCOUNT;
  }

  /// The administrator of every account.
  public String user() {
    return options.user;
  }

  public String password() {
    return options.password;
  }

  /// The URL for the JDBC driver, with the account but without a user.
  public String jdbcUrl(String accountName) {
    return "jdbc:snowflake://"
        + place.host()
        + ":"
        + port()
        + "/?ssl=off&disablePlatformDetection=true&account="
        + accountName;
  }

  /// Says where an account is that does not exist yet.
  ///
  /// @param region such as `AWS_EU_WEST_2`
  public void locate(String accountName, String region) {
    accounts.locate(accountName, region);
  }

  /// Runs a script in an account as its administrator, up to the first statement that fails.
  ///
  /// @param variables session variables the script reads, all of them texts
  /// @throws SnowflakeException when a statement fails; its message says which one
  /// @throws IOException when the account cannot be opened
  public void administer(String accountName, Map<String, String> variables, String script)
      throws SnowflakeException, IOException, InterruptedException {
    var login =
        new Login(
            accountName,
            options.user,
            new Login.Credentials.Password(options.password),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "Landfall",
            Map.of());
    Administration.run(accounts, login, variables, script);
  }

  /// Tells that a file has come into being in an S3 bucket, as the bucket's event notifications
  /// would: pipes with AUTO_INGEST whose stage it lies in have loaded it when this returns, or
  /// their status says why not.
  public void notifyCreated(String bucket, String key) {
    accounts.created(S3, bucket, key);
  }

  /// Stops: running queries are cancelled, open transactions rolled back. What is kept in memory is
  /// gone.
  @Override
  public void close() throws IOException {
    server.close();
    outside.ifPresent(AwsBuckets::close);
  }
}
