package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.catalog.Value;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.Result;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.FileLocation;
import dev.landfall.sandbox.snowflake.sql.FileStatement;
import dev.landfall.sandbox.snowflake.sql.Names;
import dev.landfall.sandbox.snowflake.sql.ObjectStatement;
import dev.landfall.sandbox.snowflake.sql.OptionReader;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Pipes: a COPY statement whose table, stage and file format must be there.
final class Pipes {
  private static final Set<String> UNFIT =
      Set.of("FILES", "SIZE_LIMIT", "PURGE", "FORCE", "VALIDATION_MODE", "RETURN_FAILED_ONLY");

  private Pipes() {}

  static Result create(Operation operation, ObjectStatement.CreatePipe statement)
      throws SnowflakeException, SQLException {
    var slot = Creations.begin(operation, Kind.PIPE, statement.creation(), statement.name());
    if (slot.isEmpty()) {
      return Creations.alreadyThere(statement.name().last());
    }
    var options = statement.options().reader("CREATE PIPE");
    boolean ingest = options.bool("AUTO_INGEST").orElse(false);
    var comment = options.text("COMMENT");
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    Rules.PIPE.read(options, parameters);
    options.finish();
    for (var name : List.of("INTEGRATION", "ERROR_INTEGRATION")) {
      if (parameters.containsKey(name)) {
        Targets.get(
            operation, Kind.INTEGRATION, Names.parse(parameters.get(name).plain()), "CREATE PIPE");
      }
    }
    var copy = statement.copy();
    requireFit(copy);
    var table = Targets.get(operation, Kind.TABLE, copy.table(), "CREATE PIPE");
    operation.access().require(table, "INSERT");
    for (var column : copy.columns()) {
      Columns.of(table.body(Body.Table.class).columns(), column);
    }
    var stage = Targets.get(operation, Kind.STAGE, stageOf(copy), "CREATE PIPE");
    boolean external = stage.body(Body.Stage.class).url().isPresent();
    operation.access().require(stage, external ? "USAGE" : "READ");
    if (ingest && !external) {
      throw Errors.compilation(
          "001420",
          "22023",
          "AUTO_INGEST needs an external stage, which '" + stage.name().sql() + "' is not");
    }
    var format = copy.options().find("FILE_FORMAT");
    if (format.isPresent()) {
      Stages.format(operation, format.get());
    }
    var entity =
        Creations.finish(
            operation,
            slot.get(),
            operation.draft().newId(),
            new Body.Pipe(
                statement.copyText().text(), table.id(), stage.id(), ingest, parameters, false),
            false);
    operation.draft().update(entity.withComment(comment));
    return Creations.created(Kind.PIPE, entity.name());
  }

  /// What a pipe's statement may not say (Snowflake, "CREATE PIPE", usage notes).
  private static void requireFit(FileStatement.CopyIntoTable copy) throws SnowflakeException {
    for (var option : copy.options().all()) {
      boolean aborts =
          option.name().equals("ON_ERROR")
              && option.value() instanceof dev.landfall.sandbox.snowflake.sql.Value.Word(var word)
              && word.last().value().equals("ABORT_STATEMENT");
      if (UNFIT.contains(option.name()) || aborts) {
        throw Errors.compilation(
            "002141",
            "42601",
            "Invalid COPY option for a pipe: "
                + option.name()
                + (aborts ? " = ABORT_STATEMENT" : ""));
      }
    }
  }

  private static QualifiedName stageOf(FileStatement.CopyIntoTable copy) throws SnowflakeException {
    var location =
        switch (copy.source()) {
          case FileStatement.Source.Files(var files) -> files;
          case FileStatement.Source.Transformation(var query, var locations) -> {
            if (locations.size() != 1) {
              throw Errors.notSupported("CREATE PIPE over several stages");
            }
            yield locations.getFirst();
          }
        };
    return switch (location) {
      case FileLocation.Stage(var name, var path) -> name;
      case FileLocation.TableStage(var table, var path) ->
          throw Errors.notSupported("CREATE PIPE over a table's stage");
      case FileLocation.UserStage(var path) ->
          throw Errors.compilation("002139", "42601", "A pipe cannot load from a user stage");
      case FileLocation.Url(var url) ->
          throw Errors.notSupported("CREATE PIPE over a URL without a stage");
    };
  }

  /// ALTER PIPE … SET.
  static Entity set(Operation operation, Entity pipe, OptionReader options)
      throws SnowflakeException {
    var comment = options.text("COMMENT");
    var paused = options.bool("PIPE_EXECUTION_PAUSED");
    options.finish();
    if (comment.isPresent()) {
      operation.access().requireOwnership(pipe);
    } else {
      operation.access().require(pipe, "OPERATE");
    }
    var body = pipe.body(Body.Pipe.class);
    var result = pipe.withBody(body.withPaused(paused.orElse(body.paused())));
    return comment.isPresent() ? result.withComment(Optional.of(comment.get())) : result;
  }
}
