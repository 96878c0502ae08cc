package dev.landfall.cli;

/// Tells why a command failed, to people and to programs.
final class Failures {
  private Failures() {}

  /// @return the code the command ends with
  static Exit tell(Console console, Failure failure) {
    if (!failure.problems().isEmpty()) {
      console.complain(failure.problems());
      console.document(() -> Documents.problems(failure.problems()));
    } else {
      console.complain("error: " + failure.getMessage());
      if (!failure.next().isEmpty()) {
        console.complain(failure.next());
      }
      console.document(() -> Documents.failure(failure));
    }
    return failure.exit();
  }
}
