/// What a component that `uses: cloudformation` says about itself.
@NullMarked
package dev.landfall.cloudformation.settings;

import org.jspecify.annotations.NullMarked;
