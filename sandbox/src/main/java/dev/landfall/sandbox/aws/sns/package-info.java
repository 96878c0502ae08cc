/// The Simple Notification Service: topics, and what subscriptions get of them.
@NullMarked
package dev.landfall.sandbox.aws.sns;

import org.jspecify.annotations.NullMarked;
