package dev.landfall.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A stand-in in a process of its own.
///
/// @param service as `landfall sandbox --only` knows it
/// @param seconds from the start of the process until it accepted connections
record StandIn(Process process, String service, double seconds, Path readyFile)
    implements AutoCloseable {
  static StandIn start(Path project, Path folder, String service)
      throws IOException, InterruptedException {
    var file = folder.resolve("ready.json");
    Files.deleteIfExists(file);
    var began = System.nanoTime();
    var process =
        new ProcessBuilder(
                project.resolve("landfall").toString(),
                "sandbox",
                "--only",
                service,
                "--ready-file",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("sandbox.txt").toFile())
            .start();
    while (!Files.exists(file)) {
      if (!process.isAlive()) {
        throw new IOException(Files.readString(folder.resolve("sandbox.txt")));
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return new StandIn(process, service, (System.nanoTime() - began) / 1e9, file);
  }

  /// A value of its ready file.
  String value(String key) throws IOException {
    JsonNode ready = new JsonMapper().readTree(Files.readString(readyFile));
    return ready.get(service).get(key).asString();
  }

  long residentMegabytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
