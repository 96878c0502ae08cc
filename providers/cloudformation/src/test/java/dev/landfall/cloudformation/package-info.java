@NullMarked
package dev.landfall.cloudformation;

import org.jspecify.annotations.NullMarked;
