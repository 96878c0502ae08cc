/// The Simple Storage Service, with path-style addresses.
@NullMarked
package dev.landfall.sandbox.aws.s3;

import org.jspecify.annotations.NullMarked;
