/// What a template would change about a stack (CloudFormation User Guide, "Update CloudFormation
/// stacks using change sets").
@NullMarked
package dev.landfall.sandbox.aws.cloudformation.change;

import org.jspecify.annotations.NullMarked;
