/// Whole stories, with real processes and real databases, and the rules of the architecture.
@NullMarked
package dev.landfall.acceptance;

import org.jspecify.annotations.NullMarked;
