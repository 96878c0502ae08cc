package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.function.Ambient;
import java.sql.Connection;

/// What a statement is carried out with.
///
/// @param connection to the account's DuckDB database, without a transaction
public record DdlContext(Actor actor, Ambient ambient, Answers answers, Connection connection) {}
