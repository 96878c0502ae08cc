/// Snowflake's side of AWS: the buckets that stages name, reached in the role of a storage
/// integration, and the queue that tells pipes of new files. Speaks to any AWS through its SDK.
@org.jspecify.annotations.NullMarked
package dev.landfall.sandbox.snowflake.aws;
