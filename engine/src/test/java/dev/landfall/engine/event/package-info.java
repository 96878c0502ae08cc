@NullMarked
package dev.landfall.engine.event;

import org.jspecify.annotations.NullMarked;
