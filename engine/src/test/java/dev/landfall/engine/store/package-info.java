@NullMarked
package dev.landfall.engine.store;

import org.jspecify.annotations.NullMarked;
