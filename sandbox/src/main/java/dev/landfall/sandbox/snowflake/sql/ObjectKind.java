package dev.landfall.sandbox.snowflake.sql;

import java.util.Locale;

/// The kinds of objects of an account, as statements name them.
public enum ObjectKind {
  ACCOUNT,
  AGGREGATION_POLICY,
  ALERT,
  API_INTEGRATION,
  APPLICATION,
  APPLICATION_PACKAGE,
  APPLICATION_ROLE,
  AUTHENTICATION_POLICY,
  CATALOG_INTEGRATION,
  COMPUTE_POOL,
  CONNECTION,
  CORTEX_SEARCH_SERVICE,
  DATABASE,
  DATABASE_ROLE,
  DATASET,
  DYNAMIC_TABLE,
  EVENT_TABLE,
  EXTERNAL_ACCESS_INTEGRATION,
  EXTERNAL_FUNCTION,
  EXTERNAL_TABLE,
  EXTERNAL_VOLUME,
  FAILOVER_GROUP,
  FILE_FORMAT,
  FUNCTION,
  GIT_REPOSITORY,
  HYBRID_TABLE,
  ICEBERG_TABLE,
  IMAGE_REPOSITORY,
  INTEGRATION,
  JOIN_POLICY,
  LISTING,
  MASKING_POLICY,
  MATERIALIZED_VIEW,
  MODEL,
  NETWORK_POLICY,
  NETWORK_RULE,
  NOTEBOOK,
  NOTIFICATION_INTEGRATION,
  ORGANIZATION_ACCOUNT,
  PACKAGES_POLICY,
  PASSWORD_POLICY,
  PIPE,
  PRIVACY_POLICY,
  PROCEDURE,
  PROJECTION_POLICY,
  REPLICATION_GROUP,
  RESOURCE_MONITOR,
  ROLE,
  ROW_ACCESS_POLICY,
  SCHEMA,
  SECRET,
  SECURITY_INTEGRATION,
  SEMANTIC_VIEW,
  SEQUENCE,
  SERVICE,
  SESSION_POLICY,
  SHARE,
  SNAPSHOT,
  STAGE,
  STORAGE_INTEGRATION,
  STREAM,
  STREAMLIT,
  TABLE,
  TAG,
  TASK,
  USER,
  VIEW,
  WAREHOUSE;

  /// As SQL writes it, such as `FILE FORMAT`.
  public String sql() {
    return name().replace('_', ' ');
  }

  /// As SQL writes several of them, such as `MASKING POLICIES`.
  public String plural() {
    String one = sql();
    return one.endsWith("Y") ? one.substring(0, one.length() - 1) + "IES" : one + "S";
  }

  /// As messages write it, such as `File format`.
  public String title() {
    String one = sql();
    return one.charAt(0) + one.substring(1).toLowerCase(Locale.ROOT);
  }
}
