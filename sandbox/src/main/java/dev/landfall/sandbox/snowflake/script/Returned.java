package dev.landfall.sandbox.snowflake.script;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Result;
import org.jspecify.annotations.Nullable;

/// What a block gives back.
public sealed interface Returned {
  /// Without a RETURN.
  Returned NOTHING = new Scalar(DataType.Text.MAX, null);

  /// @param cell as results write it
  record Scalar(DataType type, @Nullable String cell) implements Returned {}

  /// `RETURN TABLE(…)`, or RETURN of a result set.
  record Table(Result rows) implements Returned {}
}
