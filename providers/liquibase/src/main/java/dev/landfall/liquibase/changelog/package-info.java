/// A changelog as data: parsed once by liquibase-core, then immutable and shared by all targets.
@NullMarked
package dev.landfall.liquibase.changelog;

import org.jspecify.annotations.NullMarked;
