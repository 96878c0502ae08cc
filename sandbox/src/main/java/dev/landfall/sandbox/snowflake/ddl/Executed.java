package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.model.Result;

/// What a statement came to.
///
/// @param actor the session's place and roles afterwards: CREATE DATABASE, CREATE SCHEMA and CREATE
///   WAREHOUSE make the new object the current one, dropping the current one leaves none
public record Executed(Result result, Actor actor) {}
