package dev.landfall.sandbox.aws.pattern;

/// A pattern that AWS would not take.
public final class MalformedPatternException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedPatternException(String message) {
    super(message);
  }

  /// Why not.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
