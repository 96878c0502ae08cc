package dev.landfall.benchmarks;

import dev.landfall.sandbox.network.CountingProxy;
import dev.landfall.sandbox.postgresql.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Deploys the same changelog to many PostgreSQL databases behind a slow network: by the stock
/// Liquibase command line in the loop people write, and by `landfall deploy`. Prints times, ratios
/// and counted round trips.
public final class LiquibaseBenchmark {
  private static final int RUNS = 3;

  private final Path project;
  private final Path folder;
  private final PostgresServer server;
  private int databases;

  private LiquibaseBenchmark(Path project, Path folder, PostgresServer server) {
    this.project = project;
    this.folder = folder;
    this.server = server;
  }

  /// @param args the project's folder, then the names of the scenarios to run; all when none is
  ///   named
  public static void main(String[] args) throws Exception {
    var project = Path.of(args[0]).toAbsolutePath().normalize();
    var wanted = List.of(args).subList(1, args.length);
    var folder = Files.createTempDirectory("landfall-benchmark");
    try (var server = PostgresServer.start(folder.resolve("postgresql"), 0)) {
      var benchmark = new LiquibaseBenchmark(project, folder, server);
      System.out.println(
          "| scenario | stock loop | flights | Landfall | flights | MB | ratio | wanted | limit |");
      System.out.println("|---|---|---|---|---|---|---|---|---|");
      for (var scenario : SCENARIOS) {
        if (wanted.isEmpty() || wanted.contains(scenario.name())) {
          System.out.println(benchmark.run(scenario));
        }
      }
    }
  }

  /// @param deployed whether everything is deployed before the clock starts
  private record Scenario(
      String name,
      int targets,
      int changesets,
      int roundTripMillis,
      boolean deployed,
      String goal) {}

  private static final List<Scenario> SCENARIOS =
      List.of(
          new Scenario("noop-1000-50ms", 20, 1000, 50, true, "≥ 100"),
          new Scenario("noop-1000-5ms", 20, 1000, 5, true, ""),
          new Scenario("first-100-5ms", 20, 100, 5, false, "≥ 60"),
          new Scenario("first-100-50ms", 20, 100, 50, false, "≥ 60"),
          new Scenario("noop-10000-0ms", 1, 10_000, 0, true, "≥ 15"));

  private String run(Scenario scenario) throws Exception {
    var place = Files.createDirectories(folder.resolve(scenario.name()));
    Files.writeString(place.resolve("changelog.sql"), changelog(scenario.changesets()));
    try (var proxy =
        CountingProxy.start(server.port(), Duration.ofMillis(scenario.roundTripMillis()))) {
      var loop = new ArrayList<Double>();
      var ours = new ArrayList<Double>();
      var loopFlights = 0;
      var ourFlights = 0;
      var megabytes = 0L;
      // The loop takes minutes and varies little: it runs once.
      var names = databases(scenario);
      if (scenario.deployed()) {
        landfall(place, names, server.port());
        landfall(place, names, proxy.port());
      }
      for (var run = 0; run < (scenario.deployed() ? RUNS : 1); run++) {
        if (run == 0) {
          proxy.reset();
          loop.add(loop(place, names, proxy.port()));
          loopFlights = proxy.flights();
        }

        var others = scenario.deployed() ? names : databases(scenario);
        proxy.reset();
        var timed = landfall(place, others, proxy.port());
        ours.add(timed.seconds());
        ourFlights = proxy.flights();
        megabytes = Math.max(megabytes, timed.peakMegabytes());
      }
      return String.format(
          Locale.ROOT,
          "| %s, %d targets | %.2f s | %d | %.2f s | %d | %d | **%.0f ×** | %s | %.2f s |",
          scenario.name(),
          scenario.targets(),
          median(loop),
          loopFlights,
          median(ours),
          ourFlights,
          megabytes,
          median(loop) / median(ours),
          scenario.goal(),
          limit(scenario, names, proxy.port()));
    }
  }

  /// The median of what the same flights cost when nothing else is done.
  private double limit(Scenario scenario, List<String> deployed, int port)
      throws IOException, InterruptedException {
    var bare = new Bare(server.user(), server.password());
    var seconds = new ArrayList<Double>();
    for (var run = 0; run < RUNS; run++) {
      var names = scenario.deployed() ? deployed : databases(scenario);
      var urls = names.stream().map(name -> url(name, port)).toList();
      seconds.add(scenario.deployed() ? bare.look(urls) : bare.deploy(urls, scenario.changesets()));
    }
    return median(seconds);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static String changelog(int changesets) {
    return IntStream.rangeClosed(1, changesets)
        .mapToObj(i ->
            "--changeset bench:%d\nCREATE TABLE t%d (id int PRIMARY KEY, name text);\n"
                    .formatted(i, i)
                + "--rollback DROP TABLE t%d;\n".formatted(i))
        .collect(Collectors.joining("\n", "--liquibase formatted sql\n", ""));
  }

  private List<String> databases(Scenario scenario) throws IOException {
    var names = new ArrayList<String>();
    for (var i = 0; i < scenario.targets(); i++) {
      var name = "bench_" + ++databases;
      server.createDatabase(name);
      names.add(name);
    }
    return names;
  }

  private double loop(Path place, List<String> names, int port)
      throws IOException, InterruptedException {
    var seconds = 0.0;
    var home = stockHome();
    for (var name : names) {
      var command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-jar",
              home.resolve("internal/lib/liquibase-core.jar").toString(),
              "--show-banner=false",
              "--search-path=" + place,
              "--changelog-file=changelog.sql",
              "--url=" + url(name, port),
              "--username=" + server.user(),
              "--password=" + server.password(),
              "update");
      seconds += Timed.run(place, Map.of("LIQUIBASE_HOME", home.toString()), command).seconds();
    }
    return seconds;
  }

  /// The folders of the stock distribution, whose `liquibase` script runs `java -jar
  /// internal/lib/liquibase-core.jar`.
  private Path stockHome() {
    return project.resolve("benchmarks/target/stock");
  }

  private String url(String name, int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?sslmode=disable";
  }

  private Timed landfall(Path place, List<String> names, int port)
      throws IOException, InterruptedException {
    var regions =
        names.stream()
            .map(name -> "  " + name.replace('_', '-') + ": {url: \"" + url(name, port) + "\"}\n")
            .collect(Collectors.joining());
    Files.writeString(
        place.resolve("landfall.yaml"),
        """
        platform: benchmark
        components:
          warehouse:
            uses: liquibase
            with:
              changelog: changelog.sql
              connection: {url: "${region.url}", user: %s, password: "${secret:PASSWORD}"}
        environments: {dev: {regions: [%s]}}
        regions:
        """
                .formatted(server.user(), String.join(", ", names).replace('_', '-'))
            + regions);
    var command =
        List.of(
            project.resolve("landfall").toString(),
            "deploy",
            "--env",
            "dev",
            "--all-regions",
            "--yes",
            "--state",
            place.resolveSibling("state-" + place.getFileName()).toString());
    return Timed.run(place, Map.of("PASSWORD", server.password()), command);
  }
}
