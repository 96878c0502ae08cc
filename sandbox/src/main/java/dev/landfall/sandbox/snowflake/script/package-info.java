/// Runs blocks of Snowflake Scripting. Knows how a script flows; what its statements of SQL do, it
/// asks its [Host].
@NullMarked
package dev.landfall.sandbox.snowflake.script;

import org.jspecify.annotations.NullMarked;
