package dev.landfall.sandbox.snowflake.load;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations;
import dev.landfall.sandbox.snowflake.query.SqlFunction;
import java.util.List;
import java.util.Optional;

/// A catalogue with one relation more: the records that are being loaded, as a stage or under a
/// name.
///
/// @param name which no object has
record SourceRelations(Relations rest, Name name, Relation source) implements Relations {
  @Override
  public Relation from(QualifiedName wanted) throws SnowflakeException {
    return wanted.equals(QualifiedName.of(name)) ? source : rest.from(wanted);
  }

  /// What COPY says of the files holds for the whole statement.
  @Override
  public Relation stage(StageFiles files, String query) throws SnowflakeException {
    if (files.directory()) {
      throw Errors.notSupported("COPY INTO … FROM (SELECT … FROM DIRECTORY(@stage))");
    }
    if (files.fileFormat().isPresent() || files.pattern().isPresent()) {
      throw Errors.notSupported(
          "COPY INTO … FROM (SELECT … FROM @stage (FILE_FORMAT, PATTERN => …))");
    }
    return source;
  }

  @Override
  public Optional<Typed> answer(String function, List<Typed> arguments) throws SnowflakeException {
    return rest.answer(function, arguments);
  }

  @Override
  public Relation.Table target(QualifiedName wanted, String privilege) throws SnowflakeException {
    return rest.target(wanted, privilege);
  }

  @Override
  public String sequence(QualifiedName wanted) throws SnowflakeException {
    return rest.sequence(wanted);
  }

  @Override
  public SqlFunction function(QualifiedName wanted, List<Argument> arguments)
      throws SnowflakeException {
    return rest.function(wanted, arguments);
  }

  @Override
  public Relations in(Name database, Name schema, Name owner) {
    return rest.in(database, schema, owner);
  }

  @Override
  public Relation result(String queryId) throws SnowflakeException {
    return rest.result(queryId);
  }

  @Override
  public Relation system(QualifiedName function, List<Argument> arguments)
      throws SnowflakeException {
    return rest.system(function, arguments);
  }
}
