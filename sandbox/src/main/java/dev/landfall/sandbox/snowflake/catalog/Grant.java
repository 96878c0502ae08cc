package dev.landfall.sandbox.snowflake.catalog;

import java.time.Instant;

/// A privilege on the object that carries it. Ownership is not among them: it is the object's
/// owner.
///
/// @param privilege such as `SELECT` or `CREATE TABLE`; `USAGE` of a role is membership
/// @param grantee a role, a database role or, for membership, a user
/// @param option whether the grantee may grant it on
/// @param grantor the role that granted it; 0 for the system
public record Grant(
    String privilege, long grantee, boolean option, long grantor, Instant created) {}
