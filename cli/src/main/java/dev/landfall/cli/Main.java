package dev.landfall.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The entry point of `landfall`.
@Command(
    name = "landfall",
    version = "landfall 0.1.0",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Rolls a data platform out to a new region, and keeps every region the same.",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 invalid input, 3 approval needed, 4 target held by another"
          + " rollout, 5 drift found.",
      "`landfall COMMAND --help` explains a command. `landfall demo` is the place to start."
    },
    subcommands = {
      ValidateCommand.class,
      PlanCommand.class,
      DeployCommand.class,
      RollbackCommand.class,
      StatusCommand.class,
      HistoryCommand.class,
      OutputsCommand.class,
      DriftCommand.class,
      ReleaseCommand.class,
      UnlockCommand.class,
      ResolveCommand.class,
      SchemaCommand.class,
      SecretCommand.class,
      DemoCommand.class,
      SandboxCommand.class,
      HelpCommand.class
    })
public final class Main {
  private Main() {}

  /// Runs one command and ends the process with its exit code.
  ///
  /// @param args as the shell splits them
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /// Runs one command.
  ///
  /// @return its exit code
  static int run(String... args) {
    var commandLine = new CommandLine(new Main());
    commandLine.setUsageHelpAutoWidth(true);
    for (var subcommand : commandLine.getSubcommands().values()) {
      if (!subcommand.getMixins().containsKey("mixinStandardHelpOptions")) {
        subcommand.getCommandSpec().mixinStandardHelpOptions(true);
      }
    }
    if (args.length == 0) {
      commandLine.usage(System.out);
      return Exit.INVALID.code();
    }
    return commandLine.execute(args);
  }
}
