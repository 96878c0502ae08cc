@NullMarked
package dev.landfall.cloudformation.artifact;

import org.jspecify.annotations.NullMarked;
