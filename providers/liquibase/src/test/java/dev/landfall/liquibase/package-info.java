@NullMarked
package dev.landfall.liquibase;

import org.jspecify.annotations.NullMarked;
