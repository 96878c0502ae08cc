package dev.landfall.cloudformation.specification;

/// Whether a change of a property needs a new resource (AWS, "Update requires").
public enum Replacement {
  NEVER("Never"),
  CONDITIONALLY("Conditionally"),
  ALWAYS("Always");

  private final String text;

  Replacement(String text) {
    this.text = text;
  }

  /// As a change set's `RequiresRecreation` has it.
  public String text() {
    return text;
  }

  /// The stronger of two.
  public Replacement or(Replacement other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
