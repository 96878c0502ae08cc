/// Patterns of events: what subscriptions and rules choose by. Knows no service.
@NullMarked
package dev.landfall.sandbox.aws.pattern;

import org.jspecify.annotations.NullMarked;
