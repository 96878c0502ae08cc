/// The Simple Queue Service, in JSON and in the Query protocol.
@NullMarked
package dev.landfall.sandbox.aws.sqs;

import org.jspecify.annotations.NullMarked;
