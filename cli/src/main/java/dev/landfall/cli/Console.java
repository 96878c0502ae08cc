package dev.landfall.cli;

import dev.landfall.engine.secret.Redactor;
import dev.landfall.spi.Problem;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Where a command writes: people's text and the JSON document, both free of secrets. Threads may
/// share it.
final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final Redactor redactor;
  private final boolean json;
  private final boolean terminal;
  private final boolean color;

  /// @param json whether one document goes to `out`, and people's text to `err`
  /// @param terminal whether people's text is read on a terminal
  Console(
      PrintStream out,
      PrintStream err,
      Redactor redactor,
      boolean json,
      boolean terminal,
      boolean color) {
    this.out = out;
    this.err = err;
    this.redactor = redactor;
    this.json = json;
    this.terminal = terminal;
    this.color = color;
  }

  /// One of a command that knows no secrets and draws nothing.
  static Console plain(boolean json) {
    return new Console(System.out, System.err, new Redactor(), json, false, false);
  }

  /// A line for people.
  void say(String line) {
    people().println(redactor.redact(line));
    people().flush();
  }

  /// A line about what went wrong.
  void complain(String line) {
    err.println(redactor.redact(line));
    err.flush();
  }

  /// Problems, one per line, and how many there are.
  void complain(List<Problem> problems) {
    problems.forEach(problem -> complain(problem.toString()));
    var errors = problems.stream().filter(Problem::isError).count();
    var warnings = problems.size() - errors;
    if (errors > 0) {
      complain(
          Text.count(errors, "error")
              + (warnings > 0 ? ", " + Text.count(warnings, "warning") : "")
              + ". Nothing was changed.");
    }
  }

  /// The document of `--json`; without it, none is made.
  void document(Supplier<? extends JsonNode> document) {
    if (json) {
      out.println(redactor.redact(document.get().toPrettyString()));
      out.flush();
    }
  }

  boolean isJson() {
    return json;
  }

  boolean isTerminal() {
    return terminal;
  }

  /// Where people's text goes.
  PrintStream people() {
    return json ? err : out;
  }

  /// Text in a colour, when colours are wanted.
  String in(Color wanted, String text) {
    return color ? wanted.code + text + Color.RESET : text;
  }

  /// The few colours pages use.
  enum Color {
    GREEN("\u001b[32m"),
    YELLOW("\u001b[33m"),
    RED("\u001b[31m"),
    BOLD("\u001b[1m"),
    DIM("\u001b[2m");

    private static final String RESET = "\u001b[0m";
    private final String code;

    Color(String code) {
      this.code = code;
    }
  }
}
