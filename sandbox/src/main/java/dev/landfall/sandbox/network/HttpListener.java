package dev.landfall.sandbox.network;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An HTTP server of a stand-in: a virtual thread for each request. Threads may share it.
public final class HttpListener implements AutoCloseable {
  private static final int BACKLOG = 256;

  static {
    // The JDK's server reads these when it is first used.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    setUnlessSet("sun.net.httpserver.idleInterval", "600");
    setUnlessSet("sun.net.httpserver.maxIdleConnections", "1000");
    setUnlessSet("sun.net.httpserver.maxReqTime", "300");
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private HttpListener(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /// Where a stand-in listens, and whether it may.
  ///
  /// @param port 0 for a free one
  /// @param any whether it may be another than a loopback address
  public record Place(InetAddress address, int port, boolean any) {
    public Place {
      if (!address.isLoopbackAddress() && !any) {
        throw new IllegalArgumentException(
            "The sandbox listens on the loopback interface only, not on "
                + address.getHostAddress()
                + ".");
      }
    }

    /// By which this machine calls it.
    public String host() {
      return address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    }
  }

  /// Starts to serve.
  ///
  /// @throws IOException when the address is taken
  public static HttpListener start(Place place, HttpHandler handler) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(place.address(), place.port()), BACKLOG);
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return new HttpListener(server, threads);
  }

  /// Where it listens.
  public int port() {
    return server.getAddress().getPort();
  }

  /// Takes no further requests, and drops all connections.
  public void stop() {
    server.stop(0);
  }

  /// Stops, and interrupts the requests that are still being answered.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
