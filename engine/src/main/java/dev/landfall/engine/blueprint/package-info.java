/// The blueprint: `landfall.yaml` as text in, records or problems out. No input or output.
@NullMarked
package dev.landfall.engine.blueprint;

import org.jspecify.annotations.NullMarked;
