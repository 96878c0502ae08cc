package dev.landfall.engine.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and a server on this machine: counts round trips, holds answers back,
/// and cuts a connection after a request was carried out and before its answer arrives.
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger roundTrips = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicBoolean cutNext = new AtomicBoolean();

  CuttingProxy(int server) throws IOException {
    this.server = server;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  int roundTrips() {
    return roundTrips.get();
  }

  int cuts() {
    return cuts.get();
  }

  void cutAfterNextAnswer() {
    cutNext.set(true);
  }

  private void accept() {
    try {
      while (true) {
        var client = listener.accept();
        var upstream = new Socket(InetAddress.getLoopbackAddress(), server);
        sockets.add(client);
        sockets.add(upstream);
        var asking = new AtomicBoolean();
        Thread.ofVirtual().start(() -> requests(client, upstream, asking));
        Thread.ofVirtual().start(() -> answers(client, upstream, asking));
      }
    } catch (IOException e) {
      close();
    }
  }

  private void requests(Socket client, Socket upstream, AtomicBoolean asking) {
    var buffer = new byte[65536];
    try (client;
        upstream) {
      for (var read = client.getInputStream().read(buffer);
          read >= 0;
          read = client.getInputStream().read(buffer)) {
        if (asking.compareAndSet(false, true)) {
          roundTrips.incrementAndGet();
        }
        upstream.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException e) {
      sockets.remove(client);
    }
  }

  private void answers(Socket client, Socket upstream, AtomicBoolean asking) {
    var buffer = new byte[65536];
    try (client;
        upstream) {
      for (var read = upstream.getInputStream().read(buffer);
          read >= 0;
          read = upstream.getInputStream().read(buffer)) {
        asking.set(false);
        if (cutNext.compareAndSet(true, false)) {
          cuts.incrementAndGet();
          return;
        }
        client.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException e) {
      sockets.remove(upstream);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (var socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
