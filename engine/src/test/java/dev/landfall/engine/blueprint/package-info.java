@NullMarked
package dev.landfall.engine.blueprint;

import org.jspecify.annotations.NullMarked;
