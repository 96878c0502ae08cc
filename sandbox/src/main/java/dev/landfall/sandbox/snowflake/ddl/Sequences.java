package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Storage;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.ObjectStatement;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Optional;

/// Sequences, and those behind AUTOINCREMENT columns. Each is a sequence of DuckDB's.
final class Sequences {
  private Sequences() {}

  static Result create(Operation operation, ObjectStatement.CreateSequence statement)
      throws SnowflakeException, SQLException {
    var slot = Creations.begin(operation, Kind.SEQUENCE, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var options = statement.options().reader("CREATE SEQUENCE");
    var comment = options.text("COMMENT");
    options.finish();
    long start = bounded(statement.start(), "START");
    long increment = bounded(statement.increment(), "INCREMENT");
    requireStep(increment);
    long id = operation.draft().newId();
    var physical = Storage.sequence(id, false);
    create(operation, physical, start, increment);
    var entity =
        Creations.finish(
            operation,
            slot.get(),
            id,
            new Body.Sequence(start, increment, statement.ordered().orElse(false), physical),
            false);
    operation.draft().update(entity.withComment(comment));
    return Creations.created(Kind.SEQUENCE, entity.name());
  }

  private static void requireStep(long increment) throws SnowflakeException {
    if (increment == 0) {
      throw Errors.compilation("001008", "22023", "invalid value [0] for parameter 'INCREMENT'");
    }
  }

  static long bounded(BigInteger value, String what) throws SnowflakeException {
    if (value.bitLength() > 63) {
      throw Errors.compilation(
          "001008", "22023", "invalid value [" + value + "] for parameter '" + what + "'");
    }
    return value.longValueExact();
  }

  /// A sequence of DuckDB's.
  static void create(Operation operation, String physical, long start, long increment)
      throws SQLException {
    operation.run(
        "CREATE SEQUENCE "
            + physical
            + " START WITH "
            + start
            + " INCREMENT BY "
            + increment
            + " MINVALUE "
            + Long.MIN_VALUE
            + " MAXVALUE "
            + Long.MAX_VALUE);
  }

  /// ALTER SEQUENCE … SET.
  static Entity set(Operation operation, Entity sequence, OptionReader options)
      throws SnowflakeException, SQLException {
    var body = sequence.body(Body.Sequence.class);
    var comment = options.text("COMMENT");
    var increment = options.integer("INCREMENT");
    var ordered = options.bool("ORDER");
    var unordered = options.bool("NOORDER");
    options.finish();
    var changed = body;
    if (increment.isPresent()) {
      requireStep(increment.get());
      long next = Storage.next(operation.connection(), body.physical());
      // The interval changes after the value that was promised last (Snowflake, "ALTER SEQUENCE").
      var physical = Storage.sequence(operation.draft().newId(), false);
      create(operation, physical, next, increment.get());
      operation.run("DROP SEQUENCE " + body.physical());
      changed = new Body.Sequence(body.start(), increment.get(), body.ordered(), physical);
    }
    if (ordered.orElse(false)) {
      throw Errors.notSupported("ALTER SEQUENCE … SET ORDER");
    }
    if (unordered.orElse(false)) {
      changed = new Body.Sequence(changed.start(), changed.increment(), false, changed.physical());
    }
    var result = sequence.withBody(changed);
    return comment.isPresent() ? result.withComment(Optional.of(comment.get())) : result;
  }
}
