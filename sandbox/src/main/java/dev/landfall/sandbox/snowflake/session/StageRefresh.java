package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.load.DirectoryTable;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.AlterAction;
import dev.landfall.sandbox.snowflake.sql.AlterStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Refreshing the directory tables of stages.
final class StageRefresh {
  private StageRefresh() {}

  private static Access access(Session session) {
    return new Access(session.account().catalog().catalogue(), session.actor());
  }

  /// ALTER STAGE … REFRESH.
  static Result refresh(
      Session session, AlterStatement statement, AlterAction.Refresh refresh, boolean describeOnly)
      throws SnowflakeException, SQLException {
    var options = refresh.options().reader("ALTER STAGE … REFRESH");
    var path = options.text("SUBPATH").orElse("");
    options.finish();
    boolean missing = statement.ifExists() && find(session, statement.name()).isEmpty();
    if (describeOnly || missing) {
      return DirectoryTable.refreshed(List.of());
    }
    var table =
        DirectoryTable.toRefresh(
            statement.name(), path, access(session), session.account().files());
    session.work().commit();
    return table.refresh();
  }

  /// The stage of a name, which may not be there yet.
  static Optional<Long> find(Session session, QualifiedName name) throws SnowflakeException {
    try {
      return access(session).find(Kind.STAGE, name, "CREATE STAGE").map(Entity::id);
    } catch (SnowflakeException e) {
      return Optional.empty();
    }
  }

  /// Refreshes a stage that was created, if its directory table wants that. One that cannot be read
  /// stays empty: whoever reads it is told why.
  ///
  /// @param before the stage of the name before
  static void created(Session session, QualifiedName name, Optional<Long> before)
      throws SnowflakeException, SQLException {
    var access = access(session);
    var stage = access.object(Kind.STAGE, name, "CREATE STAGE");
    if (before.filter(id -> id == stage.id()).isPresent()
        || !DirectoryTable.refreshedOnCreate(stage.body(Body.Stage.class))) {
      return;
    }
    try {
      var _ = DirectoryTable.toRefresh(name, "", access, session.account().files()).refresh();
    } catch (SnowflakeException e) {
      // Nothing stands for its bucket, or it may not be read.
    }
  }
}
