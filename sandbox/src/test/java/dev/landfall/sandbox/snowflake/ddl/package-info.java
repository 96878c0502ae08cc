@NullMarked
package dev.landfall.sandbox.snowflake.ddl;

import org.jspecify.annotations.NullMarked;
