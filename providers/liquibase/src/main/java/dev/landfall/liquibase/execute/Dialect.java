package dev.landfall.liquibase.execute;

import dev.landfall.liquibase.changelog.Preconditions;
import dev.landfall.liquibase.settings.LiquibaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything in which databases differ. Without state; shared by threads.
sealed interface Dialect permits PostgreSqlDialect, SnowflakeDialect {
  /// Liquibase's short name, as `dbms` attributes use it.
  String dbms();

  /// Logs in.
  Connection connect(LiquibaseSettings.Connection settings) throws SQLException;

  /// How the bookkeeping tables are named in a new session.
  ///
  /// @param tracking the schema they are to be in; the session's own when there is none
  Tables tables(Connection connection, Optional<String> tracking) throws SQLException;

  /// Sends a flight and waits for all results. When it fails inside an explicit transaction that
  /// transaction is rolled back.
  Answer send(Connection connection, Flight flight) throws SqlFailure;

  /// What the driver's exception says where no flight was sent.
  default SqlFailure failure(SQLException e) {
    return SqlFailure.of(e);
  }

  /// Makes a call of the driver so that an interruption of this thread neither breaks it nor gets
  /// lost.
  default <T> T undisturbed(Undisturbed.Call<T> call) throws SqlFailure {
    return call.make();
  }

  /// Whether the driver calls the server to close a connection, so that closing a lost one waits
  /// for a server that does not answer.
  default boolean closesByCalling() {
    return false;
  }

  /// Whether a failure says that a table is missing.
  boolean isMissingTable(SqlFailure failure);

  /// Whether a failure says that somebody else created the same thing at the same moment.
  boolean wasRaced(SqlFailure failure);

  /// What has to follow a step's statements so that the next step finds unqualified names where
  /// Liquibase finds them: it puts its default schema first again before every changeset.
  ///
  /// @param schema the default one
  default Optional<String> behind(Step step, String schema) {
    return Optional.empty();
  }

  /// Whether all of these statements commit and roll back with the rest of their transaction.
  boolean commitTogether(List<String> statements);

  /// Whether a statement that commits by itself may be sent in one flight with others.
  boolean mayBeSentWithOthers(String statement);

  /// A query that counts what a precondition looks for; nothing when the condition is not known.
  Optional<String> conditionQuery(Preconditions.Named check);

  /// The query for one row of 6: database, schema, user, the schema in which an unqualified table
  /// name is found (empty when it is nowhere), the schema as SQL writes it, and the session's
  /// number.
  String whereQuery(String table);

  /// What LOCKEDBY says of a holder.
  ///
  /// @param holder the rollout and its process
  /// @param session the session's number
  String owner(String holder, String session);

  /// Whether [#owner] needs the session's number.
  boolean namesSessions();

  /// What the server knows of the session in which a lock was taken, where it works on when its
  /// client is gone; nothing where taking the lock over waits for what is under way.
  default Optional<Trail> trailOf(Lock lock) {
    return Optional.empty();
  }

  /// What the server knows of a session.
  ///
  /// @param session its number; empty when nobody recorded it
  default Optional<Trail> trail(String session) {
    return Optional.empty();
  }

  /// The query for one cell: a fingerprint of DATABASECHANGELOG's rows, as far as they decide what
  /// there is to do.
  String fingerprintQuery(Tables tables);

  /// Statements that create what is missing of the two tables.
  List<String> createParts(Tables tables);

  /// The query for the lock's one row of 4: locked, owner, granted, age in seconds.
  String lockQuery(Tables tables);

  /// Takes the lock when it is free or is the given one. The one query is for one cell: 1 when it
  /// was taken, 0 when somebody else holds it.
  Flight takeLock(Tables tables, String owner, Optional<Lock> over);

  /// Fails with [#LOCK_GONE] unless the lock is still the given one. In a transaction it keeps
  /// anybody from taking it until the transaction ends.
  String guard(Tables tables, String owner, String granted);

  /// The same for a statement that commits by itself.
  String check(Tables tables, String owner, String granted);

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

  /// The catalogue as a part of a flight.
  default Flight.Query catalogue(Tables tables) {
    return new Flight.Query(catalogueQuery(tables), 2);
  }

  /// Counts the rows of those tables that are there; gives up after two seconds.
  Map<String, Long> countRows(Session session, List<String> tables) throws SqlFailure;

  /// What the catalogue query does not see, in one sentence each.
  List<String> unchecked();
}
