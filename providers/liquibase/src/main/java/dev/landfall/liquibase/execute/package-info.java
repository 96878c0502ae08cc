/// The executor: compares a changelog with a database's bookkeeping, and applies what is pending.
@NullMarked
package dev.landfall.liquibase.execute;

import org.jspecify.annotations.NullMarked;
