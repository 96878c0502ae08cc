/// The command line, and the only place where parts are wired together.
@NullMarked
package dev.landfall.cli;

import org.jspecify.annotations.NullMarked;
