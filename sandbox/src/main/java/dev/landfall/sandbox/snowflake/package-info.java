/// A Snowflake on this machine: a server that speaks the protocol of Snowflake's drivers and runs
/// their statements on DuckDB. It honours a statement or refuses it; it ignores nothing.
@NullMarked
package dev.landfall.sandbox.snowflake;

import org.jspecify.annotations.NullMarked;
