package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.sql.SQLException;

/// A procedure or block that runs, as transactions see it: one that begins in it must end in it,
/// and when it fails, an open transaction around it is as before (Snowflake, "Transactions", stored
/// procedures and transactions).
record RoutineScope(Work work) {
  interface Routine<T> {
    T run() throws SnowflakeException;
  }

  /// @throws SnowflakeException 090232 when a transaction was left open
  <T> T run(Routine<T> routine) throws SnowflakeException, SQLException {
    var before = work.mark();
    work.enterScope();
    var succeeded = false;
    var complete = false;
    T result;
    try {
      result = routine.run();
      succeeded = true;
    } finally {
      complete = work.leaveScope();
      if (!succeeded || !complete) {
        work.undo(before);
      }
    }
    if (!complete) {
      throw new SnowflakeException(
          "090232",
          "25000",
          "Stored procedure execution error: Scoped transaction started in stored procedure is"
              + " incomplete and it was rolled back.");
    }
    return result;
  }
}
