package dev.landfall.cloudformation.artifact;

/// Code that cannot be taken.
final class UnusableCodeException extends Exception {
  private static final long serialVersionUID = 1;

  private final String summary;

  /// @param summary a few words
  /// @param detail a sentence
  UnusableCodeException(String summary, String detail) {
    super(detail);
    this.summary = summary;
  }

  String summary() {
    return summary;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
