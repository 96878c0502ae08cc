package dev.landfall.liquibase.execute;

import java.util.List;

/// Both bookkeeping tables at one moment. Immutable.
///
/// @param place the database and schema they lie in
/// @param logExists whether DATABASECHANGELOG is there
/// @param lockExists whether DATABASECHANGELOGLOCK is there
/// @param rows in the order in which they were executed
/// @param fingerprint of the rows, as their database computes it; empty when nobody asked
record Ledger(
    Place place,
    boolean logExists,
    boolean lockExists,
    Lock lock,
    List<Row> rows,
    String fingerprint) {
  Ledger {
    rows = List.copyOf(rows);
  }

  /// The same with its fingerprint.
  Ledger with(String rowsFingerprint) {
    return new Ledger(place, logExists, lockExists, lock, rows, rowsFingerprint);
  }

  /// The ORDEREXECUTED of the next row.
  int nextOrder() {
    return rows.stream().mapToInt(Row::order).max().orElse(0) + 1;
  }

  /// Where a session works.
  ///
  /// @param database the database's name
  /// @param schema the schema that unqualified names mean
  /// @param user who is logged in
  record Place(String database, String schema, String user) {
    /// Not asked yet.
    static final Place UNKNOWN = new Place("", "", "");
  }
}
