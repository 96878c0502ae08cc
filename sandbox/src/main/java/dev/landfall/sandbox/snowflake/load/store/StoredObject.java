package dev.landfall.sandbox.snowflake.load.store;

import java.time.Instant;

/// A file in an [ObjectStore].
///
/// @param key its name within the bucket, with slashes and without one at the start
/// @param size in bytes
/// @param tag what changes when the content does: its MD5 in hexadecimal where the store knows it
/// @param modified when it was written last
public record StoredObject(String key, long size, String tag, Instant modified) {}
