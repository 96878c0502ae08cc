/// Git repositories: finding them, and laying out their files at a commit. The only place that
/// knows JGit.
@NullMarked
package dev.landfall.forge;

import org.jspecify.annotations.NullMarked;
