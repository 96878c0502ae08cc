/// The objects of an account: an immutable catalogue that is swapped as a whole, its rows in
/// DuckDB, names and who may see what. Knows nothing of SQL text.
@NullMarked
package dev.landfall.sandbox.snowflake.catalog;

import org.jspecify.annotations.NullMarked;
