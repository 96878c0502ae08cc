/// What can be said of a component without asking AWS.
@NullMarked
package dev.landfall.cloudformation.check;

import org.jspecify.annotations.NullMarked;
