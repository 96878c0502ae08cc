package dev.landfall.liquibase.execute;

import java.util.List;

/// The query that describes a PostgreSQL database's catalogue.
final class PostgreSqlCatalogue {
  static final List<String> UNCHECKED =
      List.of(
          "The rows of tables are not looked at.",
          "Triggers, row-level policies, types, extensions, roles and comments are not looked at.");

  private static final String OURS =
      "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'";
  private static final String NOT_KEPT =
      "c.relname NOT IN ('databasechangelog', 'databasechangeloglock')";

  private PostgreSqlCatalogue() {}

  static String query(Dialect dialect) {
    return String.join(
        " UNION ALL ",
        "SELECT 'schema ' || n.nspname, 'owner ' || pg_catalog.pg_get_userbyid(n.nspowner)"
            + grants("n.nspacl")
            + " FROM pg_catalog.pg_namespace n WHERE "
            + OURS,
        "SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'S'"
            + " THEN 'sequence ' WHEN 'f' THEN 'foreign table ' ELSE 'table ' END || n.nspname ||"
            + " '.' || c.relname, CASE WHEN c.relkind IN ('v', 'm') THEN"
            + " pg_catalog.pg_get_viewdef(c.oid) WHEN c.relkind = 'S' THEN (SELECT 'type ' ||"
            + " s.seqtypid::regtype || ', start ' || s.seqstart || ', increment ' ||"
            + " s.seqincrement || ', max ' || s.seqmax || ', min ' || s.seqmin || ', cycle ' ||"
            + " s.seqcycle FROM pg_catalog.pg_sequence s WHERE s.seqrelid = c.oid) ELSE 'table'"
            + " END"
            + grants("c.relacl")
            + " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid ="
            + " c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND "
            + NOT_KEPT
            + " AND "
            + OURS,
        "SELECT 'column ' || n.nspname || '.' || c.relname || '.' || a.attname,"
            + " pg_catalog.format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN '"
            + " not null' ELSE '' END || coalesce(' default ' ||"
            + " pg_catalog.pg_get_expr(d.adbin, d.adrelid), '') || CASE WHEN a.attidentity <> ''"
            + " THEN ' identity ' || a.attidentity ELSE '' END || CASE WHEN a.attgenerated <> ''"
            + " THEN ' generated' ELSE '' END"
            + grants("a.attacl")
            + " FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN"
            + " pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE"
            + " a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f') AND "
            + NOT_KEPT
            + " AND "
            + OURS,
        "SELECT 'constraint ' || n.nspname || '.' || c.relname || '.' || k.conname,"
            + " pg_catalog.pg_get_constraintdef(k.oid) FROM pg_catalog.pg_constraint k JOIN"
            + " pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON"
            + " n.oid = c.relnamespace WHERE "
            + NOT_KEPT
            + " AND "
            + OURS,
        "SELECT 'index ' || n.nspname || '.' || i.relname,"
            + " pg_catalog.pg_get_indexdef(x.indexrelid) FROM pg_catalog.pg_index x JOIN"
            + " pg_catalog.pg_class i ON i.oid = x.indexrelid JOIN pg_catalog.pg_class c ON c.oid"
            + " = x.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace WHERE "
            + NOT_KEPT
            + " AND "
            + OURS,
        "SELECT 'routine ' || n.nspname || '.' || p.proname || '(' ||"
            + " pg_catalog.pg_get_function_identity_arguments(p.oid) || ')', CASE WHEN p.prokind"
            + " = 'a' THEN 'aggregate' ELSE pg_catalog.pg_get_functiondef(p.oid) END"
            + grants("p.proacl")
            + " FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid ="
            + " p.pronamespace WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend e WHERE"
            + " e.classid = 'pg_catalog.pg_proc'::regclass AND e.objid = p.oid AND e.deptype ="
            + " 'e') AND "
            + OURS);
  }

  private static String grants(String acl) {
    return " || coalesce((SELECT ' grants ' || pg_catalog.string_agg(g::text, ' ' ORDER BY g::text)"
        + " FROM pg_catalog.unnest("
        + acl
        + ") g), '')";
  }
}
