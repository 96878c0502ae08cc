package dev.landfall.sandbox.snowflake.script;

import dev.landfall.sandbox.snowflake.model.Name;
import java.util.Optional;

/// How a statement of a script ended.
sealed interface Flow {
  /// On to the next one.
  record Next() implements Flow {}

  record Break(Optional<Name> label) implements Flow {}

  record Continue(Optional<Name> label) implements Flow {}

  record Return(Returned value) implements Flow {}

  Flow NEXT = new Next();
}
