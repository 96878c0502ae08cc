@NullMarked
package dev.landfall.sandbox.snowflake.sql;

import org.jspecify.annotations.NullMarked;
