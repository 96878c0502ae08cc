/// How clients talk to AWS: signatures, wire formats, faults. Services implement [Service]; nothing
/// here knows any of them.
@NullMarked
package dev.landfall.sandbox.aws.protocol;

import org.jspecify.annotations.NullMarked;
