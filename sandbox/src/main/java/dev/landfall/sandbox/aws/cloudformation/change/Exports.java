package dev.landfall.sandbox.aws.cloudformation.change;

import java.util.Optional;

/// What the stacks of an account export in a region.
public interface Exports {
  /// The value under a name.
  Optional<String> value(String name);
}
