/// CloudFormation's templates: read, checked and evaluated (CloudFormation User Guide, "Working
/// with templates"). Knows no stacks.
@NullMarked
package dev.landfall.cloudformation.template;

import org.jspecify.annotations.NullMarked;
