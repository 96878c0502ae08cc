/// Which commits are deployed: a release pins every repository a blueprint draws from.
@NullMarked
package dev.landfall.engine.release;

import org.jspecify.annotations.NullMarked;
