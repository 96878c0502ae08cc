/// File formats: their options, and how files of each are read and written (Snowflake, "CREATE FILE
/// FORMAT"). Knows values and their texts; knows nothing of stages, tables or sessions.
@NullMarked
package dev.landfall.sandbox.snowflake.load.format;

import org.jspecify.annotations.NullMarked;
