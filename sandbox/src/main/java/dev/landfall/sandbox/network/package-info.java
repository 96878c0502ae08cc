/// Networks as they are in the field: slow, counted, and cut off.
@NullMarked
package dev.landfall.sandbox.network;

import org.jspecify.annotations.NullMarked;
