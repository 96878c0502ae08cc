@NullMarked
package dev.landfall.sandbox.snowflake.load;

import org.jspecify.annotations.NullMarked;
