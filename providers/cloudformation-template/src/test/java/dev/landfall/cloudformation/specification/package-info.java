/// Tests of the description of AWS's resource types.
@NullMarked
package dev.landfall.cloudformation.specification;

import org.jspecify.annotations.NullMarked;
