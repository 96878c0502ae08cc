/// Stages and their files, loading and unloading, and pipes. Depends on the catalogue and on the
/// query compiler; whoever runs statements asks it through [LoadContext].
@NullMarked
package dev.landfall.sandbox.snowflake.load;

import org.jspecify.annotations.NullMarked;
