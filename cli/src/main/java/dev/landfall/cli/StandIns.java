package dev.landfall.cli;

import dev.landfall.engine.secret.Redactor;
import dev.landfall.sandbox.postgresql.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The local stand-ins of one process.
record StandIns(PostgresServer postgres) implements AutoCloseable {

  /// Starts them.
  ///
  /// @param home where they keep their data
  /// @param port of PostgreSQL; 0 for a free one
  static StandIns start(Path home, int port)
      throws IOException, InterruptedException, PostgresServer.StartException {
    var folder = Files.createDirectories(home.toAbsolutePath());
    LogFile.open(folder.resolve("sandbox.log"), new Redactor());
    return new StandIns(PostgresServer.start(folder.resolve("postgresql"), port));
  }

  /// Writes how to reach them, readable only by this user, complete or not at all.
  void writeReadyFile(Path file) throws IOException {
    var document = Documents.object();
    document
        .putObject("postgresql")
        .put("endpoint", postgres.endpoint())
        .put("user", postgres.user())
        .put("password", postgres.password());
    document.put("pid", ProcessHandle.current().pid());
    var target = file.toAbsolutePath();
    Files.createDirectories(target.resolveSibling("."));
    var temporary =
        Files.createTempFile(
            target.resolveSibling("."),
            ".ready",
            ".json",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, document.toPrettyString() + "\n");
    Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    postgres.close();
  }
}
