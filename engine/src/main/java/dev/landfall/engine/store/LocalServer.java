package dev.landfall.engine.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.tools.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves an open H2 database to other processes of the machine, on the loopback address and to
/// those who can read the state folder.
///
/// H2 has this built in as AUTO_SERVER; doing it here keeps its start out of a short command's
/// time, and needs no second lock file that a killed process would leave behind.
final class LocalServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);

  /// A command that ends sooner is not worth a server: who waits for it gets the file itself.
  private static final int GRACE_MILLIS = 150;

  private final StateFolder folder;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private Optional<Server> server = Optional.empty();

  /// H2 reads where to listen when its first class is loaded.
  static void bindToLoopback() {
    System.setProperty("h2.bindAddress", "127.0.0.1");
  }

  /// Starts soon, in the background.
  LocalServer(StateFolder folder) {
    this.folder = folder;
    thread = Thread.ofPlatform().daemon().name("landfall-log-server").start(this::serve);
  }

  private void serve() {
    try {
      if (closing.await(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
      var secret = new byte[16];
      new SecureRandom().nextBytes(secret);
      var key = HexFormat.of().formatHex(secret);
      var started =
          Server.createTcpServer(
                  "-tcpPort", "0", "-tcpDaemon", "-key", key, folder.database().toString())
              .start();
      server = Optional.of(started);
      folder.announce(new StateFolder.Announcement(started.getPort(), key));
    } catch (SQLException | IOException e) {
      LOG.warn("Other processes cannot use the event log in {} until this one ends", folder, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts the log's own threads", e);
    }
  }

  /// Ends the connections of the other processes: they find another way.
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join();
      folder.withdraw();
    } catch (IOException e) {
      LOG.debug("The next process that opens {} withdraws the announcement", folder, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts the log's own threads", e);
    }
    server.ifPresent(Server::stop);
  }
}
