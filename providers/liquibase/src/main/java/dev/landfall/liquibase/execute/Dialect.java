package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Preconditions;
import dev.landfall.liquibase.settings.LiquibaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything in which databases differ. Without state; shared by threads.
sealed interface Dialect permits PostgreSqlDialect {
  /// Liquibase's short name, as `dbms` attributes use it.
  String dbms();

  /// Logs in.
  Connection connect(LiquibaseSettings.Connection settings) throws SQLException;

  /// Sends parts in one flight and waits for all results. When it fails inside an explicit
  /// transaction that transaction is rolled back.
  Answer send(Connection connection, List<String> parts) throws SqlFailure;

  /// Whether a failure says that a table is missing.
  boolean isMissingTable(SqlFailure failure);

  /// Whether a failure says that somebody else created the same thing at the same moment.
  boolean wasRaced(SqlFailure failure);

  /// Whether statements that create or change tables commit and roll back with the rest of their
  /// transaction.
  boolean isTransactional();

  /// A query that counts what a precondition looks for; nothing when the condition is not known.
  Optional<String> conditionQuery(Preconditions.Named check);

  /// The query for one row: database, schema, user, and the schema in which an unqualified table
  /// name is found, empty when it is nowhere.
  String wherePart(String table);

  /// The query for one cell: a fingerprint of DATABASECHANGELOG's rows, as far as they decide what
  /// there is to do.
  String fingerprintQuery(Tables tables);

  /// Statements that create what is missing of the two tables.
  List<String> createParts(Tables tables);

  /// The query for the lock's one row: locked, owner, granted, age in seconds.
  String lockQuery(Tables tables);

  /// Takes the lock when it is free or is the given one. The last part is a query for the number of
  /// rows that were changed: 1, or 0 when somebody else holds it.
  List<String> takeLock(Tables tables, String owner, Optional<Lock> over);

  /// Fails with [#LOCK_GONE] unless the lock is still the given one, and keeps anybody from taking
  /// it until the transaction ends.
  String guard(Tables tables, String owner, String granted);

  /// The SQLSTATE with which a guard fails.
  String LOCK_GONE = "LF001";

  /// The current time, in Liquibase's words.
  String now();

  /// A text literal.
  String text(String value);

  /// An identifier, quoted only when it must be.
  String name(String identifier);

  /// One query for two columns, address and description, of everything in the catalogue that is
  /// looked at, leaving out the bookkeeping tables.
  String catalogueQuery(Tables tables);

  /// Counts the rows of those tables that are there; gives up after two seconds.
  Map<String, Long> countRows(Session session, List<String> tables) throws SqlFailure;

  /// What the catalogue query does not see, in one sentence each.
  List<String> unchecked();
}
