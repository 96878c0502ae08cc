package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.Name;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/// Opens sessions for what an account does by itself, such as the loads of pipes. Threads may share
/// it.
///
/// @param ids numbers sessions
record SystemSessions(Executor workers, QueryIds queryIds, AtomicLong ids) {
  /// The user that Snowflake runs such work as.
  private static final Name SYSTEM = new Name("SYSTEM");

  /// A session that is not among those of the account's users. Its user closes it.
  Session open(OpenAccount account, String application, Where where) throws SQLException {
    return new Session(
        ids.incrementAndGet(),
        account,
        SYSTEM,
        application,
        where,
        new Parameters(),
        workers,
        queryIds);
  }
}
