package dev.landfall.spi;

/// A value that must never be printed. Its `toString` hides it; call [#reveal] only to hand it to
/// the system that asks for it. Immutable.
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /// Wraps a value.
  public static Secret of(String value) {
    return new Secret(value);
  }

  /// The value in plain text.
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
