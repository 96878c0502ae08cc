package dev.landfall.cli;

import java.util.Arrays;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Tells what is wrong with a command line: what, and what to do, instead of the whole help.
final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    var commandLine = failure.getCommandLine();
    var command = commandLine.getCommandSpec().qualifiedName();
    var problem = problem(failure);
    var next = next(failure) + "`" + command + " --help` explains " + what(command) + ".";
    commandLine.getErr().println("error: " + problem);
    commandLine.getErr().println(next);
    if (Arrays.asList(args).contains("--json")) {
      commandLine
          .getOut()
          .println(Documents.failure(Failure.invalid(problem, next)).toPrettyString());
    }
    return Exit.INVALID.code();
  }

  private static String what(String command) {
    return command.indexOf(' ') < 0 ? "what there is" : "the command";
  }

  private static String problem(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && !unmatched.getCommandLine().getSubcommands().isEmpty()) {
      return "There is no command \"" + unmatched.getUnmatched().getFirst() + "\".";
    }
    var text =
        String.valueOf(failure.getMessage())
            .replaceFirst("^Error: ", "")
            .replace("option option", "option")
            .strip();
    return text.endsWith(".") ? text : text + ".";
  }

  private static String next(ParameterException failure) {
    return failure instanceof UnmatchedArgumentException unmatched
            && !unmatched.getSuggestions().isEmpty()
        ? "Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "? "
        : "";
  }
}
