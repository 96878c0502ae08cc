/// Queries and DML: JSqlParser's tree, checked and typed, becomes DuckDB's SQL. Every clause is
/// honoured or refused.
@NullMarked
package dev.landfall.sandbox.snowflake.query;

import org.jspecify.annotations.NullMarked;
