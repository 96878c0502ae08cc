/// The event log on a database: H2 beside the blueprint, or PostgreSQL. The only place with SQL.
@NullMarked
package dev.landfall.engine.store;

import org.jspecify.annotations.NullMarked;
