@NullMarked
package dev.landfall.cloudformation.check;

import org.jspecify.annotations.NullMarked;
