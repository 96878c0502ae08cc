/// CloudWatch Logs: groups, which are resources like those of stacks, and streams with their
/// events.
@NullMarked
package dev.landfall.sandbox.aws.logs;

import org.jspecify.annotations.NullMarked;
