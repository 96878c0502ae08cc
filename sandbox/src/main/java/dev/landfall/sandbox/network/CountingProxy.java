package dev.landfall.sandbox.network;

import dev.landfall.sandbox.network.FlightListener.Fate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Passes TCP connections on to a server as a distant network would: each flight, from the client's
/// first byte to the server's first byte of answer, takes at least the round trip's time. It counts
/// the flights. Threads may share it.
public final class CountingProxy implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final int BEGINNING = 64;

  private final ServerSocket listening;
  private final InetSocketAddress server;
  private final Duration roundTrip;
  private final FlightListener listener;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger flights = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private CountingProxy(
      ServerSocket listening,
      InetSocketAddress server,
      Duration roundTrip,
      FlightListener listener) {
    this.listening = listening;
    this.server = server;
    this.roundTrip = roundTrip;
    this.listener = listener;
  }

  /// Listens on a free port of the loopback interface.
  ///
  /// @param port where the server listens, on the loopback interface
  /// @param roundTrip what each flight costs; zero for nothing
  /// @param listener watches the flights
  /// @throws IOException when no port is free
  public static CountingProxy start(int port, Duration roundTrip, FlightListener listener)
      throws IOException {
    var loopback = InetAddress.getLoopbackAddress();
    var proxy =
        new CountingProxy(
            new ServerSocket(0, 200, loopback),
            new InetSocketAddress(loopback, port),
            roundTrip,
            listener);
    Thread.ofPlatform().daemon().name("proxy-accept").start(proxy::accept);
    return proxy;
  }

  /// Listens on a free port, without anybody watching.
  ///
  /// @throws IOException when no port is free
  public static CountingProxy start(int port, Duration roundTrip) throws IOException {
    return start(port, roundTrip, new FlightListener() {});
  }

  /// Where it listens.
  public int port() {
    return listening.getLocalPort();
  }

  /// How many flights there were on all connections: requests that were answered. A farewell is
  /// none.
  public int flights() {
    return flights.get();
  }

  /// How many connections were accepted.
  public int connections() {
    return connections.get();
  }

  /// Counts from zero again.
  public void reset() {
    requests.set(0);
    flights.set(0);
    connections.set(0);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().name("proxy").start(() -> serve(client));
      } catch (IOException e) {
        // Closed: the loop ends.
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        var upstream = new Socket()) {
      open.add(client);
      open.add(upstream);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      upstream.connect(server);
      var turn = new Turn();
      var answers = Thread.ofVirtual().start(() -> answers(turn, client, upstream));
      requests(turn, client, upstream);
      answers.join();
    } catch (IOException e) {
      // The connection is over: closing both sides tells its ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  /// Whose turn it is on one connection.
  private static final class Turn {
    /// Whether the client spoke last.
    private final AtomicBoolean client = new AtomicBoolean();

    private volatile int flight;
    private volatile long began;
  }

  private void requests(Turn turn, Socket client, Socket upstream) throws IOException {
    var buffer = new byte[BUFFER];
    var in = client.getInputStream();
    var out = upstream.getOutputStream();
    for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (!turn.client.get()) {
        turn.began = System.nanoTime();
        turn.flight = requests.incrementAndGet();
        turn.client.set(true);
        var beginning = new String(buffer, 0, Math.min(n, BEGINNING), StandardCharsets.ISO_8859_1);
        if (listener.beforeRequest(turn.flight, beginning) == Fate.CUT) {
          cut(client, upstream);
          return;
        }
      }
      out.write(buffer, 0, n);
      out.flush();
    }
    upstream.shutdownOutput();
  }

  private void answers(Turn turn, Socket client, Socket upstream) {
    var buffer = new byte[BUFFER];
    try {
      InputStream in = upstream.getInputStream();
      var out = client.getOutputStream();
      for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (turn.client.compareAndSet(true, false)) {
          flights.incrementAndGet();
          if (listener.beforeAnswer(turn.flight) == Fate.CUT) {
            cut(client, upstream);
            return;
          }
          var left = roundTrip.toNanos() - (System.nanoTime() - turn.began);
          if (left > 0) {
            Thread.sleep(Duration.ofNanos(left));
          }
        }
        out.write(buffer, 0, n);
        out.flush();
      }
      client.close();
    } catch (IOException e) {
      cut(client, upstream);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void cut(Socket client, Socket upstream) {
    for (var socket : Set.of(client, upstream)) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Cuts every connection there is; new ones are accepted.
  public void cutAll() {
    try {
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Cuts every connection and stops listening.
  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cutAll();
  }
}
