package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Functions that act on the account or describe it instead of computing something (Snowflake,
/// "System functions"). They stand alone in a SELECT.
final class SystemCalls {
  private static final Pattern ABORT =
      Pattern.compile(
          "\\s*SELECT\\s+SYSTEM\\$ABORT_SESSION\\s*\\(\\s*'?(\\d+)'?\\s*\\)\\s*;?\\s*",
          Pattern.CASE_INSENSITIVE);
  private static final Name ADMINISTRATOR = new Name("ACCOUNTADMIN");

  private SystemCalls() {}

  /// @return empty when the text calls none of them
  /// @throws SnowflakeException 003001 when the session is another user's, and this one may not end
  ///   it
  static Optional<Result> run(Session session, String text, boolean describeOnly)
      throws SnowflakeException {
    var abort = ABORT.matcher(text);
    if (!abort.matches()) {
      return Optional.empty();
    }
    var number = Long.parseLong(abort.group(1));
    var column = new ResultColumn("SYSTEM$ABORT_SESSION(" + number + ")", DataType.Text.MAX, true);
    if (describeOnly) {
      return Optional.of(new Result(StatementKind.SELECT, List.of(column), List.of()));
    }
    var answer = abort(session, number);
    return Optional.of(new Result(StatementKind.SELECT, List.of(column), List.of(List.of(answer))));
  }

  private static String abort(Session session, long number) throws SnowflakeException {
    var other = session.account().session(number);
    if (other.isEmpty()) {
      return "session [" + number + "] not found.";
    }
    var mayEnd =
        other.get().user().equals(session.user())
            || session.where().role().equals(Optional.of(ADMINISTRATOR));
    if (!mayEnd) {
      throw new SnowflakeException(
          "003001",
          "42501",
          "SQL access control error:\nInsufficient privileges to operate on session '"
              + number
              + "'");
    }
    other.get().close();
    session.account().remove(other.get());
    return "session [" + number + "] terminated.";
  }
}
