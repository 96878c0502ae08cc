/// IAM: roles, users, policies, instance profiles and identity providers, which are resources like
/// those of stacks; and who may do what.
@NullMarked
package dev.landfall.sandbox.aws.iam;

import org.jspecify.annotations.NullMarked;
