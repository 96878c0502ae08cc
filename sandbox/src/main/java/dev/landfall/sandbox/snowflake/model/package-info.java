/// The words that all parts of the Snowflake stand-in share: names, types, values as the protocol
/// writes them, results and errors. Knows nothing of SQL text, DuckDB or HTTP.
@NullMarked
package dev.landfall.sandbox.snowflake.model;

import org.jspecify.annotations.NullMarked;
