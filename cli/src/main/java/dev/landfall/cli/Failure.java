package dev.landfall.cli;

import dev.landfall.spi.Problem;
import java.util.List;

/// The end of a command that cannot do what it was asked: what, what to do, and the exit code.
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;
  private final Exit exit;
  private final String next;
  private final transient List<Problem> problems;

  Failure(Exit exit, String message, String next) {
    super(message);
    this.exit = exit;
    this.next = next;
    this.problems = List.of();
  }

  Failure(List<Problem> problems) {
    super("");
    this.exit = Exit.INVALID;
    this.next = "";
    this.problems = List.copyOf(problems);
  }

  static Failure invalid(String message, String next) {
    return new Failure(Exit.INVALID, message, next);
  }

  Exit exit() {
    return exit;
  }

  String next() {
    return next;
  }

  List<Problem> problems() {
    return problems;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
