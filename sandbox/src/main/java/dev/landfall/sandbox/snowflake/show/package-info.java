/// What an account tells of itself: SHOW, DESCRIBE, GET_DDL, INFORMATION_SCHEMA and ACCOUNT_USAGE,
/// as far as the role that asks may see it. Clients read SHOW by position: names, order and types
/// of columns are those of Snowflake's documentation.
@NullMarked
package dev.landfall.sandbox.snowflake.show;

import org.jspecify.annotations.NullMarked;
