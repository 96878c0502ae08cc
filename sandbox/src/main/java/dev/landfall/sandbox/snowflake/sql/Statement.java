package dev.landfall.sandbox.snowflake.sql;

/// One statement of Snowflake's SQL, as [SnowflakeParser] reads it. Immutable; equal when written
/// alike.
public sealed interface Statement
    permits AccountStatement,
        AlterStatement,
        CodeStatement,
        DataStatement,
        FileStatement,
        GrantStatement,
        ObjectStatement,
        PolicyStatement,
        SessionStatement,
        ShowStatement,
        TableStatement,
        TransactionStatement {}
