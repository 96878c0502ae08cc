@NullMarked
package dev.landfall.sandbox.snowflake.load.store;

import org.jspecify.annotations.NullMarked;
