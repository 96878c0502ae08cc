/// The provider for `uses: liquibase`: plans and applies Liquibase changelogs to a database.
///
/// liquibase-core parses, computes checksums and generates SQL; the execution and the bookkeeping
/// are this provider's own, so that many targets can be served at once and a no-op costs one query.
@NullMarked
package dev.landfall.liquibase;

import org.jspecify.annotations.NullMarked;
