package dev.landfall.cli;

import dev.landfall.sandbox.postgresql.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `landfall demo`: the example, rolled out to three databases of a real PostgreSQL on this
/// machine.
@Command(
    name = "demo",
    description = {
      "Start a PostgreSQL on this machine and roll examples/postgres out to three databases at once.",
      "Without --exit it keeps serving until Ctrl-C, to try the other commands on."
    })
final class DemoCommand implements Callable<Integer> {
  private static final List<String> REGIONS = List.of("sydney", "london", "singapore");

  @Option(names = "--exit", description = "Stop when the rollout is done.")
  boolean exit;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Where everything is kept; .landfall/demo by default.")
  Path home = Path.of(".landfall", "demo");

  @Option(names = "--port", paramLabel = "N", description = "The port of PostgreSQL.")
  int port;

  @Option(
      names = "--rehearse",
      hidden = true,
      description = "Go on with the commands people use next; the build trains on them.")
  boolean rehearse;

  @Option(names = "--project", hidden = true)
  @Nullable Path project;

  @Override
  public Integer call() {
    var example = example();
    if (example.isEmpty()) {
      System.err.println("error: examples/postgres is not here.");
      System.err.println("Run `./landfall demo` from the project's folder.");
      return Exit.INVALID.code();
    }
    try (var stands =
        StandIns.start(Optional.of(home), EnumSet.of(StandIns.Service.POSTGRESQL), port)) {
      for (var region : REGIONS) {
        stands.postgres().createDatabase("box_office_" + region + "_dev");
      }
      var ready = home.resolve("ready.json");
      stands.writeReadyFile(ready);
      System.out.println(
          "PostgreSQL runs at " + stands.postgres().endpoint() + " with three empty databases.");
      return rollOut(stands, example.get(), ready);
    } catch (IOException | PostgresServer.StartException e) {
      System.err.println("error: " + e.getMessage());
      return Exit.FAILED.code();
    } catch (InterruptedException e) {
      return Exit.DONE.code();
    }
  }

  private int rollOut(StandIns stands, Path example, Path ready) throws InterruptedException {
    var common =
        " --blueprint "
            + example
            + " --env dev --all-regions --sandbox "
            + ready
            + " --state "
            + home.resolve("state");
    var commands =
        rehearse
            ? List.of("deploy%s --yes", "plan%s", "deploy%s --yes --json", "drift%s")
            : List.of("deploy%s --yes");
    for (var command : commands) {
      var line = command.formatted(common);
      System.out.println("$ ./landfall " + line);
      var code = Main.run(line.split(" "));
      if (code != Exit.DONE.code()) {
        return code;
      }
    }
    System.out.println();
    System.out.println("Three databases are rolled out. In another terminal:");
    System.out.println("  ./landfall status --state " + home.resolve("state"));
    System.out.println("  ./landfall drift" + common);
    System.out.println(
        "  ./landfall new changeset --root " + example + " --database box_office \\");
    System.out.println("      --schema raw --kind tables --name add_refund_channel");
    System.out.println("  ./landfall deploy" + common);
    if (!exit) {
      System.out.println("Ctrl-C ends it; the data stays in " + home + ".");
      SandboxCommand.untilInterrupted(stands);
    }
    return Exit.DONE.code();
  }

  /// The example, as seen from where the person stands.
  private Optional<Path> example() {
    var root = project == null ? Path.of(System.getProperty("landfall.home", "")) : project;
    var here = Path.of("examples", "postgres");
    if (Files.isRegularFile(here.resolve("landfall.yaml"))) {
      return Optional.of(here);
    }
    var there = root.resolve(here);
    return Files.isRegularFile(there.resolve("landfall.yaml"))
        ? Optional.of(there)
        : Optional.empty();
  }
}
