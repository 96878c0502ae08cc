/// Tests of CloudFormation's templates.
@NullMarked
package dev.landfall.cloudformation.template;

import org.jspecify.annotations.NullMarked;
