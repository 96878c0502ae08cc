@NullMarked
package dev.landfall.sandbox.snowflake.protocol;

import org.jspecify.annotations.NullMarked;
