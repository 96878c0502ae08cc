package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import java.util.Optional;

/// BEGIN, COMMIT, ROLLBACK.
public sealed interface TransactionStatement extends Statement {
  /// `BEGIN`, `BEGIN WORK`, `BEGIN TRANSACTION`, `START TRANSACTION`.
  record Begin(Optional<Name> name) implements TransactionStatement {}

  record Commit() implements TransactionStatement {}

  record Rollback() implements TransactionStatement {}
}
