/// Tests of the CloudFormation on this machine.
@NullMarked
package dev.landfall.sandbox.aws.cloudformation;

import org.jspecify.annotations.NullMarked;
