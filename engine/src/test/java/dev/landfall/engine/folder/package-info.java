/// A small real provider: the files of a folder.
@NullMarked
package dev.landfall.engine.folder;

import org.jspecify.annotations.NullMarked;
