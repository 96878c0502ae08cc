package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Preconditions.Named;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The queries behind Liquibase's preconditions on Snowflake; each counts what it looks for. Names
/// are compared without regard to case, as Liquibase's snapshots do. Snowflake has no indexes.
record SnowflakeConditions(Dialect dialect, Named check) {
  private static final String COUNT = "SELECT COUNT(*) FROM INFORMATION_SCHEMA.";

  /// Nothing when the condition is not known.
  Optional<String> query() {
    return Optional.ofNullable(
        switch (check.name()) {
          case "tableExists" ->
              COUNT
                  + "TABLES WHERE TABLE_TYPE <> 'VIEW'"
                  + named("TABLE_SCHEMA", "TABLE_NAME", "tableName");
          case "viewExists" ->
              COUNT + "VIEWS WHERE TRUE" + named("TABLE_SCHEMA", "TABLE_NAME", "viewName");
          case "sequenceExists" ->
              COUNT
                  + "SEQUENCES WHERE TRUE"
                  + named("SEQUENCE_SCHEMA", "SEQUENCE_NAME", "sequenceName");
          case "columnExists" ->
              COUNT
                  + "COLUMNS WHERE TRUE"
                  + named("TABLE_SCHEMA", "TABLE_NAME", "tableName")
                  + and("COLUMN_NAME", "columnName");
          case "primaryKeyExists" ->
              constraint("PRIMARY KEY", "schemaName", "tableName", "primaryKeyName");
          case "foreignKeyConstraintExists" ->
              constraint(
                  "FOREIGN KEY",
                  "foreignKeyTableSchemaName",
                  "foreignKeyTableName",
                  "foreignKeyName");
          case "uniqueConstraintExists" ->
              check.attributes().containsKey("columnNames")
                  ? null
                  : constraint("UNIQUE", "schemaName", "tableName", "constraintName");
          case "rowCount" ->
              "SELECT IFF(COUNT(*) = "
                  + Long.parseLong(check.attributes().getOrDefault("expectedRows", "0"))
                  + ", 1, 0) FROM "
                  + table();
          case "tableIsEmpty" -> "SELECT IFF(COUNT(*) = 0, 1, 0) FROM " + table();
          default -> null;
        });
  }

  private String constraint(String type, String schema, String table, String name) {
    return COUNT
        + "TABLE_CONSTRAINTS WHERE CONSTRAINT_TYPE = '"
        + type
        + "'"
        + schema("TABLE_SCHEMA", schema)
        + and("TABLE_NAME", table)
        + and("CONSTRAINT_NAME", name);
  }

  private String named(String schemaColumn, String column, String attribute) {
    return schema(schemaColumn, "schemaName") + and(column, attribute);
  }

  private String schema(String column, String attribute) {
    return check.attributes().containsKey(attribute)
        ? and(column, attribute)
        : " AND " + column + " = CURRENT_SCHEMA()";
  }

  private String and(String column, String attribute) {
    var given = check.attributes().get(attribute);
    return given == null ? "" : " AND UPPER(" + column + ") = UPPER(" + dialect.text(given) + ")";
  }

  private String table() {
    return Arrays.stream(new String[] {"schemaName", "tableName"})
        .map(attribute -> check.attributes().getOrDefault(attribute, ""))
        .filter(name -> !name.isEmpty())
        .map(dialect::name)
        .collect(Collectors.joining("."));
  }
}
