/// Lambda: functions whose handlers really run, as processes of their own, and the queues that they
/// are invoked by.
@NullMarked
package dev.landfall.sandbox.aws.lambda;

import org.jspecify.annotations.NullMarked;
