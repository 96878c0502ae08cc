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

  @Option(names = "--json", description = "One JSON document on standard output.")
  boolean json;

  @Override
  public Integer call() {
    var console = Console.plain(json);
    return Failures.told(
            console,
            () -> {
              check();
              serve(console);
              return Exit.DONE;
            })
        .code();
  }

  private void check() throws Failure {
    if (environment != null && blueprint == null) {
      throw Failure.invalid(
          "--env is the environment of --blueprint, which is missing.", "Add --blueprint.");
    }
    if (buckets != null && !Files.isDirectory(buckets)) {
      throw Failure.invalid(buckets + ", given with --buckets, is not a folder.", "Name a folder.");
    }
    if (!databases.isEmpty() && !only.contains(StandIns.Service.POSTGRESQL)) {
      throw Failure.invalid("--database needs the stand-in of PostgreSQL.", "Name it with --only.");
    }
  }

  private void serve(Console console)
      throws Failure, IOException, PostgresServer.StartException, InterruptedException {
    try (var stands = StandIns.start(wanted())) {
      var file = readyFile == null ? stands.folder().resolve("ready.json") : readyFile;
      for (var database : databases) {
        stands.postgres().createDatabase(database);
      }
      prepare(stands);
      stands.writeReadyFile(file);
      var document = Documents.object().put("ready", file.toString());
      console.say("Ready. Add --sandbox " + file + " to plan, deploy and drift.");
      if (only.contains(StandIns.Service.SNOWFLAKE)) {
        document.put("snowflake", String.valueOf(stands.snowflake().endpoint()));
        console.say("Snowflake at " + stands.snowflake().endpoint());
      }
      if (only.contains(StandIns.Service.POSTGRESQL)) {
        document.put("postgresql", String.valueOf(stands.postgres().endpoint()));
        console.say("PostgreSQL at " + stands.postgres().endpoint());
      }
      if (only.contains(StandIns.Service.AWS)) {
        document.put("aws", String.valueOf(stands.aws().endpoint()));
        console.say("AWS at " + stands.aws().endpoint());
      }
      console.say("Ctrl-C ends them.");
      console.document(() -> document);
      untilInterrupted(stands);
    }
  }

  private StandIns.Wanted wanted() {
    return new StandIns.Wanted(
        Optional.ofNullable(home), only, 0, runTasks, Optional.ofNullable(buckets));
  }

  private void prepare(StandIns stands) throws Failure, IOException, InterruptedException {
    if (blueprint == null) {
      return;
    }
    var own = stands.folder().resolve("ready-own.json");
    stands.writeReadyFile(own);
    var options = new TargetOptions();
    options.blueprint = blueprint;
    options.environment = environment;
    options.allRegions = true;
    options.sandbox = own;
    options.state = stands.folder().resolve("state");
    FreshAccounts.prepare(options, stands);
  }

  /// Waits for Ctrl-C, and stops the stand-ins before the process ends.
  static void untilInterrupted(StandIns stands) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(stands::close, "stand-ins"));
    new CountDownLatch(1).await();
  }
}
