/// What CloudFormation does to stacks: creation, update, deletion and rollback, event by event.
@NullMarked
package dev.landfall.sandbox.aws.cloudformation.operation;

import org.jspecify.annotations.NullMarked;
