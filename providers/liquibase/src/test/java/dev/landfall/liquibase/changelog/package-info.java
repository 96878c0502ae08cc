/// Tests of the changelog package.
@NullMarked
package dev.landfall.liquibase.changelog;

import org.jspecify.annotations.NullMarked;
