package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import java.util.List;
import java.util.Optional;

/// ALTER of any object but account and session.
///
/// @param arguments of a function or procedure
/// @param action one that fits the kind
public record AlterStatement(
    ObjectKind kind,
    boolean ifExists,
    QualifiedName name,
    Optional<List<DataType>> arguments,
    AlterAction action)
    implements Statement {}
