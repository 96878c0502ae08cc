/// What services remember: tables in memory, and a journal that outlives the process.
@NullMarked
package dev.landfall.sandbox.aws.store;

import org.jspecify.annotations.NullMarked;
