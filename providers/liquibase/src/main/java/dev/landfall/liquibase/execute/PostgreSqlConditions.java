package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Preconditions.Named;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The queries behind Liquibase's preconditions; each counts what it looks for. Some names are
/// compared without regard to case, as Liquibase's snapshots do; the reader has brought the others
/// into PostgreSQL's case.
record PostgreSqlConditions(Dialect dialect, Named check) {
  private static final String RELATION =
      "SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid ="
          + " c.relnamespace WHERE ";
  private static final String CONSTRAINT =
      "SELECT count(*) FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid ="
          + " k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE ";

  /// Nothing when the condition is not known.
  Optional<String> query() {
    return Optional.ofNullable(
        switch (check.name()) {
          case "tableExists" ->
              RELATION
                  + "c.relkind IN ('r', 'p', 'f')"
                  + schema("schemaName")
                  + catalog()
                  + exact("c.relname", "tableName");
          case "viewExists" ->
              RELATION + "c.relkind = 'v'" + schema("schemaName") + and("c.relname", "viewName");
          case "sequenceExists" ->
              RELATION
                  + "c.relkind = 'S'"
                  + (has("schemaName") ? exact("n.nspname", "schemaName") : schema(""))
                  + and("c.relname", "sequenceName");
          case "columnExists" ->
              "SELECT count(*) FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid ="
                  + " a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE"
                  + " a.attnum > 0 AND NOT a.attisdropped"
                  + schema("schemaName")
                  + catalog()
                  + and("c.relname", "tableName")
                  + and("a.attname", "columnName");
          case "indexExists" ->
              "SELECT count(*) FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid ="
                  + " x.indexrelid JOIN pg_catalog.pg_class c ON c.oid = x.indrelid JOIN"
                  + " pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE "
                  + (has("indexName") || (has("tableName") && has("columnNames")))
                  // Without a table, Liquibase looks in the default schema.
                  + (has("tableName") ? schema("schemaName") + catalog() : schema(""))
                  + exact("i.relname", "indexName")
                  + exact("c.relname", "tableName")
                  + columns("x.indkey::int2[]", "x.indrelid");
          case "primaryKeyExists" ->
              CONSTRAINT
                  + "k.contype = 'p'"
                  + schema("schemaName")
                  + catalog()
                  + exact("c.relname", "tableName")
                  + and("k.conname", "primaryKeyName");
          case "foreignKeyConstraintExists" ->
              CONSTRAINT
                  + "k.contype = 'f'"
                  + schema("schemaName")
                  + catalog()
                  + exact("c.relname", "foreignKeyTableName")
                  + and("k.conname", "foreignKeyName");
          case "uniqueConstraintExists" ->
              CONSTRAINT
                  + (has("columnNames") && !has("constraintName")
                      ? "k.contype = 'u'"
                      : "k.contype IN ('u', 'p')")
                  + schema("schemaName")
                  + catalog()
                  + exact("c.relname", "tableName")
                  + and("k.conname", "constraintName")
                  + columns("k.conkey", "k.conrelid");
          case "rowCount" ->
              "SELECT CASE WHEN count(*) = "
                  + Long.parseLong(check.attributes().getOrDefault("expectedRows", "0"))
                  + " THEN 1 ELSE 0 END FROM "
                  + table();
          case "tableIsEmpty" ->
              "SELECT CASE WHEN EXISTS (SELECT 1 FROM " + table() + ") THEN 0 ELSE 1 END";
          default -> null;
        });
  }

  private boolean has(String attribute) {
    return check.attributes().containsKey(attribute);
  }

  private String schema(String attribute) {
    return has(attribute)
        ? and("n.nspname", attribute)
        : " AND n.nspname = pg_catalog.current_schema()";
  }

  private String catalog() {
    return and("pg_catalog.current_database()", "catalogName");
  }

  private String exact(String column, String attribute) {
    var given = check.attributes().get(attribute);
    return given == null ? "" : " AND " + column + " = " + dialect.text(given);
  }

  private String and(String column, String attribute) {
    var given = check.attributes().get(attribute);
    return given == null
        ? ""
        : " AND pg_catalog.lower(" + column + ") = pg_catalog.lower(" + dialect.text(given) + ")";
  }

  private String columns(String numbers, String relation) {
    var given = check.attributes().get("columnNames");
    if (given == null) {
      return "";
    }
    var names =
        Arrays.stream(given.split(","))
            .map(name -> "pg_catalog.lower(" + dialect.text(name.strip()) + ")")
            .collect(Collectors.joining(", "));
    return " AND (SELECT pg_catalog.array_agg(pg_catalog.lower(a.attname::text) ORDER BY o.ordinality)"
        + " FROM pg_catalog.unnest("
        + numbers
        + ") WITH ORDINALITY o(number, ordinality) JOIN pg_catalog.pg_attribute a ON a.attrelid = "
        + relation
        + " AND a.attnum = o.number) = ARRAY["
        + names
        + "]";
  }

  private String table() {
    var schema = check.attributes().get("schemaName");
    var table = dialect.name(check.attributes().getOrDefault("tableName", ""));
    // Liquibase writes it without quotes unless it is in mixed case.
    return schema == null
        ? table
        : dialect.name(
                schema.equals(schema.toUpperCase(Locale.ROOT))
                    ? schema.toLowerCase(Locale.ROOT)
                    : schema)
            + "."
            + table;
  }
}
