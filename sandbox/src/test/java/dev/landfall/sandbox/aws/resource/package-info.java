/// Tests of AWS's resource types.
@NullMarked
package dev.landfall.sandbox.aws.resource;

import org.jspecify.annotations.NullMarked;
