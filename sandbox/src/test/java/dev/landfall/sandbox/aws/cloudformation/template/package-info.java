/// Tests of CloudFormation's templates.
@NullMarked
package dev.landfall.sandbox.aws.cloudformation.template;

import org.jspecify.annotations.NullMarked;
