package dev.landfall.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One run of a command as a whole process.
///
/// @param seconds from its start to its end
/// @param peakMegabytes the most memory it had resident, sampled every few milliseconds
record Timed(double seconds, long peakMegabytes) {
  private static final long SAMPLE_MILLIS = 5;

  /// Runs a command and waits for it.
  ///
  /// @throws IOException when it fails
  static Timed run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    var output = Files.createTempFile("benchmark", ".txt");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    var began = System.nanoTime();
    var process = builder.start();
    var peak = 0L;
    while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, residentMegabytes(process.pid()));
    }
    var seconds = (System.nanoTime() - began) / 1e9;
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + " failed:\n" + Files.readString(output));
    }
    Files.delete(output);
    return new Timed(seconds, peak);
  }

  private static long residentMegabytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0; // it has just ended, or this system has no /proc
    }
  }
}
