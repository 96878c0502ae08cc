package dev.landfall.cli;

import dev.landfall.spi.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The end of a command that cannot do what it was asked: what, what to do, and the exit code.
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;
  private final Exit exit;
  private final String next;
  private final transient List<Problem> problems;
  private final transient Map<String, String> digests;

  Failure(Exit exit, String message, String next) {
    this(exit, message, next, Map.of());
  }

  /// @param digests of the plans that wait for approval, by target
  Failure(Exit exit, String message, String next, Map<String, String> digests) {
    super(message);
    this.exit = exit;
    this.next = next;
    this.problems = List.of();
    this.digests = new TreeMap<>(digests);
  }

  Failure(List<Problem> problems) {
    super("");
    this.exit = Exit.INVALID;
    this.next = "";
    this.problems = List.copyOf(problems);
    this.digests = Map.of();
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

  Map<String, String> digests() {
    return digests;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
