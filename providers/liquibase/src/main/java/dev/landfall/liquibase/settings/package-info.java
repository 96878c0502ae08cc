/// What a component that `uses: liquibase` says about itself.
@NullMarked
package dev.landfall.liquibase.settings;

import org.jspecify.annotations.NullMarked;
