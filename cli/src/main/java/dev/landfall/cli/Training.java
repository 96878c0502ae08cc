package dev.landfall.cli;

import java.nio.file.Path;
import java.util.List;

/// What the build runs to train the AOT cache: the commands people run most, as far as they need no
/// database.
final class Training {
  private Training() {}

  /// @param args the example's folder, and a folder for what the commands leave behind
  public static void main(String[] args) {
    var example = args[0];
    var state = Path.of(args[1], "state").toString();
    var commands =
        List.of(
            List.of("--help"),
            List.of("deploy", "--help"),
            List.of("schema"),
            List.of("validate", "--blueprint", example, "--state", state),
            List.of("release", "--blueprint", example, "--state", state),
            List.of("status", "--state", state),
            List.of("history", "--state", state));
    for (var command : commands) {
      var code = Main.run(command.toArray(String[]::new));
      if (code != Exit.DONE.code()) {
        System.err.println(String.join(" ", command) + " ended with " + code);
        System.exit(1);
      }
    }
    // A plan that cannot be made loads what one needs up to the point where a database is asked.
    Main.run(
        "plan", "--blueprint", example, "--state", state, "--env", "dev", "--region", "sydney");
    System.exit(0);
  }
}
