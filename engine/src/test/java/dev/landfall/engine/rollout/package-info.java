@NullMarked
package dev.landfall.engine.rollout;

import org.jspecify.annotations.NullMarked;
