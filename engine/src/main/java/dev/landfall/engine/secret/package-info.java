/// Where secrets come from, and how they are kept out of everything that is written.
@NullMarked
package dev.landfall.engine.secret;

import org.jspecify.annotations.NullMarked;
