/// What a template needs in a bucket: code that lies beside it, and the template itself when it is
/// too large to be part of a call. Made without asking AWS.
@NullMarked
package dev.landfall.cloudformation.artifact;

import org.jspecify.annotations.NullMarked;
