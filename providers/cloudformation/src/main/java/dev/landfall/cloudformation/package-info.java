/// The provider for CloudFormation stacks. Only the command line's wiring uses it.
@NullMarked
package dev.landfall.cloudformation;

import org.jspecify.annotations.NullMarked;
