/// What happened: the events, the log that keeps them, and the state that follows from them.
@NullMarked
package dev.landfall.engine.event;

import org.jspecify.annotations.NullMarked;
