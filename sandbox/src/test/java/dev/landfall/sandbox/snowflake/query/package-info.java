/// Compiled statements run on a real DuckDB, with a small catalogue over real tables.
@NullMarked
package dev.landfall.sandbox.snowflake.query;

import org.jspecify.annotations.NullMarked;
