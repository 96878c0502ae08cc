package dev.landfall.engine.store;

import dev.landfall.engine.event.Event;
import dev.landfall.engine.event.ProcessLiveness;
import dev.landfall.spi.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// A process of its own that claims a target in a local event log and appends to it, saying after
/// each append how many were acknowledged. Used from one thread.
final class AppendingProcess implements AutoCloseable {
  static final Duration LONG = Duration.ofHours(1);

  private final Process process;
  private final BufferedReader output;

  /// @param appends how many, before it ends
  AppendingProcess(Path folder, String region, int appends) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes =
        Objects.requireNonNullElse(
            System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"));
    var command = List.of(java, "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp");
    var all = new ArrayList<>(command);
    all.addAll(
        List.of(
            classes,
            AppendingProcess.class.getName(),
            folder.toString(),
            region,
            Integer.toString(appends)));
    try {
      process = new ProcessBuilder(all).redirectError(Redirect.DISCARD).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    output = process.inputReader(StandardCharsets.UTF_8);
  }

  /// What an append of one of these processes holds: one to three notes.
  static List<Event> events(int append) {
    return IntStream.rangeClosed(0, append % 3)
        .mapToObj(part -> EventLogContract.note(append + "." + part))
        .toList();
  }

  long pid() {
    return process.pid();
  }

  /// Waits until so many appends were acknowledged.
  void awaitAcknowledged(int appends) throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (Integer.parseInt(line) == appends) {
        return;
      }
    }
    throw new IllegalStateException("it ended before it had appended " + appends + " times");
  }

  /// Kills it, with no chance to clean up.
  ///
  /// @return how many appends were acknowledged, when `atLeast` was the number known before
  int kill(int atLeast) throws IOException, InterruptedException {
    // Not `Process.destroyForcibly`: that throws away what was not read yet.
    process.toHandle().destroyForcibly();
    process.waitFor();
    var acknowledged = atLeast;
    // A number may be cut short; then it is not one more than the last.
    for (var line = output.readLine();
        line != null && line.equals(Integer.toString(acknowledged + 1));
        line = output.readLine()) {
      acknowledged++;
    }
    return acknowledged;
  }

  /// Waits for its end.
  int exitCode() throws InterruptedException, IOException {
    while (output.readLine() != null) {
      // Read on, so that it never waits for a reader.
    }
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /// The process itself.
  public static void main(String[] arguments) throws Exception {
    var region = arguments[1];
    try (var log = DatabaseEventLog.openLocal(Path.of(arguments[0]), Clock.systemUTC())) {
      var claim =
          log.claim(
              new Target("dev", region),
              "rollout-" + region,
              ProcessLiveness.self("child", Clock.systemUTC()),
              LONG,
              holder -> false);
      System.out.println(0);
      for (var append = 1; append <= Integer.parseInt(arguments[2]); append++) {
        log.append(claim, events(append));
        System.out.println(append);
      }
    }
  }
}
