package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.Optional;

/// `IN ACCOUNT`, `IN DATABASE d`, `IN SCHEMA s`, `IN s`.
///
/// @param kind empty when only a name is written
/// @param name empty when only a kind is written: the current one is meant
public record Container(Optional<ObjectKind> kind, Optional<QualifiedName> name) {}
