/// Snowflake's SQL as a tree: tokens, statements, and the parser of everything but the insides of
/// queries and DML, which stay as text. Knows no catalogue and no session; what a text means beyond
/// its form is for others.
@NullMarked
package dev.landfall.sandbox.snowflake.sql;

import org.jspecify.annotations.NullMarked;
