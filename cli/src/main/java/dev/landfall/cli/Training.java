package dev.landfall.cli;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the build runs to train an AOT cache: the commands people run most, on the examples and
/// stand-ins of its own. Commands that start stand-ins have a cache of their own, so that the
/// others need not carry a database's classes, and so have those that log in to Snowflake, whose
/// driver is larger than all the rest.
final class Training {
  private Training() {}

  /// @param args the project's folder, a folder for what the commands leave behind, and which cache
  ///   is trained: `commands`, `stand-ins`, `stacks` or `snowflake`
  public static void main(String[] args) throws Exception {
    var project = Path.of(args[0]);
    var home = Path.of(args[1]);
    switch (args[2]) {
      case "commands" -> commands(project, home);
      case "stand-ins" -> standIns(project, home);
      case "stacks" -> rollouts(project, home, "stacks");
      case "snowflake" -> rollouts(project, home, "warehouse");
      default -> throw new IllegalArgumentException("no cache is called " + args[2]);
    }
    System.exit(0);
  }

  private static void commands(Path project, Path home) throws Exception {
    try (var stands =
        StandIns.start(
            StandIns.Wanted.of(Optional.of(home), EnumSet.of(StandIns.Service.POSTGRESQL)))) {
      for (var region : DemoCommand.BOX_OFFICES) {
        stands.postgres().createDatabase(DemoCommand.database(region));
      }
      var ready = home.resolve("ready.json");
      stands.writeReadyFile(ready);
      var example = project.resolve("examples").resolve("postgres").toString();
      var state = List.of("--state", home.resolve("state").toString());
      var targets =
          Stream.concat(
                  Stream.of("--blueprint", example, "--env", "dev", "--all-regions"),
                  state.stream())
              .toList();
      var sandbox = with(targets, List.of("--sandbox", ready.toString()));
      train(List.of("--help"));
      train(List.of("deploy", "--help"));
      train(List.of("schema"));
      train(with(List.of("validate", "--blueprint", example), state));
      train(with(with(List.of("deploy"), sandbox), List.of("--yes")));
      train(with(List.of("plan"), sandbox));
      train(with(with(List.of("deploy"), sandbox), List.of("--yes", "--json")));
      train(with(List.of("drift"), sandbox));
      train(with(List.of("status"), state));
      train(with(List.of("history"), state));
      train(with(List.of("outputs"), targets));
    }
  }

  private static void standIns(Path project, Path home) {
    train(List.of("demo", "--exit", "--home", home.toString(), "--project", project.toString()));
  }

  /// The stand-ins run in another process, which has left its ready file.
  private static void rollouts(Path project, Path home, String name) {
    var platform = project.resolve("cli/src/build/training").resolve(name);
    var targets =
        List.of(
            "--blueprint",
            platform.toString(),
            "--env",
            "dev",
            "--all-regions",
            "--state",
            home.resolve("state").toString(),
            "--sandbox",
            home.resolve("ready.json").toString());
    train(with(with(List.of("deploy"), targets), List.of("--yes")));
    train(with(List.of("plan"), targets));
    train(with(with(List.of("deploy"), targets), List.of("--yes", "--json")));
    train(with(List.of("drift"), targets));
  }

  private static List<String> with(List<String> command, List<String> more) {
    return Stream.concat(command.stream(), more.stream()).toList();
  }

  private static void train(List<String> command) {
    var code = Main.run(command.toArray(String[]::new));
    if (code != Exit.DONE.code()) {
      System.err.println(String.join(" ", command) + " ended with " + code);
      System.exit(1);
    }
  }
}
