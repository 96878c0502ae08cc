/// Carries out what changes an account's objects: statements become changes of the catalogue and of
/// DuckDB, both in one transaction. Every clause is honoured, recorded where Snowflake does no more
/// than that, or refused by name.
@NullMarked
package dev.landfall.sandbox.snowflake.ddl;

import org.jspecify.annotations.NullMarked;
