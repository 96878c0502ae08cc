/// Policies of IAM and of resources: reading and checking them, and deciding by them. Knows no
/// service and no protocol.
@NullMarked
package dev.landfall.sandbox.aws.iam.policy;

import org.jspecify.annotations.NullMarked;
