package dev.landfall.engine.blueprint;

import dev.landfall.spi.Problem;
import java.util.List;

/// A component's settings for one target, as far as they are known.
public sealed interface Resolution<S extends Record> {
  /// They are known, but for values that may be unknown while planning.
  ///
  /// @param unknown those, such as `with.parameters.bucket (known after landing-zone)`
  record Bound<S extends Record>(S settings, List<String> unknown) implements Resolution<S> {}

  /// A value is missing that must be known before anything can be planned.
  ///
  /// @param unknown every unknown value
  record Waiting<S extends Record>(List<String> unknown) implements Resolution<S> {}

  /// They are wrong for this target.
  record Wrong<S extends Record>(List<Problem> problems) implements Resolution<S> {}
}
