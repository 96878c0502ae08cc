package dev.landfall.liquibase;

import dev.landfall.sandbox.postgresql.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/// One PostgreSQL for all tests of the process; it ends with it.
final class Servers {
  private static final class Shared {
    static final PostgresServer SERVER = start();
  }

  private Servers() {}

  static PostgresServer shared() {
    return Shared.SERVER;
  }

  private static PostgresServer start() {
    try {
      var server = PostgresServer.start(Files.createTempDirectory("landfall-postgres"), 0);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (PostgresServer.StartException e) {
      throw new IllegalStateException(e);
    }
  }
}
