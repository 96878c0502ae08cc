package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Directory;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Set;

/// What the owner of a task needs so that it may run (Snowflake, "Introduction to tasks", task
/// security).
public final class TaskRights {
  private TaskRights() {}

  /// @throws SnowflakeException 091089 unless the task's owner has EXECUTE TASK on the account
  public static void requireMayRun(Directory directory, Entity task) throws SnowflakeException {
    var roles = directory.inherited(Set.of(task.owner()));
    boolean may =
        directory.account().grants().stream()
            .anyMatch(g -> roles.contains(g.grantee()) && g.privilege().equals("EXECUTE TASK"));
    if (!may) {
      throw new SnowflakeException(
          "091089",
          "23001",
          "Cannot execute task , EXECUTE TASK privilege must be granted to owner role");
    }
  }
}
