@NullMarked
package dev.landfall.sandbox.snowflake.session;

import org.jspecify.annotations.NullMarked;
