package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.Optional;

/// SHOW.
public sealed interface ShowStatement extends Statement {
  /// @param like its pattern, of which case does not matter
  /// @param in where to look, when it is written
  /// @param startsWith of which case matters
  /// @param limit how many rows at most
  /// @param from the name after which the rows begin
  record Show(
      Topic topic,
      boolean terse,
      boolean history,
      Optional<String> like,
      Optional<Container> in,
      Optional<String> startsWith,
      Optional<Long> limit,
      Optional<String> from)
      implements ShowStatement {}

  /// What is shown; the names are the words of the statement.
  enum Topic {
    ALERTS,
    AUTHENTICATION_POLICIES,
    COLUMNS,
    CONNECTIONS,
    DATABASE_ROLES,
    DATABASES,
    DYNAMIC_TABLES,
    EVENT_TABLES,
    EXPORTED_KEYS,
    EXTERNAL_FUNCTIONS,
    EXTERNAL_TABLES,
    EXTERNAL_VOLUMES,
    FAILOVER_GROUPS,
    FILE_FORMATS,
    FUNCTIONS,
    GIT_REPOSITORIES,
    HYBRID_TABLES,
    ICEBERG_TABLES,
    IMPORTED_KEYS,
    INDEXES,
    INTEGRATIONS,
    API_INTEGRATIONS,
    CATALOG_INTEGRATIONS,
    EXTERNAL_ACCESS_INTEGRATIONS,
    NOTIFICATION_INTEGRATIONS,
    SECURITY_INTEGRATIONS,
    STORAGE_INTEGRATIONS,
    LISTINGS,
    LOCKS,
    MANAGED_ACCOUNTS,
    MASKING_POLICIES,
    MATERIALIZED_VIEWS,
    NETWORK_POLICIES,
    NETWORK_RULES,
    OBJECTS,
    ORGANIZATION_ACCOUNTS,
    PASSWORD_POLICIES,
    PIPES,
    PRIMARY_KEYS,
    PROCEDURES,
    PROJECTION_POLICIES,
    AGGREGATION_POLICIES,
    REGIONS,
    REPLICATION_ACCOUNTS,
    REPLICATION_DATABASES,
    REPLICATION_GROUPS,
    RESOURCE_MONITORS,
    ROLES,
    ROW_ACCESS_POLICIES,
    SCHEMAS,
    SECRETS,
    SEQUENCES,
    SERVICES,
    SESSION_POLICIES,
    SHARES,
    STAGES,
    STREAMLITS,
    STREAMS,
    TABLES,
    TAGS,
    TASKS,
    TRANSACTIONS,
    UNIQUE_KEYS,
    USERS,
    USER_FUNCTIONS,
    USER_PROCEDURES,
    VARIABLES,
    VIEWS,
    WAREHOUSES;

    /// As SQL writes it, such as `PRIMARY KEYS`.
    public String sql() {
      return name().replace('_', ' ');
    }
  }

  /// SHOW PARAMETERS
  ///
  /// @param in the session when it is not written
  record ShowParameters(Optional<String> like, ParameterScope in) implements ShowStatement {}

  /// Whose parameters are shown.
  ///
  /// @param name of the object; empty for the session and the account, and where the current one is
  ///   meant
  record ParameterScope(Level level, Optional<QualifiedName> name) {
    public enum Level {
      SESSION,
      ACCOUNT,
      USER,
      WAREHOUSE,
      DATABASE,
      SCHEMA,
      TABLE,
      TASK
    }
  }

  /// SHOW GRANTS and SHOW FUTURE GRANTS
  record ShowGrants(Grants grants, Optional<Long> limit) implements ShowStatement {}

  /// Which grants are shown.
  sealed interface Grants {
    /// `SHOW GRANTS`: the roles of the current user.
    record Own() implements Grants {}

    /// `ON ACCOUNT`, `ON TABLE t`
    record On(GrantStatement.Target object) implements Grants {}

    /// `TO ROLE r`: what it may do. `TO USER u`: the roles it has.
    record To(GrantStatement.Grantee grantee) implements Grants {}

    /// `OF ROLE r`: who has it. Also of a database role or a share.
    record Of(ObjectKind kind, QualifiedName name) implements Grants {}

    /// `SHOW FUTURE GRANTS IN SCHEMA s`
    record FutureIn(Container container) implements Grants {}

    /// `SHOW FUTURE GRANTS TO ROLE r`
    record FutureTo(GrantStatement.Grantee grantee) implements Grants {}
  }
}
