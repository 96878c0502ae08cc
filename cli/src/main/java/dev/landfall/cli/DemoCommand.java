package dev.landfall.cli;

import dev.landfall.forge.NewRepository;
import dev.landfall.sandbox.postgresql.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// `landfall demo`: the examples on this machine. The ticketing platform goes to one region and
/// then to a new one, each in a Snowflake account of its own; the box office to three databases of
/// a PostgreSQL at once.
@Command(
    name = "demo",
    description = {
      "Start the stand-ins on this machine, roll examples/ticketing out to two regions, one after",
      "the other, and examples/postgres to three databases at once.",
      "Without --exit it keeps serving until Ctrl-C, to try the other commands on."
    })
final class DemoCommand implements Callable<Integer> {
  /// The regions of examples/postgres.
  static final List<String> BOX_OFFICES = List.of("sydney", "london", "singapore");

  private static final List<String> REPOSITORIES =
      List.of("platform", "warehouse", "infrastructure");
  private static final String BRANCH = "develop";

  /// Regions that are in the blueprint, and one that is not yet.
  private static final Place SYDNEY = new Place("sydney", Optional.empty(), Map.of());

  private static final Place LONDON = new Place("london", Optional.empty(), Map.of());

  private static final Place AUCKLAND =
      new Place(
          "auckland",
          Optional.of("sydney"),
          new TreeMap<>(
              Map.of(
                  "code", "AKL",
                  "currency", "NZD",
                  "timezone", "Pacific/Auckland",
                  "landing_bucket", "ticketing-landing-auckland",
                  "aws.account", "555566667777",
                  "snowflake.url", "jdbc:snowflake://ticketing-auckland.snowflakecomputing.com/")));

  /// @param like the region whose values it starts from
  private record Place(String region, Optional<String> like, Map<String, String> values) {
    String flags() {
      var flags = new StringBuilder(" --region " + region);
      like.ifPresent(other -> flags.append(" --like ").append(other));
      values.forEach(
          (name, value) -> flags.append(" --set ").append(name).append('=').append(value));
      return flags.toString();
    }
  }

  @Option(names = "--exit", description = "Stop when the rollouts are done.")
  boolean exit;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Where everything is kept; .landfall/demo by default.")
  Path home = Path.of(".landfall", "demo");

  @Option(names = "--port", paramLabel = "N", description = "The port of PostgreSQL.")
  int port;

  @Option(names = "--project", hidden = true)
  @Nullable Path project;

  @Option(names = "--json", description = "One JSON document on standard output.")
  boolean json;

  private final ArrayNode steps = JsonNodeFactory.instance.arrayNode();

  @Override
  public Integer call() {
    var console = Console.plain(json);
    var out = System.out;
    if (json) {
      // The commands it runs are shown to people.
      System.setOut(System.err);
    }
    try {
      return Failures.told(console, () -> demonstrate(console)).code();
    } finally {
      System.setOut(out);
    }
  }

  private Exit demonstrate(Console console)
      throws Failure, IOException, PostgresServer.StartException, InterruptedException {
    var examples =
        examples()
            .orElseThrow(() ->
                Failure.invalid(
                    "The folder examples is not here.",
                    "Run `./landfall demo` from the project's folder."));
    try (var stands =
        StandIns.start(
            StandIns.Wanted.of(Optional.of(home), EnumSet.allOf(StandIns.Service.class))
                .withPort(port))) {
      stands.writeReadyFile(ready());
      var succeeded = ticketing(stands, examples) && boxOffices(stands, examples);
      console.document(() -> {
        var document = Documents.object().put("succeeded", succeeded).put("home", home.toString());
        return document.put("ready", ready().toString()).set("steps", steps);
      });
      if (succeeded && !exit) {
        System.out.println("Ctrl-C ends it; the data stays in " + home + ".");
        SandboxCommand.untilInterrupted(stands);
      }
      return succeeded ? Exit.DONE : Exit.FAILED;
    }
  }

  private Path ready() {
    return home.resolve("ready.json");
  }

  private boolean ticketing(StandIns stands, Path examples)
      throws Failure, IOException, InterruptedException {
    var repositories = home.resolve("repositories");
    for (var name : REPOSITORIES) {
      var folder = repositories.resolve(name);
      if (!Files.exists(folder)) {
        NewRepository.create(
            folder, examples.resolve("ticketing").resolve(name), BRANCH, "The " + name);
      }
    }
    System.out.println(
        "Three Git repositories, the platform, its infrastructure and its warehouse: "
            + repositories);
    System.out.println("A Snowflake of this machine: " + stands.snowflake().endpoint());
    System.out.println("An AWS of this machine: " + stands.aws().endpoint());
    var platform = repositories.resolve("platform");
    var common =
        " --blueprint "
            + platform
            + " --env dev --sandbox "
            + ready()
            + " --state "
            + home.resolve("state");
    for (var place : List.of(SYDNEY, LONDON, AUCKLAND)) {
      prepare(stands, platform, place);
    }
    var succeeded =
        run(
            "deploy" + common + SYDNEY.flags() + " --yes",
            "deploy" + common + AUCKLAND.flags() + " --yes",
            "plan" + common + SYDNEY.flags());
    if (succeeded) {
      System.out.println();
      System.out.println("The platform is in Sydney, and in Auckland just the same.");
    }
    if (succeeded && !exit) {
      System.out.println("In another terminal:");
      System.out.println("  ./landfall status --state " + home.resolve("state"));
      System.out.println("  ./landfall drift" + common + SYDNEY.flags());
      System.out.println("  ./landfall deploy" + common + LONDON.flags());
    }
    System.out.println();
    return succeeded;
  }

  /// What an account's administrator does before the first rollout.
  private void prepare(StandIns stands, Path platform, Place place)
      throws Failure, IOException, InterruptedException {
    var options = new TargetOptions();
    options.blueprint = platform;
    options.environment = "dev";
    options.regions = List.of(place.region());
    options.like = place.like().orElse(null);
    options.values.putAll(place.values());
    options.sandbox = ready();
    options.state = home.resolve("state");
    FreshAccounts.prepare(options, stands);
  }

  private boolean boxOffices(StandIns stands, Path examples) throws IOException {
    for (var region : BOX_OFFICES) {
      stands.postgres().createDatabase(database(region));
    }
    System.out.println(
        "A PostgreSQL of this machine, with three databases: " + stands.postgres().endpoint());
    var example = examples.resolve("postgres");
    var common =
        " --blueprint "
            + example
            + " --env dev --all-regions --sandbox "
            + ready()
            + " --state "
            + home.resolve("state-postgres");
    var succeeded = run("deploy" + common + " --yes");
    if (succeeded) {
      System.out.println();
      System.out.println("Three databases are rolled out.");
    }
    if (succeeded && !exit) {
      System.out.println("In another terminal:");
      System.out.println("  ./landfall drift" + common);
      System.out.println(
          "  ./landfall new changeset --root " + example + " --database box_office \\");
      System.out.println("      --schema raw --kind tables --name add_refund_channel");
      System.out.println("  ./landfall deploy" + common);
    }
    return succeeded;
  }

  /// The database of a region of examples/postgres.
  static String database(String region) {
    return "box_office_" + region + "_dev";
  }

  private boolean run(String... lines) {
    for (var line : lines) {
      System.out.println("$ ./landfall " + line);
      var code = Main.run(line.split(" "));
      steps.addObject().put("command", "landfall " + line).put("exit", code);
      if (code != Exit.DONE.code()) {
        return false;
      }
    }
    return true;
  }

  /// The examples, as seen from where the person stands.
  private Optional<Path> examples() {
    var root = project == null ? Path.of(System.getProperty("landfall.home", "")) : project;
    var here = Path.of("examples");
    if (Files.isRegularFile(here.resolve("postgres").resolve("landfall.yaml"))) {
      return Optional.of(here);
    }
    var there = root.resolve(here);
    return Files.isRegularFile(there.resolve("postgres").resolve("landfall.yaml"))
        ? Optional.of(there)
        : Optional.empty();
  }
}
