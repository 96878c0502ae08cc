package dev.landfall.sandbox.postgresql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import org.postgresql.ds.PGSimpleDataSource;

/// A PostgreSQL server of its own, from embedded binaries: loopback only, log-in by password, its
/// data kept in a folder. It ends with this process, also when that is killed. Threads may share
/// it.
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "postgres";
  private static final String PASSWORD_FILE = "password";
  private static final Duration START = Duration.ofMinutes(1);

  private final EmbeddedPostgres server;
  private final String password;
  private final long pid;
  private final Process guard;
  private final FileChannel lockFile;

  private PostgresServer(
      EmbeddedPostgres server, String password, long pid, Process guard, FileChannel lockFile) {
    this.server = server;
    this.password = password;
    this.pid = pid;
    this.guard = guard;
    this.lockFile = lockFile;
  }

  /// It cannot be started.
  public static final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Starts a server and waits until it accepts connections.
  ///
  /// @param home where it keeps its data and its password; made when it is not there
  /// @param port 0 for a free one
  /// @throws StartException when it does not start, or another process serves from the same folder
  /// @throws IOException when the folder cannot be written
  public static PostgresServer start(Path home, int port) throws IOException, StartException {
    var folder = Files.createDirectories(home.toAbsolutePath());
    var lockFile =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lockFile.tryLock() == null) {
        throw new IOException("another process serves from " + folder + ".");
      }
      return start(folder, port, lockFile);
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw new StartException("PostgreSQL does not start: " + e.getMessage(), e);
    }
  }

  private static PostgresServer start(Path folder, int port, FileChannel lockFile)
      throws IOException {
    var password = password(folder);
    var data = folder.resolve("data");
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPort(port)
            .setPGStartupWait(START)
            .setOutputRedirector(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .setErrorRedirector(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            // These become options of initdb.
            .setLocaleConfig("auth", "md5")
            .setLocaleConfig("pwfile", folder.resolve(PASSWORD_FILE).toString())
            .setLocaleConfig("locale", "C")
            .setConnectConfig("password", password)
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("password_encryption", "md5")
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("shared_buffers", "64MB")
            .setServerConfig("max_connections", "200")
            // What it holds may be lost with the machine, but not with a process.
            .setServerConfig("fsync", "off");
    var server = builder.start();
    var pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    return new PostgresServer(server, password, pid, guard(pid), lockFile);
  }

  /// Ends the server when this process ends in whatever way: its standard input is then closed.
  private static Process guard(long pid) throws IOException {
    return new ProcessBuilder("sh", "-c", "read line; kill -INT " + pid)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String password(Path folder) throws IOException {
    var file = folder.resolve(PASSWORD_FILE);
    if (!Files.exists(file)) {
      var random = new byte[16];
      new SecureRandom().nextBytes(random);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, HexFormat.of().formatHex(random));
    }
    return Files.readString(file).strip();
  }

  /// `127.0.0.1:port`
  public String endpoint() {
    return "127.0.0.1:" + port();
  }

  /// Where it listens.
  public int port() {
    return server.getPort();
  }

  /// A user who may do everything.
  public String user() {
    return USER;
  }

  /// That user's password.
  public String password() {
    return password;
  }

  /// The server's first process.
  public long pid() {
    return pid;
  }

  /// The URL of a database. The server knows no TLS, so that asking for it is left out.
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + endpoint() + "/" + database + "?sslmode=disable";
  }

  /// Makes a database unless it is there.
  ///
  /// @throws IOException when the server refuses
  public void createDatabase(String name) throws IOException {
    var source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl("postgres"));
    try (var connection = source.getConnection(USER, password);
        var query =
            connection.prepareStatement("SELECT 1 FROM pg_catalog.pg_database WHERE datname = ?");
        var statement = connection.createStatement()) {
      query.setString(1, name);
      try (var rows = query.executeQuery()) {
        if (!rows.next()) {
          statement.execute("CREATE DATABASE \"" + name.replace("\"", "\"\"") + "\"");
        }
      }
    } catch (SQLException e) {
      throw new IOException("database " + name + " cannot be made: " + e.getMessage(), e);
    }
  }

  /// Stops the server and waits for its end. Its data stays.
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    } finally {
      guard.destroy();
      unlock();
    }
  }

  private void unlock() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
