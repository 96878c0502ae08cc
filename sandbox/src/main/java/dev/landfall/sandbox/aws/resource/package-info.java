/// Resources as services make them: what AWS adds to a new one, what it is called, and who makes
/// it. Knows no stack and no protocol.
@NullMarked
package dev.landfall.sandbox.aws.resource;

import org.jspecify.annotations.NullMarked;
