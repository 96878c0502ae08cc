/// Accounts, the sessions in them, their transactions, and the running of statements: what happens
/// between a request that the protocol has read and the result that it writes. Knows nothing of
/// HTTP.
@NullMarked
package dev.landfall.sandbox.snowflake.session;

import org.jspecify.annotations.NullMarked;
