package dev.landfall.sandbox.snowflake.sql;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The names of privileges (Snowflake, "Access control privileges").
final class Privileges {
  /// Those of more words come first.
  private static final List<String> ALL =
      Arrays.stream(
              """
              ADD SEARCH OPTIMIZATION
              APPLY
              APPLY AGGREGATION POLICY
              APPLY AUTHENTICATION POLICY
              APPLY JOIN POLICY
              APPLY MASKING POLICY
              APPLY PACKAGES POLICY
              APPLY PASSWORD POLICY
              APPLY PRIVACY POLICY
              APPLY PROJECTION POLICY
              APPLY ROW ACCESS POLICY
              APPLY SESSION POLICY
              APPLY TAG
              APPLYBUDGET
              ATTACH LISTING
              ATTACH POLICY
              AUDIT
              BIND SERVICE ENDPOINT
              CREATE ACCOUNT
              CREATE AGGREGATION POLICY
              CREATE ALERT
              CREATE API INTEGRATION
              CREATE APPLICATION
              CREATE APPLICATION PACKAGE
              CREATE AUTHENTICATION POLICY
              CREATE CATALOG INTEGRATION
              CREATE COMPUTE POOL
              CREATE CORTEX SEARCH SERVICE
              CREATE DATA EXCHANGE LISTING
              CREATE DATABASE
              CREATE DATABASE ROLE
              CREATE DATASET
              CREATE DYNAMIC TABLE
              CREATE EVENT TABLE
              CREATE EXTERNAL ACCESS INTEGRATION
              CREATE EXTERNAL FUNCTION
              CREATE EXTERNAL TABLE
              CREATE EXTERNAL VOLUME
              CREATE FAILOVER GROUP
              CREATE FILE FORMAT
              CREATE FUNCTION
              CREATE GIT REPOSITORY
              CREATE HYBRID TABLE
              CREATE ICEBERG TABLE
              CREATE IMAGE REPOSITORY
              CREATE INTEGRATION
              CREATE JOIN POLICY
              CREATE LISTING
              CREATE MASKING POLICY
              CREATE MATERIALIZED VIEW
              CREATE MODEL
              CREATE NETWORK POLICY
              CREATE NETWORK RULE
              CREATE NOTEBOOK
              CREATE NOTIFICATION INTEGRATION
              CREATE ORGANIZATION LISTING
              CREATE PACKAGES POLICY
              CREATE PASSWORD POLICY
              CREATE PIPE
              CREATE PRIVACY POLICY
              CREATE PROCEDURE
              CREATE PROJECTION POLICY
              CREATE REPLICATION GROUP
              CREATE RESOURCE MONITOR
              CREATE ROLE
              CREATE ROW ACCESS POLICY
              CREATE SCHEMA
              CREATE SECRET
              CREATE SECURITY INTEGRATION
              CREATE SEMANTIC VIEW
              CREATE SEQUENCE
              CREATE SERVICE
              CREATE SESSION POLICY
              CREATE SHARE
              CREATE SNAPSHOT
              CREATE STAGE
              CREATE STORAGE INTEGRATION
              CREATE STREAM
              CREATE STREAMLIT
              CREATE TABLE
              CREATE TAG
              CREATE TASK
              CREATE TEMPORARY TABLE
              CREATE USER
              CREATE VIEW
              CREATE WAREHOUSE
              DELETE
              DEVELOP
              EVOLVE SCHEMA
              EXECUTE ALERT
              EXECUTE AUTO CLASSIFICATION
              EXECUTE DATA METRIC FUNCTION
              EXECUTE MANAGED ALERT
              EXECUTE MANAGED TASK
              EXECUTE TASK
              FAILOVER
              IMPERSONATE
              IMPORT SHARE
              IMPORTED PRIVILEGES
              INSERT
              INSTALL
              MANAGE ACCOUNT SUPPORT CASES
              MANAGE EVENT SHARING
              MANAGE GRANTS
              MANAGE LISTING AUTO FULFILLMENT
              MANAGE ORGANIZATION SUPPORT CASES
              MANAGE RELEASES
              MANAGE SHARE TARGET
              MANAGE USER SUPPORT CASES
              MANAGE VERSIONS
              MANAGE WAREHOUSES
              MODIFY
              MODIFY LOG LEVEL
              MODIFY METRIC LEVEL
              MODIFY PROGRAMMATIC AUTHENTICATION METHODS
              MODIFY SESSION LOG LEVEL
              MODIFY SESSION METRIC LEVEL
              MODIFY SESSION TRACE LEVEL
              MODIFY TRACE LEVEL
              MONITOR
              MONITOR EXECUTION
              MONITOR SECURITY
              MONITOR USAGE
              OPERATE
              OVERRIDE SHARE RESTRICTIONS
              OWNERSHIP
              PURCHASE DATA EXCHANGE LISTING
              READ
              READ SESSION
              READ UNREDACTED AI OBSERVABILITY EVENTS TABLE
              REBUILD
              REFERENCES
              REFERENCE_USAGE
              REPLICATE
              RESOLVE ALL
              SELECT
              TRUNCATE
              UPDATE
              USAGE
              USE_ANY_ROLE
              VIEW LINEAGE
              WRITE
              """
                  .split("\n"))
          .sorted(Comparator.comparingInt(privilege -> -privilege.split(" ").length))
          .toList();

  private Privileges() {}

  /// The privilege that comes next, in upper case.
  static Optional<String> accept(Cursor cursor) {
    for (String privilege : ALL) {
      if (cursor.accept(privilege.split(" "))) {
        return Optional.of(privilege);
      }
    }
    return Optional.empty();
  }
}
