package dev.landfall.cli;

import dev.landfall.sandbox.postgresql.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `landfall sandbox`: only the stand-ins, until Ctrl-C.
@Command(name = "sandbox", description = "Run the local stand-ins until Ctrl-C.")
final class SandboxCommand implements Callable<Integer> {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Where the stand-ins keep their data; without it nothing outlives them.")
  @Nullable Path home;

  @Option(
      names = "--ready-file",
      paramLabel = "F",
      description = "Written when they accept connections; give it to --sandbox.")
  @Nullable Path readyFile;

  @Option(
      names = "--only",
      paramLabel = "SERVICE",
      split = ",",
      description = "Start only these: ${COMPLETION-CANDIDATES}.")
  Set<StandIns.Service> only = EnumSet.allOf(StandIns.Service.class);

  @Option(
      names = "--database",
      paramLabel = "NAME",
      split = ",",
      description = "Databases to create in PostgreSQL.")
  List<String> databases = List.of();

  @Option(
      names = "--blueprint",
      paramLabel = "DIR",
      description = "Prepare the accounts and databases of this platform's regions; with --env.")
  @Nullable Path blueprint;

  @Option(names = "--env", paramLabel = "E", description = "The environment of --blueprint.")
  @Nullable String environment;

  @Option(
      names = "--buckets",
      paramLabel = "DIR",
      description = "A folder that holds a folder for each S3 bucket that Snowflake's stages read.")
  @Nullable Path buckets;

  @Option(
      names = "--run-tasks",
      description = "Let Snowflake's tasks that are resumed run by their schedules.")
  boolean runTasks;

  @Override
  public Integer call() {
    if (environment != null && blueprint == null) {
      System.err.println("error: --env is the environment of --blueprint, which is missing.");
      return Exit.INVALID.code();
    }
    if (buckets != null && !Files.isDirectory(buckets)) {
      System.err.println("error: " + buckets + ", given with --buckets, is not a folder.");
      return Exit.INVALID.code();
    }
    if (!databases.isEmpty() && !only.contains(StandIns.Service.POSTGRESQL)) {
      System.err.println(
          "error: --database needs the stand-in of PostgreSQL; name it with --only.");
      return Exit.INVALID.code();
    }
    try (var stands = StandIns.start(wanted())) {
      var file = readyFile == null ? stands.folder().resolve("ready.json") : readyFile;
      for (var database : databases) {
        stands.postgres().createDatabase(database);
      }
      var prepared = prepare(stands);
      if (prepared != Exit.DONE) {
        return prepared.code();
      }
      stands.writeReadyFile(file);
      System.out.println("Ready. Add --sandbox " + file + " to plan, deploy and drift.");
      if (only.contains(StandIns.Service.SNOWFLAKE)) {
        System.out.println("Snowflake at " + stands.snowflake().endpoint());
      }
      if (only.contains(StandIns.Service.POSTGRESQL)) {
        System.out.println("PostgreSQL at " + stands.postgres().endpoint());
      }
      System.out.println("Ctrl-C ends them.");
      untilInterrupted(stands);
      return Exit.DONE.code();
    } catch (IOException | PostgresServer.StartException e) {
      System.err.println("error: " + e.getMessage());
      return Exit.FAILED.code();
    } catch (InterruptedException e) {
      return Exit.DONE.code();
    }
  }

  private StandIns.Wanted wanted() {
    return new StandIns.Wanted(
        Optional.ofNullable(home), only, 0, runTasks, Optional.ofNullable(buckets));
  }

  private Exit prepare(StandIns stands) throws IOException, InterruptedException {
    if (blueprint == null) {
      return Exit.DONE;
    }
    var own = stands.folder().resolve("ready-own.json");
    stands.writeReadyFile(own);
    var options = new TargetOptions();
    options.blueprint = blueprint;
    options.environment = environment;
    options.allRegions = true;
    options.sandbox = own;
    options.state = stands.folder().resolve("state");
    return FreshAccounts.prepare(options, stands);
  }

  /// Waits for Ctrl-C, and stops the stand-ins before the process ends.
  static void untilInterrupted(StandIns stands) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(stands::close, "stand-ins"));
    new CountDownLatch(1).await();
  }
}
