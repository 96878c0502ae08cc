/// AWS's resource types: their properties and attributes, and what a change replaces. Read from a
/// generated description (`tools/aws-specification`); knows no service, no stack and no protocol.
@NullMarked
package dev.landfall.cloudformation.specification;

import org.jspecify.annotations.NullMarked;
