package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.Optional;

/// `CLONE source [AT …]`.
///
/// @param ignoreTablesWithInsufficientDataRetention leave out tables that do not reach that far
///   back
/// @param ignoreHybridTables leave out hybrid tables
public record CloneSource(
    QualifiedName source,
    Optional<TimeTravel> at,
    boolean ignoreTablesWithInsufficientDataRetention,
    boolean ignoreHybridTables) {}
