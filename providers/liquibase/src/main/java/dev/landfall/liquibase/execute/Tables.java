package dev.landfall.liquibase.execute;

/// How statements name the two bookkeeping tables.
///
/// @param schema the schema's name; empty for the session's own
/// @param prefix what stands in front of a table's name, such as `public.`; may be empty
record Tables(String schema, String prefix) {
  String log() {
    return prefix + "databasechangelog";
  }

  String lock() {
    return prefix + "databasechangeloglock";
  }
}
