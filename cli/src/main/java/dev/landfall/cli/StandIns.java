package dev.landfall.cli;

import dev.landfall.engine.plan.Background;
import dev.landfall.engine.secret.Redactor;
import dev.landfall.sandbox.aws.AwsServer;
import dev.landfall.sandbox.postgresql.PostgresServer;
import dev.landfall.sandbox.snowflake.SnowflakeServer;
import dev.landfall.sandbox.snowflake.aws.AwsLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The local stand-ins of one process.
final class StandIns implements AutoCloseable {
  /// A system a stand-in stands for.
  enum Service {
    POSTGRESQL,
    SNOWFLAKE,
    AWS
  }

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;
  private final boolean temporary;
  private final Optional<PostgresServer> postgres;
  private final Optional<SnowflakeServer> snowflake;
  private final Optional<AwsServer> aws;

  private StandIns(
      Path folder,
      boolean temporary,
      Optional<PostgresServer> postgres,
      Optional<SnowflakeServer> snowflake,
      Optional<AwsServer> aws) {
    this.folder = folder;
    this.temporary = temporary;
    this.postgres = postgres;
    this.snowflake = snowflake;
    this.aws = aws;
  }

  /// What is started, and how.
  ///
  /// @param home where they keep their data; nothing outlives them when it is empty
  /// @param port of PostgreSQL; 0 for a free one
  /// @param tasks whether Snowflake's tasks run by their schedules
  /// @param buckets a folder that holds a folder for each S3 bucket that Snowflake's stages read
  record Wanted(
      Optional<Path> home, Set<Service> services, int port, boolean tasks, Optional<Path> buckets) {
    /// In a folder, or in memory.
    static Wanted of(Optional<Path> home, Set<Service> services) {
      return new Wanted(home, services, 0, false, Optional.empty());
    }

    Wanted withPort(int number) {
      return new Wanted(home, services, number, tasks, buckets);
    }
  }

  /// What people are told when stand-ins do not start.
  static Failure failure(@Nullable String why) {
    return new Failure(
        Exit.FAILED,
        "The stand-ins cannot be started: " + why,
        "Their folder must be on a local disk that may be written to, and the port be free.");
  }

  /// Starts some of them.
  static StandIns start(Wanted wanted)
      throws IOException, InterruptedException, PostgresServer.StartException {
    var home = wanted.home();
    var services = wanted.services();
    var folder =
        home.isPresent()
            ? Files.createDirectories(home.get().toAbsolutePath())
            : Files.createTempDirectory("landfall-sandbox");
    LogFile.open(folder.resolve("sandbox.log"), new Redactor());
    var aws =
        services.contains(Service.AWS)
            ? Optional.of(Background.start("start-aws", () -> startAws(home.map(h -> folder))))
            : Optional.<Background<AwsServer>>empty();
    var snowflake =
        services.contains(Service.SNOWFLAKE)
            ? Optional.of(
                Background.start(
                    "start-snowflake",
                    () -> startSnowflake(home.map(h -> folder), wanted, aws.map(Background::join))))
            : Optional.<Background<SnowflakeServer>>empty();
    var postgres =
        services.contains(Service.POSTGRESQL)
            ? Optional.of(PostgresServer.start(folder.resolve("postgresql"), wanted.port()))
            : Optional.<PostgresServer>empty();
    try {
      return new StandIns(
          folder,
          home.isEmpty(),
          postgres,
          snowflake.map(Background::join),
          aws.map(Background::join));
    } catch (UncheckedIOException e) {
      postgres.ifPresent(PostgresServer::close);
      throw e.getCause();
    }
  }

  private static SnowflakeServer startSnowflake(
      Optional<Path> home, Wanted wanted, Optional<AwsServer> aws) {
    try {
      var alone = SnowflakeServer.Options.defaults().withTasks(wanted.tasks());
      var inMemory = aws.map(server -> alone.withAws(link(server))).orElse(alone);
      var options = wanted.buckets().map(inMemory::withBuckets).orElse(inMemory);
      return home.isPresent()
          ? SnowflakeServer.start(
              options
                  .withHome(home.get().resolve("snowflake"))
                  .withUser(options.user(), kept(home.get().resolve("snowflake.password"))))
          : SnowflakeServer.start(options.withUser(options.user(), random()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AwsLink link(AwsServer aws) {
    return new AwsLink(
        URI.create(aws.endpoint()),
        user -> {
          var keys = aws.serviceUser(user);
          return new AwsLink.Credentials(
              keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
        });
  }

  private static AwsServer startAws(Optional<Path> home) {
    try {
      var options = AwsServer.Options.defaults();
      return home.isPresent()
          ? AwsServer.start(
              options
                  .withHome(home.get().resolve("aws"))
                  .withSecret(kept(home.get().resolve("aws.secret"))))
          : AwsServer.start(options.withSecret(random()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is kept has its password from its first start on.
  private static String kept(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(file, OWNER_ONLY);
      Files.writeString(file, random());
    }
    return Files.readString(file);
  }

  private static String random() {
    var bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// Whether one of them was started.
  boolean isStarted(Service service) {
    return switch (service) {
      case POSTGRESQL -> postgres.isPresent();
      case SNOWFLAKE -> snowflake.isPresent();
      case AWS -> aws.isPresent();
    };
  }

  /// The stand-in of PostgreSQL, which must have been started.
  PostgresServer postgres() {
    return postgres.orElseThrow();
  }

  /// The stand-in of Snowflake, which must have been started.
  SnowflakeServer snowflake() {
    return snowflake.orElseThrow();
  }

  /// The stand-in of AWS, which must have been started.
  AwsServer aws() {
    return aws.orElseThrow();
  }

  /// How JDBC reaches one of them, without what comes after host and port; empty when it was not
  /// started, or has no JDBC.
  Optional<String> jdbcUrl(Service service) {
    return switch (service) {
      case POSTGRESQL -> postgres.map(server -> "jdbc:postgresql://" + server.endpoint());
      case SNOWFLAKE ->
          snowflake.map(
              server -> "jdbc:snowflake://" + URI.create(server.endpoint()).getRawAuthority());
      case AWS -> Optional.empty();
    };
  }

  /// Where they keep what they have.
  Path folder() {
    return folder;
  }

  /// Writes how to reach them, readable only by this user, complete or not at all.
  void writeReadyFile(Path file) throws IOException {
    var document = Documents.object();
    snowflake.ifPresent(server ->
        document
            .putObject("snowflake")
            .put("endpoint", server.endpoint())
            .put("account", server.account())
            .put("user", server.user())
            .put("password", server.password()));
    postgres.ifPresent(server ->
        document
            .putObject("postgresql")
            .put("endpoint", server.endpoint())
            .put("user", server.user())
            .put("password", server.password()));
    aws.ifPresent(server ->
        document
            .putObject("aws")
            .put("endpoint", server.endpoint())
            .put("accessKeyId", server.account())
            .put("secretAccessKey", server.secret()));
    document.put("pid", ProcessHandle.current().pid());
    var target = file.toAbsolutePath();
    Files.createDirectories(target.resolveSibling("."));
    var draft = Files.createTempFile(target.resolveSibling("."), ".ready", ".json", OWNER_ONLY);
    Files.writeString(draft, document.toPrettyString() + "\n");
    Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    postgres.ifPresent(PostgresServer::close);
    try {
      if (snowflake.isPresent()) {
        snowflake.get().close();
      }
      if (aws.isPresent()) {
        aws.get().close();
      }
      if (temporary) {
        delete();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the stand-ins did not end well", e);
    }
  }

  private void delete() throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
