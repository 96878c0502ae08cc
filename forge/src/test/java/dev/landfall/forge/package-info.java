@NullMarked
package dev.landfall.forge;

import org.jspecify.annotations.NullMarked;
