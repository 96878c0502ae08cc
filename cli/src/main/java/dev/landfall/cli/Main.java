package dev.landfall.cli;

import java.util.LinkedHashMap;
import java.util.Map;
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
    })
public final class Main {
  /// In the order in which the help names them.
  private static final Map<String, Class<?>> COMMANDS = commands();

  private Main() {}

  private static Map<String, Class<?>> commands() {
    var commands = new LinkedHashMap<String, Class<?>>();
    commands.put("validate", ValidateCommand.class);
    commands.put("plan", PlanCommand.class);
    commands.put("deploy", DeployCommand.class);
    commands.put("rollback", RollbackCommand.class);
    commands.put("status", StatusCommand.class);
    commands.put("history", HistoryCommand.class);
    commands.put("outputs", OutputsCommand.class);
    commands.put("drift", DriftCommand.class);
    commands.put("release", ReleaseCommand.class);
    commands.put("unlock", UnlockCommand.class);
    commands.put("resolve", ResolveCommand.class);
    commands.put("schema", SchemaCommand.class);
    commands.put("new", NewCommand.class);
    commands.put("secret", SecretCommand.class);
    commands.put("demo", DemoCommand.class);
    commands.put("sandbox", SandboxCommand.class);
    commands.put("help", HelpCommand.class);
    return commands;
  }

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
    // Reading a command's options takes milliseconds: a command that is named needs only its own.
    var named = args.length > 0 && !args[0].equals("help") && COMMANDS.containsKey(args[0]);
    COMMANDS.forEach((name, command) -> {
      if (!named || name.equals(args[0])) {
        commandLine.addSubcommand(command);
      }
    });
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
