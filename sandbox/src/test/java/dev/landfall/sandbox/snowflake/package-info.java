@NullMarked
package dev.landfall.sandbox.snowflake;

import org.jspecify.annotations.NullMarked;
