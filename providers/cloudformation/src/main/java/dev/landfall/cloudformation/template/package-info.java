/// Templates as files: what can be said of them without asking AWS.
@NullMarked
package dev.landfall.cloudformation.template;

import org.jspecify.annotations.NullMarked;
