package dev.landfall.cloudformation;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// Passes requests on to an AWS, byte by byte since they are signed, and breaks the connections of
/// those it is told to. A client that repeats a call whose connection was broken finds it broken
/// again. Threads share it.
final class AwsProxy implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
  private static final Pattern CALL = Pattern.compile("(?im)^amz-sdk-invocation-id: *(\\S+)");

  private final int server;
  private final Watch watch;
  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /// What happens to a request.
  enum Fate {
    PASS,
    /// The connection breaks before the server has it.
    CUT,
    /// The server carries it out, and the connection breaks before its answer arrives.
    CUT_ANSWER
  }

  /// Decides about requests.
  @FunctionalInterface
  interface Watch {
    /// @param text of the whole request
    Fate before(String text);
  }

  private AwsProxy(int server, Watch watch, ServerSocket listening) {
    this.server = server;
    this.watch = watch;
    this.listening = listening;
  }

  /// Listens on a free port of the loopback interface.
  ///
  /// @param server the port of the server
  static AwsProxy start(int server, Watch watch) throws IOException {
    var listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    var proxy = new AwsProxy(server, watch, listening);
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  String endpoint() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return; // it was closed
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        var onward = new Socket(InetAddress.getLoopbackAddress(), server)) {
      open.add(onward);
      var requests = new BufferedInputStream(client.getInputStream());
      var answers = new BufferedInputStream(onward.getInputStream());
      while (true) {
        var request = request(requests, client.getOutputStream());
        if (request.length == 0) {
          return;
        }
        var fate = fate(new String(request, StandardCharsets.ISO_8859_1));
        if (fate == Fate.CUT) {
          return;
        }
        onward.getOutputStream().write(request);
        var answer = answer(answers, request[0] == 'H');
        if (fate == Fate.CUT_ANSWER || answer.length == 0) {
          return;
        }
        client.getOutputStream().write(answer);
      }
    } catch (IOException e) {
      // One of both has gone; the other one is closed too.
      return;
    }
  }

  private Fate fate(String request) {
    var call = CALL.matcher(request);
    var id = call.find() ? call.group(1) : "";
    if (broken.contains(id)) {
      return Fate.CUT;
    }
    var fate = watch.before(request);
    if (fate != Fate.PASS) {
      broken.add(id);
    }
    return fate;
  }

  /// A request; empty at the end of the connection.
  private static byte[] request(InputStream in, OutputStream client) throws IOException {
    var head = head(in);
    if (head.toLowerCase(Locale.ROOT).contains("\r\nexpect: 100-continue")) {
      client.write(CONTINUE.getBytes(StandardCharsets.ISO_8859_1));
    }
    return message(head, in);
  }

  /// @param isHead whether it is one to a HEAD, which has no body whatever its length says
  private static byte[] answer(InputStream in, boolean isHead) throws IOException {
    var head = head(in);
    while (head.startsWith("HTTP/1.1 100")) {
      head = head(in);
    }
    return isHead ? head.getBytes(StandardCharsets.ISO_8859_1) : message(head, in);
  }

  private static String head(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      var next = in.read();
      if (next < 0) {
        return "";
      }
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /// A request or an answer of a known length.
  private static byte[] message(String head, InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    var length = LENGTH.matcher(head);
    if (length.find()) {
      bytes.write(in.readNBytes(Integer.parseInt(length.group(1))));
    } else if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
      throw new IOException("messages in chunks are not passed on");
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (var socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
