@NullMarked
package dev.landfall.engine.plan;

import org.jspecify.annotations.NullMarked;
