/// Classes that break the rules of the architecture, to see that the rules find them.
@NullMarked
package dev.landfall.cloudformation.template;

import org.jspecify.annotations.NullMarked;
