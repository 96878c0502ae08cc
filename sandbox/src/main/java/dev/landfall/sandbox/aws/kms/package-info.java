/// The Key Management Service: symmetric keys that really encrypt.
@NullMarked
package dev.landfall.sandbox.aws.kms;

import org.jspecify.annotations.NullMarked;
