package dev.landfall.sandbox.snowflake;

import dev.landfall.sandbox.snowflake.load.store.FolderStore;
import dev.landfall.sandbox.snowflake.load.store.ObjectStore;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.protocol.ProtocolServer;
import dev.landfall.sandbox.snowflake.session.Accounts;
import dev.landfall.sandbox.snowflake.session.Administration;
import dev.landfall.sandbox.snowflake.session.Login;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// A Snowflake on this machine. Every account name is an account of its own, which comes into being
/// when [#user] logs in to it for the first time. Threads may share it.
public final class SnowflakeServer implements AutoCloseable {
  private final Accounts accounts;
  private final ProtocolServer server;
  private final Options options;

  private SnowflakeServer(Accounts accounts, ProtocolServer server, Options options) {
    this.accounts = accounts;
    this.server = server;
    this.options = options;
  }

  /// How it is started.
  ///
  /// @param home the folder where accounts are kept; in memory when it is empty
  /// @param buckets a folder that holds a folder for each S3 bucket
  /// @param address where it listens
  /// @param port 0 for a free one
  /// @param anyAddress whether it may listen elsewhere than on the loopback interface
  /// @param user the administrator of every account
  /// @param bodyLimit how many bytes a request's body may have
  /// @param runsTasks whether tasks that were resumed run by their schedules; EXECUTE TASK runs
  ///   them in any case
  public record Options(
      Optional<Path> home,
      Optional<Path> buckets,
      InetAddress address,
      int port,
      boolean anyAddress,
      String account,
      String user,
      String password,
      Clock clock,
      long bodyLimit,
      boolean runsTasks) {
    private static final long BODY_LIMIT = 256L * 1024 * 1024;

    /// In memory, on a free port.
    public static Options defaults() {
      return new Options(
          Optional.empty(),
          Optional.empty(),
          InetAddress.getLoopbackAddress(),
          0,
          false,
          "LANDFALL",
          "LANDFALL",
          "landfall",
          Clock.systemUTC(),
          BODY_LIMIT,
          false);
    }

    public Options withHome(Path folder) {
      return new Options(
          Optional.of(folder),
          buckets,
          address,
          port,
          anyAddress,
          account,
          user,
          password,
          clock,
          bodyLimit,
          runsTasks);
    }

    /// @param folder holds a folder for each bucket
    public Options withBuckets(Path folder) {
      return new Options(
          home,
          Optional.of(folder),
          address,
          port,
          anyAddress,
          account,
          user,
          password,
          clock,
          bodyLimit,
          runsTasks);
    }

    public Options withPort(int number) {
      return new Options(
          home,
          buckets,
          address,
          number,
          anyAddress,
          account,
          user,
          password,
          clock,
          bodyLimit,
          runsTasks);
    }

    /// @param any whether it may be another than a loopback address
    public Options withAddress(InetAddress where, boolean any) {
      return new Options(
          home, buckets, where, port, any, account, user, password, clock, bodyLimit, runsTasks);
    }

    public Options withUser(String name, String secret) {
      return new Options(
          home,
          buckets,
          address,
          port,
          anyAddress,
          account,
          name,
          secret,
          clock,
          bodyLimit,
          runsTasks);
    }

    public Options withClock(Clock time) {
      return new Options(
          home,
          buckets,
          address,
          port,
          anyAddress,
          account,
          user,
          password,
          time,
          bodyLimit,
          runsTasks);
    }

    public Options withBodyLimit(long bytes) {
      return new Options(
          home,
          buckets,
          address,
          port,
          anyAddress,
          account,
          user,
          password,
          clock,
          bytes,
          runsTasks);
    }

    public Options withTasks(boolean run) {
      return new Options(
          home, buckets, address, port, anyAddress, account, user, password, clock, bodyLimit, run);
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
    if (!options.address().isLoopbackAddress() && !options.anyAddress()) {
      throw new IllegalArgumentException(
          "The sandbox listens on the loopback interface only, not on "
              + options.address().getHostAddress()
              + ".");
    }
    var accounts =
        new Accounts(
            options.home(),
            buckets(options),
            new Accounts.Administrator(options.user(), options.password()),
            options.clock(),
            options.runsTasks());
    return new SnowflakeServer(
        accounts,
        ProtocolServer.start(
            new InetSocketAddress(options.address(), options.port()),
            accounts,
            options.clock(),
            options.bodyLimit()),
        options);
  }

  private static Map<String, ObjectStore> buckets(Options options) {
    return options.buckets().isPresent()
        ? Map.of("s3", FolderStore.ofBuckets(options.buckets().get()))
        : Map.of();
  }

  /// Where it listens, such as `http://127.0.0.1:4711`.
  public String endpoint() {
    return "http://" + host() + ":" + port();
  }

  private String host() {
    var address = options.address();
    return address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
  }

  public int port() {
    return server.port();
  }

  /// An account for those who have no reason to choose one.
  public String account() {
    return options.account();
  }

  /// The administrator of every account.
  public String user() {
    return options.user();
  }

  public String password() {
    return options.password();
  }

  /// The URL for the JDBC driver, with the account but without a user.
  public String jdbcUrl(String accountName) {
    return "jdbc:snowflake://"
        + host()
        + ":"
        + port()
        + "/?ssl=off&disablePlatformDetection=true&account="
        + accountName;
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
            options.user(),
            new Login.Credentials.Password(options.password()),
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
    accounts.created("s3", bucket, key);
  }

  /// Stops: running queries are cancelled, open transactions rolled back. What is kept in memory is
  /// gone.
  @Override
  public void close() throws IOException {
    server.close();
  }
}
