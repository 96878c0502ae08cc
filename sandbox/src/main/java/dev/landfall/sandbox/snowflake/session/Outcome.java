package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.FileTransfer;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import java.util.List;
import java.util.Optional;

/// How a query ended.
public sealed interface Outcome {
  /// @param where the session's place afterwards
  /// @param parameters the session's parameters afterwards, as clients want to know them
  /// @param binds how many placeholders the statement has
  /// @param transfer what is left for the client to do
  /// @param children the statements of a request with several, in order
  record Success(
      Result result,
      Where where,
      List<Parameters.Value> parameters,
      int binds,
      boolean arrayBinds,
      Optional<FileTransfer> transfer,
      List<Child> children)
      implements Outcome {
    Success(
        Result result,
        Where where,
        List<Parameters.Value> parameters,
        int binds,
        boolean arrayBinds,
        List<Child> children) {
      this(result, where, parameters, binds, arrayBinds, Optional.empty(), children);
    }
  }

  record Failure(SnowflakeException error) implements Outcome {}

  /// A statement of a request with several.
  record Child(String queryId, StatementKind kind) {}
}
