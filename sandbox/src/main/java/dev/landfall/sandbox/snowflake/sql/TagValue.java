package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.QualifiedName;

/// `tag = 'value'`.
public record TagValue(QualifiedName tag, String value) {}
