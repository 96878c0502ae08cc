package dev.landfall.sandbox.snowflake.load.format;

/// A place in a file, after it was decompressed.
///
/// @param line counted from 1
/// @param character within the line, counted from 1
/// @param byteOffset counted from 0
public record Place(long line, long character, long byteOffset) {}
