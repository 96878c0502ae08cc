@NullMarked
package dev.landfall.cloudformation.stack;

import org.jspecify.annotations.NullMarked;
