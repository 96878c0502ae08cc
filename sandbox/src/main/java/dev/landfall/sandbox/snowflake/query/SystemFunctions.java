package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Set;

/// The table functions of INFORMATION_SCHEMA that the stand-in does not have (Snowflake,
/// "Information Schema", table functions).
final class SystemFunctions {
  private static final Set<String> REFUSED =
      Set.of(
          "ALERT_HISTORY",
          "APPLICATION_SPECIFICATION_STATUS_HISTORY",
          "AUTO_REFRESH_REGISTRATION_HISTORY",
          "AUTOMATIC_CLUSTERING_HISTORY",
          "AVAILABLE_LISTING_REFRESH_HISTORY",
          "COMPLETE_TASK_GRAPHS",
          "CURRENT_TASK_GRAPHS",
          "DATA_METRIC_FUNCTION_REFERENCES",
          "DATA_TRANSFER_HISTORY",
          "DATABASE_REFRESH_HISTORY",
          "DATABASE_REFRESH_PROGRESS",
          "DATABASE_REFRESH_PROGRESS_BY_JOB",
          "DATABASE_REPLICATION_USAGE_HISTORY",
          "DATABASE_STORAGE_USAGE_HISTORY",
          "DYNAMIC_TABLE_GRAPH_HISTORY",
          "DYNAMIC_TABLE_REFRESH_HISTORY",
          "DYNAMIC_TABLES",
          "EXTERNAL_FUNCTIONS_HISTORY",
          "EXTERNAL_TABLE_FILES",
          "EXTERNAL_TABLE_FILE_REGISTRATION_HISTORY",
          "ICEBERG_TABLE_FILES",
          "ICEBERG_TABLE_SNAPSHOT_REFRESH_HISTORY",
          "LISTING_REFRESH_HISTORY",
          "LOGIN_HISTORY",
          "LOGIN_HISTORY_BY_USER",
          "MATERIALIZED_VIEW_REFRESH_HISTORY",
          "NETWORK_RULE_REFERENCES",
          "NOTIFICATION_HISTORY",
          "PIPE_USAGE_HISTORY",
          "POLICY_REFERENCES",
          "QUERY_ACCELERATION_HISTORY",
          "REPLICATION_GROUP_REFRESH_HISTORY",
          "REPLICATION_GROUP_REFRESH_PROGRESS",
          "REPLICATION_GROUP_REFRESH_PROGRESS_BY_JOB",
          "REPLICATION_GROUP_USAGE_HISTORY",
          "REPLICATION_USAGE_HISTORY",
          "REST_EVENT_HISTORY",
          "SEARCH_OPTIMIZATION_HISTORY",
          "SERVERLESS_ALERT_HISTORY",
          "SERVERLESS_TASK_HISTORY",
          "STAGE_DIRECTORY_FILE_REGISTRATION_HISTORY",
          "STAGE_STORAGE_USAGE_HISTORY",
          "TAG_REFERENCES",
          "TAG_REFERENCES_ALL_COLUMNS",
          "VALIDATE_PIPE_LOAD",
          "WAREHOUSE_LOAD_HISTORY",
          "WAREHOUSE_METERING_HISTORY");

  private SystemFunctions() {}

  /// The error of a call that nothing answers.
  static SnowflakeException refused(QualifiedName function) {
    return REFUSED.contains(function.last().value())
        ? Errors.notSupported("TABLE(" + function.sql() + "(…))")
        : Errors.compilation("002141", "42601", "Unknown table function " + function.sql());
  }
}
