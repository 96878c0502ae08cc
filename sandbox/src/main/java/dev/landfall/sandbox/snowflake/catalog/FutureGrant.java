package dev.landfall.sandbox.snowflake.catalog;

import java.time.Instant;

/// What a new object of a database or schema is granted as it is made.
///
/// @param privilege such as `SELECT`, or `OWNERSHIP`
/// @param on the kind of the new object
/// @param grantee a role or database role
public record FutureGrant(
    String privilege, Kind on, long grantee, boolean option, long grantor, Instant created) {}
