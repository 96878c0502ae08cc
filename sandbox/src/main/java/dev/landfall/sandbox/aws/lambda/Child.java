package dev.landfall.sandbox.aws.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.landfall.sandbox.aws.protocol.JsonTexts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A process that runs a handler, one invocation after the other. It ends when its standard input
/// does, so it does not outlive the server, however that ends. One thread at a time.
final class Child implements AutoCloseable {
  /// The answers go to descriptor 3; what the handler prints anywhere else is its log.
  private static final String REDIRECTED = "exec \"$0\" \"$@\" 3>&1 1>&2";

  private static final String END = "";
  private static final int LONGEST_LOG = 1024 * 1024;

  /// In milliseconds, for loading the handler, which is no part of a function's timeout.
  private static final long LONGEST_START = TimeUnit.MINUTES.toMillis(1);

  private final Process process;
  private final OutputStream in;
  private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final StringBuilder log = new StringBuilder();
  private final Thread answering;
  private final Thread logging;
  private boolean ready;
  private boolean late;

  private Child(Process process) {
    this.process = process;
    this.in = process.getOutputStream();
    this.answering =
        Thread.ofVirtual()
            .name("lambda-answers-" + process.pid())
            .start(() -> read(process.inputReader(UTF_8), line -> answers.add(line)));
    this.logging =
        Thread.ofVirtual()
            .name("lambda-log-" + process.pid())
            .start(() ->
                read(
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8)),
                    this::log));
  }

  /// Starts one.
  ///
  /// @throws IOException when the program is not there
  static Child start(Language language, Path bootstrap, Path code, Map<String, String> environment)
      throws IOException {
    var command = new ArrayList<>(List.of("sh", "-c", REDIRECTED, language.program()));
    command.addAll(language.arguments());
    command.add(bootstrap.toString());
    var builder = new ProcessBuilder(command).directory(code.toFile());
    var given = builder.environment();
    given.keySet().removeIf(name -> !isInherited(name));
    given.putAll(environment);
    return new Child(builder.start());
  }

  /// What the programs themselves need.
  private static boolean isInherited(String name) {
    return name.equals("PATH") || name.equals("HOME") || name.startsWith("PYENV_");
  }

  @FunctionalInterface
  private interface Lines {
    void take(String line);
  }

  private void read(BufferedReader reader, Lines lines) {
    try (reader) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.take(line);
      }
    } catch (IOException e) {
      // The process was ended in the middle of a line.
      return;
    } finally {
      answers.add(END);
    }
  }

  private synchronized void log(String line) {
    if (log.length() < LONGEST_LOG) {
      log.append(line).append('\n');
    }
    notifyAll();
  }

  /// How an invocation has ended.
  sealed interface Outcome {
    /// What the handler has returned, or what it has failed with.
    record Answered(ObjectNode answer) implements Outcome {}

    record TimedOut() implements Outcome {}

    /// @param status of the process
    record Exited(int status) implements Outcome {}
  }

  /// Runs the handler.
  Outcome invoke(ObjectNode invocation, long millis) throws IOException, InterruptedException {
    if (!ready) {
      var told = answered(LONGEST_START);
      if (told.isEmpty()) {
        return ended();
      }
      ready = true;
    }
    try {
      in.write(JsonTexts.bytes(invocation));
      in.write('\n');
      in.flush();
    } catch (IOException e) {
      return new Outcome.Exited(process.waitFor());
    }
    var answer = answered(millis);
    return answer.isPresent() ? new Outcome.Answered(answer.get()) : ended();
  }

  /// What the process says next; empty when it has ended, or did not say anything in time, which
  /// ends it.
  private Optional<ObjectNode> answered(long millis) throws InterruptedException {
    @Nullable String line;
    try {
      line = answers.poll(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // It would answer whom nobody asked.
      close();
      throw e;
    }
    if (line == null) {
      late = true;
      process.destroyForcibly();
      return Optional.empty();
    }
    return line.equals(END) ? Optional.empty() : JsonTexts.object(line.getBytes(UTF_8));
  }

  private Outcome ended() throws InterruptedException {
    process.destroyForcibly();
    int status = process.waitFor();
    logging.join();
    return late ? new Outcome.TimedOut() : new Outcome.Exited(status);
  }

  /// What has been logged of the invocation.
  ///
  /// @param mark the line that ends it; the process writes it behind everything else
  synchronized String logUntil(String mark) throws InterruptedException {
    while (process.isAlive() && log.indexOf(mark) < 0) {
      wait(100);
    }
    int end = log.indexOf(mark);
    var text = end < 0 ? log.toString() : log.substring(0, end);
    log.setLength(0);
    return text;
  }

  boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    answering.interrupt();
  }
}
