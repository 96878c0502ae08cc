package dev.landfall.liquibase.execute;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What carrying out a plan left behind. Immutable.
///
/// @param place where it was carried out
/// @param rows of DATABASECHANGELOG then
/// @param catalogue the live catalogue, description by address; nothing when it was not read
record Applied(Ledger.Place place, List<Row> rows, Optional<Map<String, String>> catalogue) {}
