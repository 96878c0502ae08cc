package dev.landfall.liquibase;

import java.util.ArrayList;
import java.util.List;

/// Everything in a database that a changelog can change: the catalogue, comments and rows.
final class Dump {
  private static final String OURS =
      "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND c.relname NOT LIKE"
          + " 'databasechangelog%'";
  private static final List<String> QUERIES =
      List.of(
          "SELECT 'schema', nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' ORDER BY 2",
          "SELECT 'relation', n.nspname, c.relname, c.relkind, c.relpersistence, t.spcname,"
              + " obj_description(c.oid), c.relacl::text, pg_get_userbyid(c.relowner),"
              + " (SELECT string_agg(i.inhparent::regclass::text, ',') FROM pg_inherits i WHERE"
              + " i.inhrelid = c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid ="
              + " c.relnamespace LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace WHERE "
              + OURS
              + " ORDER BY 2, 3",
          "SELECT 'column', n.nspname, c.relname, rank() OVER (PARTITION BY c.oid ORDER BY"
              + " a.attnum), a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
              + " a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid),"
              + " col_description(c.oid, a.attnum) FROM pg_attribute a JOIN pg_class c ON c.oid ="
              + " a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attrdef d"
              + " ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE a.attnum > 0 AND NOT"
              + " a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm') AND "
              + OURS
              + " ORDER BY 2, 3, 4",
          "SELECT 'constraint', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)"
              + " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n"
              + " ON n.oid = c.relnamespace WHERE "
              + OURS
              + " ORDER BY 2, 3, 4",
          "SELECT 'index', pg_get_indexdef(x.indexrelid), x.indisclustered FROM pg_index x JOIN"
              + " pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
              + " WHERE "
              + OURS
              + " ORDER BY 2",
          "SELECT 'view', c.oid::regclass, pg_get_viewdef(c.oid) FROM pg_class c JOIN"
              + " pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND "
              + OURS
              + " ORDER BY 2",
          "SELECT 'sequence', s.*, (SELECT d.refobjid::regclass::text || d.refobjsubid FROM"
              + " pg_depend d WHERE d.objid = format('%I.%I', schemaname, sequencename)::regclass"
              + " AND d.deptype IN ('a', 'i')) FROM pg_sequences s ORDER BY 2, 3",
          "SELECT 'routine', p.oid::regprocedure, pg_get_functiondef(p.oid),"
              + " obj_description(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid ="
              + " p.pronamespace WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <>"
              + " 'information_schema' ORDER BY 2",
          "SELECT 'trigger', pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE NOT t.tgisinternal"
              + " ORDER BY 2");

  private Dump() {}

  static List<String> of(Station station) {
    var lines = new ArrayList<String>();
    for (var query : QUERIES) {
      station.query(query).forEach(row -> lines.add(String.join(" | ", row)));
    }
    var tables =
        "SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind = 'r' AND "
            + OURS
            + " ORDER BY 1";
    for (var table : station.column(tables)) {
      station
          .column("SELECT t::text FROM " + table + " t ORDER BY 1")
          .forEach(row -> lines.add("row | " + table + " | " + row));
    }
    return lines;
  }
}
