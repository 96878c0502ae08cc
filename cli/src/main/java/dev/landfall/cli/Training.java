package dev.landfall.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the build runs to train the AOT cache: the commands people run most, on the example and a
/// PostgreSQL of its own.
final class Training {
  private Training() {}

  /// @param args the project's folder, and a folder for what the commands leave behind
  public static void main(String[] args) {
    var example = Path.of(args[0], "examples", "postgres").toString();
    var home = Path.of(args[1], "demo").toString();
    var state = Path.of(home, "state").toString();
    var targets =
        List.of("--blueprint", example, "--env", "dev", "--all-regions", "--state", state);
    train(List.of("--help"));
    train(List.of("deploy", "--help"));
    train(List.of("schema"));
    train(List.of("validate", "--blueprint", example, "--state", state));
    train(List.of("demo", "--exit", "--home", home, "--project", args[0], "--rehearse"));
    train(List.of("status", "--state", state));
    train(List.of("history", "--state", state));
    train(with(List.of("outputs"), targets));
    System.exit(0);
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
