package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Account;
import dev.landfall.sandbox.snowflake.catalog.Actor;
import dev.landfall.sandbox.snowflake.catalog.Draft;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Relations;
import dev.landfall.sandbox.snowflake.sql.ObjectKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// One statement being carried out: the draft it writes, DuckDB in the same transaction, and who
/// asks. For one thread and one statement.
final class Operation {
  static final Result DONE = Result.status(StatementKind.DDL, "Statement executed successfully.");

  private final Account account;
  private final Draft draft;
  private final DdlContext context;
  private final String text;
  private final Access access;
  private Actor after;

  /// @param text the whole statement
  Operation(Account account, Draft draft, DdlContext context, String text) {
    this.account = account;
    this.draft = draft;
    this.context = context;
    this.text = text;
    this.access = new Access(draft, context.actor());
    this.after = context.actor();
  }

  Account account() {
    return account;
  }

  Draft draft() {
    return draft;
  }

  Access access() {
    return access;
  }

  Actor actor() {
    return context.actor();
  }

  Ambient ambient() {
    return context.ambient();
  }

  Connection connection() {
    return context.connection();
  }

  /// The whole statement as it is written.
  String text() {
    return text;
  }

  Instant now() {
    return context.ambient().now();
  }

  /// The catalogue as queries of this statement see it.
  Relations relations() {
    return new CatalogueRelations(draft, context.actor(), context.answers());
  }

  /// Where the session is afterwards.
  Actor after() {
    return after;
  }

  void moveTo(Actor actor) {
    after = actor;
  }

  /// Runs a statement of DuckDB's.
  void run(String sql) throws SQLException {
    try (var statement = connection().createStatement()) {
      statement.execute(sql);
    }
  }

  /// The number that a query of DuckDB's yields.
  long number(String sql) throws SQLException {
    try (var statement = connection().createStatement();
        var rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new SQLException("no row: " + sql);
      }
      return rows.getLong(1);
    }
  }

  /// The kind of the catalogue that a statement names.
  ///
  /// @throws SnowflakeException when the sandbox has no such objects
  static Kind kind(ObjectKind kind, String statement) throws SnowflakeException {
    return find(kind).orElseThrow(() -> Errors.notSupported(statement + " " + kind.sql()));
  }

  static Optional<Kind> find(ObjectKind kind) {
    return Arrays.stream(Kind.values()).filter(k -> k.name().equals(kind.name())).findFirst();
  }

  static Result status(String text) {
    return Result.status(StatementKind.DDL, text);
  }

  /// `T successfully dropped.` and its like name an object without quotes.
  static String plain(Entity object) {
    return object.name().value();
  }
}
