/// What the stand-ins have in common: how they listen, the faults they are asked for, and networks
/// as they are in the field: slow, counted, and cut off.
@NullMarked
package dev.landfall.sandbox.network;

import org.jspecify.annotations.NullMarked;
