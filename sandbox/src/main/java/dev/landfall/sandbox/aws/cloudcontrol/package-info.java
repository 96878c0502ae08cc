/// The Cloud Control API: every type of resource by the same few actions.
@NullMarked
package dev.landfall.sandbox.aws.cloudcontrol;

import org.jspecify.annotations.NullMarked;
