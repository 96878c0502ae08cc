/// Where files lie: buckets of objects under keys, as S3 has them. Knows nothing of stages.
@NullMarked
package dev.landfall.sandbox.snowflake.load.store;

import org.jspecify.annotations.NullMarked;
