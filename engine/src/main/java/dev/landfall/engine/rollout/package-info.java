/// Carries plans out: claims, order, waves, resuming, and what people are told meanwhile.
@NullMarked
package dev.landfall.engine.rollout;

import org.jspecify.annotations.NullMarked;
