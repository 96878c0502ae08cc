/// What CloudFormation keeps: stacks, their resources and events, change sets. Immutable records
/// that a [Store] holds for one account in one region.
@NullMarked
package dev.landfall.sandbox.aws.cloudformation.state;

import org.jspecify.annotations.NullMarked;
