package dev.landfall.spi;

/// A value in a component's settings that may not exist yet when the component is planned.
///
/// Settings of type `Map<String, Value>` can be planned while some of their values are unknown; a
/// setting of any other type cannot, and the engine plans such a component after the one it waits
/// for.
public sealed interface Value {
  /// A value that is there.
  ///
  /// @param json a String, Boolean, Long, BigDecimal, List or Map of such
  /// @param secret whether any part of it came from a secret
  record Known(Object json, boolean secret) implements Value {
    @Override
    public String toString() {
      return secret ? "(secret)" : String.valueOf(json);
    }
  }

  /// An output that another component has not produced yet.
  ///
  /// @param component the component that will produce it
  /// @param output the name of the output
  record Unknown(String component, String output) implements Value {
    /// What people read in place of the value.
    @Override
    public String toString() {
      return "(known after " + component + ")";
    }
  }
}
