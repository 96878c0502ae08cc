@NullMarked
package dev.landfall.sandbox.snowflake.catalog;

import org.jspecify.annotations.NullMarked;
