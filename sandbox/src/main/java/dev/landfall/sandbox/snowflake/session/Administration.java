package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Statements;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What an account's administrator does before others can work in it.
public final class Administration {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private Administration() {}

  /// Runs a script as the administrator, statement by statement, up to the first that fails.
  ///
  /// @param variables session variables the script reads, all of them texts
  /// @throws SnowflakeException when a statement fails; its message says which one
  /// @throws IOException when the account cannot be opened
  public static void run(
      Accounts accounts, Login login, Map<String, String> variables, String script)
      throws SnowflakeException, IOException, InterruptedException {
    try (var session = accounts.login(login)) {
      for (var variable : new TreeMap<>(variables).entrySet()) {
        run(
            session,
            "SET " + variable.getKey() + " = '" + variable.getValue().replace("'", "''") + "'");
      }
      for (var piece : Statements.split(script)) {
        run(session, piece.text());
      }
    }
  }

  private static void run(Session session, String text)
      throws SnowflakeException, InterruptedException {
    var request = new Request(text, new TreeMap<>(), false, Map.of());
    var outcome = session.submit(request, Optional.empty()).await(LONGEST);
    switch (outcome.orElse(null)) {
      case Outcome.Success success -> {}
      case Outcome.Failure(var error) ->
          throw new SnowflakeException(
              error.code(), error.sqlState(), error.text() + "\nin: " + text.strip());
      case null ->
          throw new SnowflakeException(
              "000630", "57014", "Statement reached its timeout in: " + text.strip());
    }
  }
}
