package dev.landfall.engine.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.engine.SysProperties;
import org.h2.mvstore.MVStoreException;
import org.h2.tools.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves an open H2 database to other processes of the machine, on the loopback address and to
/// those who can read the state folder.
///
/// H2 has this built in as AUTO_SERVER; doing it here keeps its start out of a short command's
/// time, and needs no second lock file that a killed process would leave behind.
final class LocalServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);

  /// A command that ends sooner is not worth a server: who waits for it gets the file itself.
  private static final int GRACE_MILLIS = 500;

  private static final int UPKEEP_MILLIS = 1000;

  private final StateFolder folder;
  private final Pages pages;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private Optional<Server> server = Optional.empty();

  /// H2 reads where to listen when its first class is loaded.
  static void bindToLoopback() {
    System.setProperty("h2.bindAddress", LOOPBACK);
  }

  /// Starts soon, in the background.
  ///
  /// @param pages those of the open file
  LocalServer(StateFolder folder, Pages pages) {
    this.folder = folder;
    this.pages = pages;
    thread = Thread.ofPlatform().daemon().name("landfall-log-server").start(this::serve);
  }

  private void serve() {
    try {
      if (closing.await(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
      if (!LOOPBACK.equals(SysProperties.BIND_ADDRESS)) {
        LOG.warn("H2 was loaded before the event log in {}; others must wait for its end", folder);
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
      while (!closing.await(UPKEEP_MILLIS, TimeUnit.MILLISECONDS)) {
        pages.tidy();
      }
    } catch (SQLException | IOException | MVStoreException e) {
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
