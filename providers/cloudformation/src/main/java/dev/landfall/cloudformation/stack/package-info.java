/// Stacks as they live: read, planned by change sets, changed, followed. The only package that
/// speaks to AWS.
@NullMarked
package dev.landfall.cloudformation.stack;

import org.jspecify.annotations.NullMarked;
