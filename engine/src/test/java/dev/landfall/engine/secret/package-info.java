@NullMarked
package dev.landfall.engine.secret;

import org.jspecify.annotations.NullMarked;
