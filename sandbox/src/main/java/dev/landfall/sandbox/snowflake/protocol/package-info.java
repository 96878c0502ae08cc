/// The HTTP protocol that Snowflake's drivers speak: endpoints, tokens, envelopes, and the faults
/// that a test may order. Knows nothing of SQL.
@NullMarked
package dev.landfall.sandbox.snowflake.protocol;

import org.jspecify.annotations.NullMarked;
