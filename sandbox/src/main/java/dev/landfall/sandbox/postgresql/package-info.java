/// A real PostgreSQL on this machine.
@NullMarked
package dev.landfall.sandbox.postgresql;

import org.jspecify.annotations.NullMarked;
