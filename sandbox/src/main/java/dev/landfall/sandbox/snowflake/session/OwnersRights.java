package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.SessionStatement;
import dev.landfall.sandbox.snowflake.sql.ShowStatement;
import dev.landfall.sandbox.snowflake.sql.Statement;
import java.util.Optional;

/// What a procedure with its owner's rights must not do with its caller's session (Snowflake,
/// "Understanding caller's rights and owner's rights stored procedures").
final class OwnersRights {
  private OwnersRights() {}

  /// @throws SnowflakeException 090236 when such a procedure runs and must not run the statement
  static void require(Session session, Statement statement) throws SnowflakeException {
    var refused = session.ownersRights() ? refused(statement) : Optional.<String>empty();
    if (refused.isPresent()) {
      throw new SnowflakeException(
          "090236",
          "42601",
          "Stored procedure execution error: Unsupported statement type '" + refused.get() + "'.");
    }
  }

  private static Optional<String> refused(Statement statement) {
    return switch (statement) {
      case SessionStatement.SetVariables set -> Optional.of("SET");
      case SessionStatement.UnsetVariables unset -> Optional.of("UNSET");
      case SessionStatement.SetParameters set -> Optional.of("ALTER_SESSION");
      case SessionStatement.UnsetParameters unset -> Optional.of("ALTER_SESSION");
      case SessionStatement use -> Optional.of("USE");
      case ShowStatement.ShowParameters show -> Optional.of("SHOW PARAMETER");
      case ShowStatement.ShowGrants show -> Optional.of("SHOW GRANT");
      case ShowStatement.Show show when show.topic() == ShowStatement.Topic.VARIABLES ->
          Optional.of("SHOW VARIABLE");
      default -> Optional.empty();
    };
  }

  /// @throws SnowflakeException when such a procedure runs: it does not see session variables
  static void requireNone(Session session, Name variable) throws SnowflakeException {
    if (session.ownersRights()) {
      throw new SnowflakeException(
          "002211",
          "02000",
          "Use of session variable '$"
              + variable.value()
              + "' is not allowed in owners rights stored procedure");
    }
  }
}
