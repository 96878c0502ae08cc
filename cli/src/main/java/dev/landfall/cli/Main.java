package dev.landfall.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

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
    commands.put("destroy", DestroyCommand.class);
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
    commands.put("rehearse", RehearseCommand.class);
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
    addCommands(commandLine, List.of(args));
    // These hold for the commands that are there by now.
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(new UsageErrors());
    if (args.length == 0) {
      commandLine.usage(System.out);
      return Exit.INVALID.code();
    }
    return commandLine.execute(args);
  }

  /// Adds the commands that may run. Reading a command's options takes milliseconds, so the others
  /// are only listed, and only when the list may be shown.
  private static void addCommands(CommandLine commandLine, List<String> args) {
    var anyMayRun = args.stream().anyMatch(arg -> arg.startsWith("@"));
    var first = args.isEmpty() ? "help" : args.getFirst();
    var isListShown = first.equals("help") || !COMMANDS.containsKey(first);
    COMMANDS.forEach((name, command) -> {
      if (anyMayRun || args.contains(name)) {
        var added = new CommandLine(command);
        if (!added.getMixins().containsKey("mixinStandardHelpOptions")) {
          added.getCommandSpec().mixinStandardHelpOptions(true);
        }
        commandLine.addSubcommand(name, added);
      } else if (isListShown) {
        commandLine.addSubcommand(name, listed(name, command));
      }
    });
  }

  /// A command's name and description, without its options.
  private static CommandSpec listed(String name, Class<?> command) {
    var spec = CommandSpec.create().name(name);
    var annotation = command.getAnnotation(Command.class);
    spec.usageMessage().header(annotation.header()).description(annotation.description());
    return spec;
  }
}
