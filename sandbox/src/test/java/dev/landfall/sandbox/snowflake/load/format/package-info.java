@NullMarked
package dev.landfall.sandbox.snowflake.load.format;

import org.jspecify.annotations.NullMarked;
