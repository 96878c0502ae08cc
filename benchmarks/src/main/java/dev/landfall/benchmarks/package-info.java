/// What Landfall costs beside its peers, measured in one run. Not part of the product.
@NullMarked
package dev.landfall.benchmarks;

import org.jspecify.annotations.NullMarked;
