package dev.landfall.liquibase.execute;

import java.util.List;

/// The query that describes the catalogue of a Snowflake database (Snowflake, "Information
/// Schema").
final class SnowflakeCatalogue {
  static final List<String> UNCHECKED =
      List.of(
          "The rows of tables are not looked at.",
          "Streams, tasks, dynamic tables, masking and row access policies, tags and comments are"
              + " not looked at.",
          "Warehouses, roles, users, integrations and other databases are not looked at.");

  private static final String OURS = " <> 'INFORMATION_SCHEMA'";
  private static final String NOT_KEPT =
      "TABLE_NAME NOT IN ('DATABASECHANGELOG', 'DATABASECHANGELOGLOCK')";

  static final String QUERY =
      String.join(
          " UNION ALL ",
          "SELECT 'schema ' || SCHEMA_NAME AS ADDRESS, 'owner ' || COALESCE(SCHEMA_OWNER, '') ||"
              + " IFF(IS_MANAGED_ACCESS = 'YES', ', managed access', '') || IFF(IS_TRANSIENT ="
              + " 'YES', ', transient', '') || ', retention ' || COALESCE(TO_VARCHAR(RETENTION_TIME),"
              + " '') AS DESCRIPTION FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME"
              + OURS,
          "SELECT 'table ' || TABLE_SCHEMA || '.' || TABLE_NAME, LOWER(TABLE_TYPE) || ', owner ' ||"
              + " COALESCE(TABLE_OWNER, '') || IFF(IS_TRANSIENT = 'YES', ', transient', '') ||"
              + " COALESCE(', clustered by ' || CLUSTERING_KEY, '') || ', retention ' ||"
              + " COALESCE(TO_VARCHAR(RETENTION_TIME), '') FROM INFORMATION_SCHEMA.TABLES WHERE"
              + " TABLE_TYPE NOT IN ('VIEW', 'MATERIALIZED VIEW') AND "
              + NOT_KEPT
              + " AND TABLE_SCHEMA"
              + OURS,
          "SELECT 'view ' || TABLE_SCHEMA || '.' || TABLE_NAME, IFF(IS_SECURE = 'YES', 'secure, ',"
              + " '') || 'owner ' || COALESCE(TABLE_OWNER, '') || ': ' ||"
              + " COALESCE(VIEW_DEFINITION, '') FROM INFORMATION_SCHEMA.VIEWS WHERE TABLE_SCHEMA"
              + OURS,
          "SELECT 'column ' || TABLE_SCHEMA || '.' || TABLE_NAME || '.' || COLUMN_NAME, DATA_TYPE ||"
              + " COALESCE('(' || CHARACTER_MAXIMUM_LENGTH || ')', '') || COALESCE('(' ||"
              + " NUMERIC_PRECISION || ',' || NUMERIC_SCALE || ')', '') || COALESCE('(' ||"
              + " DATETIME_PRECISION || ')', '') || IFF(IS_NULLABLE = 'NO', ' not null', '') ||"
              + " COALESCE(' default ' || COLUMN_DEFAULT, '') || IFF(IS_IDENTITY = 'YES', '"
              + " identity', '') FROM INFORMATION_SCHEMA.COLUMNS WHERE "
              + NOT_KEPT
              + " AND TABLE_SCHEMA"
              + OURS,
          "SELECT 'constraint ' || TABLE_SCHEMA || '.' || TABLE_NAME || '.' || CONSTRAINT_NAME,"
              + " LOWER(CONSTRAINT_TYPE) FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS WHERE "
              + NOT_KEPT
              + " AND TABLE_SCHEMA"
              + OURS,
          "SELECT 'sequence ' || SEQUENCE_SCHEMA || '.' || SEQUENCE_NAME, 'start ' || START_VALUE ||"
              + " ', increment ' || \"INCREMENT\" FROM INFORMATION_SCHEMA.SEQUENCES WHERE"
              + " SEQUENCE_SCHEMA"
              + OURS,
          "SELECT 'function ' || FUNCTION_SCHEMA || '.' || FUNCTION_NAME || ARGUMENT_SIGNATURE,"
              + " FUNCTION_LANGUAGE || ' returns ' || DATA_TYPE || IFF(IS_SECURE = 'YES', ', secure',"
              + " '') || ': ' || COALESCE(FUNCTION_DEFINITION, '') FROM"
              + " INFORMATION_SCHEMA.FUNCTIONS WHERE FUNCTION_SCHEMA"
              + OURS,
          "SELECT 'procedure ' || PROCEDURE_SCHEMA || '.' || PROCEDURE_NAME || ARGUMENT_SIGNATURE,"
              + " PROCEDURE_LANGUAGE || ' returns ' || DATA_TYPE || ': ' ||"
              + " COALESCE(PROCEDURE_DEFINITION, '') FROM INFORMATION_SCHEMA.PROCEDURES WHERE"
              + " PROCEDURE_SCHEMA"
              + OURS,
          "SELECT 'stage ' || STAGE_SCHEMA || '.' || STAGE_NAME, STAGE_TYPE || ' ' ||"
              + " COALESCE(STAGE_URL, '') FROM INFORMATION_SCHEMA.STAGES WHERE STAGE_SCHEMA"
              + OURS,
          "SELECT 'file format ' || FILE_FORMAT_SCHEMA || '.' || FILE_FORMAT_NAME, FILE_FORMAT_TYPE"
              + " FROM INFORMATION_SCHEMA.FILE_FORMATS WHERE FILE_FORMAT_SCHEMA"
              + OURS,
          "SELECT 'pipe ' || PIPE_SCHEMA || '.' || PIPE_NAME, COALESCE(DEFINITION, '') FROM"
              + " INFORMATION_SCHEMA.PIPES WHERE PIPE_SCHEMA"
              + OURS,
          "SELECT 'grant ' || PRIVILEGE_TYPE || ' on ' || LOWER(OBJECT_TYPE) || ' ' ||"
              + " COALESCE(OBJECT_SCHEMA || '.', '') || OBJECT_NAME || ' to ' || GRANTEE, 'by ' ||"
              + " COALESCE(GRANTOR, '') || IFF(IS_GRANTABLE = 'YES', ', grantable', '') FROM"
              + " INFORMATION_SCHEMA.OBJECT_PRIVILEGES WHERE PRIVILEGE_TYPE <> 'OWNERSHIP' AND"
              + " OBJECT_NAME NOT IN ('DATABASECHANGELOG', 'DATABASECHANGELOGLOCK') AND"
              + " COALESCE(OBJECT_SCHEMA, '')"
              + OURS);

  private SnowflakeCatalogue() {}
}
