/// Plans over all components of a target, their digest, and how several targets' plans fold. No
/// input or output of its own: the world is seen through providers.
@NullMarked
package dev.landfall.engine.plan;

import org.jspecify.annotations.NullMarked;
