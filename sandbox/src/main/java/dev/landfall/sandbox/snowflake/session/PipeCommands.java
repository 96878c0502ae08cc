package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.function.Documents;
import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.load.LoadHistory;
import dev.landfall.sandbox.snowflake.load.PipeFiles;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.ResultColumn;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.sql.AlterAction;
import dev.landfall.sandbox.snowflake.sql.Names;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What sessions ask of pipes: ALTER PIPE … REFRESH and SYSTEM$PIPE_STATUS.
final class PipeCommands {
  private PipeCommands() {}

  /// Tells a pipe of the files that it has not loaded.
  static Result refresh(
      Session session, QualifiedName name, AlterAction.Refresh refresh, boolean describeOnly)
      throws SnowflakeException, SQLException {
    var access = access(session);
    var pipe = access.object(Kind.PIPE, name, "ALTER PIPE");
    access.require(pipe, "OPERATE");
    var options = refresh.options().reader("ALTER PIPE … REFRESH");
    var prefix = options.text("PREFIX");
    var after = options.text("MODIFIED_AFTER");
    options.finish();
    var now = session.clock().instant();
    var oldest = now.minus(PipeFiles.REFRESHED);
    var since = after.isPresent() ? instant(after.get()) : oldest;
    if (since.isBefore(oldest)) {
      throw invalid(after.orElseThrow());
    }
    var rows = new ArrayList<List<@Nullable String>>();
    if (!describeOnly) {
      session.work().commit();
      var pipes = session.account().pipes();
      var files = pipes.candidates(pipe, new PipeFiles.Filter(prefix, since));
      files.values().forEach(file -> rows.add(List.of(file, "SENT")));
      pipes.tell(pipe, files.keySet());
    }
    return new Result(
        StatementKind.DDL,
        List.of(
            new ResultColumn("File", DataType.Text.MAX, true),
            new ResultColumn("Status", DataType.Text.MAX, true)),
        rows);
  }

  private static Instant instant(String text) throws SnowflakeException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw invalid(text);
    }
  }

  private static SnowflakeException invalid(String text) {
    return new SnowflakeException(
        "001008",
        "22023",
        "SQL compilation error:\ninvalid value [" + text + "] for parameter 'MODIFIED_AFTER'");
  }

  private static Access access(Session session) {
    return new Access(session.account().catalog().catalogue(), session.actor());
  }

  /// SYSTEM$PIPE_STATUS: JSON.
  static Typed status(Session session, String name) throws SnowflakeException {
    var access = access(session);
    var pipe = access.object(Kind.PIPE, Names.parse(name), "SELECT");
    access.require(pipe, "MONITOR", "OPERATE");
    var pipes = session.account().pipes();
    Map<String, @Nullable Object> status = new LinkedHashMap<>();
    status.put("executionState", pipe.body(Body.Pipe.class).paused() ? "PAUSED" : "RUNNING");
    status.put("pendingFileCount", pipes.pending(pipe.id()));
    pipes.error(pipe.id()).ifPresent(error -> status.put("error", error));
    try {
      Optional<LoadHistory.Last> last =
          Duck.query(
              session.work().reader(),
              LoadHistory.last(pipe.id()),
              new Cancellation(),
              LoadHistory::readLast);
      if (last.isPresent()) {
        status.put("lastIngestedTimestamp", last.get().at().toString());
        status.put("lastIngestedFilePath", last.get().file());
      }
    } catch (SQLException e) {
      throw DuckErrors.translate(e);
    }
    return Literals.text(Documents.variant(status));
  }
}
