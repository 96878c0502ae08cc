/// Snowflake's functions and conversions, written in DuckDB's SQL or in Java. Knows types and
/// values; knows nothing of tables, sessions or the catalogue.
@NullMarked
package dev.landfall.sandbox.snowflake.function;

import org.jspecify.annotations.NullMarked;
