/// AWS's resource types: their properties and attributes, what a change replaces, and what a new
/// resource is called. Read from a generated description (`tools/aws-specification`); knows no
/// service, no stack and no protocol.
@NullMarked
package dev.landfall.sandbox.aws.resource;

import org.jspecify.annotations.NullMarked;
