package dev.landfall.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The launcher, started as people start it: `./landfall` in a process of its own.
final class Landfall {
  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final long MINUTES = 3;

  private final Path folder;
  private final List<String> common;
  private final Map<String, String> environment = new LinkedHashMap<>();

  /// @param folder where it is started
  /// @param common options of every command
  Landfall(Path folder, String... common) {
    this.folder = folder;
    this.common = List.of(common);
  }

  /// Sets an environment variable of every command.
  Landfall with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// How a command ended.
  record Ended(int exit, String out, String err) {
    String all() {
      return out + err;
    }

    JsonNode json() {
      return new JsonMapper().readTree(out);
    }
  }

  /// A command that is under way.
  record Running(Process process, Path out, Path err) {
    Ended await() throws InterruptedException {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("it does not end: " + text(out) + text(err));
      }
      return new Ended(process.exitValue(), text(out), text(err));
    }

    /// Ends it with SIGKILL.
    void kill() {
      process.destroyForcibly();
    }
  }

  Ended run(String... arguments) throws InterruptedException {
    return start(arguments).await();
  }

  /// Starts a command as people do who sit at a terminal.
  Process start(PseudoTerminal terminal, String... arguments) {
    try {
      var device = terminal.device().toFile();
      return builder(arguments)
          .redirectInput(device)
          .redirectOutput(device)
          .redirectError(device)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts a command in a session of its own whose controlling terminal this is, so that keys
  /// reach it as signals. Linux only (setsid(1)).
  Process startInSession(PseudoTerminal terminal, String... arguments) {
    try {
      var device = terminal.device().toFile();
      var builder = builder(arguments);
      // Whatever runs in the background hands on that it ignores Ctrl-C; a terminal's shell does
      // not.
      builder
          .command()
          .addAll(0, List.of("env", "--default-signal=INT", "setsid", "--ctty", "--wait"));
      return builder.redirectInput(device).redirectOutput(device).redirectError(device).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Running start(String... arguments) {
    try {
      var output = Files.createDirectories(folder.resolveSibling("output"));
      var out = Files.createTempFile(output, "out", ".txt");
      var err = Files.createTempFile(output, "err", ".txt");
      var builder = builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile());
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder builder(String... arguments) {
    var command = new ArrayList<String>();
    command.add(PROJECT.resolve("landfall").toString());
    command.addAll(List.of(arguments));
    command.addAll(common);
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("LANDFALL_DATABASE") || name.equals("NO_COLOR"));
    builder.environment().put("TERM", "xterm");
    builder.environment().putAll(environment);
    return builder;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
