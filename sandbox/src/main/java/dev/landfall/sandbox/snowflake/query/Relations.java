package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;

/// What a translation asks the catalogue. The answers are checked against the privileges of the
/// role that asks; a question is only asked when the statement needs the answer, so that whoever
/// answers knows what the statement reads.
public interface Relations {
  /// What a FROM clause names.
  ///
  /// @throws SnowflakeException 002003 when there is none, or the role may not see it
  Relation from(QualifiedName name) throws SnowflakeException;

  /// What a DML statement changes. Asked once for each privilege that the statement needs.
  ///
  /// @param privilege `INSERT`, `UPDATE` or `DELETE`
  /// @throws SnowflakeException 002003 when there is none, 003001 when the role may not change it
  Relation.Table target(QualifiedName name, String privilege) throws SnowflakeException;

  /// A sequence: its DuckDB name as a quoted literal for `nextval`.
  ///
  /// @throws SnowflakeException 002003 when there is none
  String sequence(QualifiedName name) throws SnowflakeException;

  /// A user-defined function that fits a call, scalar or of a table.
  ///
  /// @param arguments those of the call
  /// @throws SnowflakeException 002140 when there is none of this name, 001044 when none takes
  ///   these arguments
  SqlFunction function(QualifiedName name, List<Argument> arguments) throws SnowflakeException;

  /// A call of a function whose answer only the catalogue or the session knows, such as `GET_DDL`
  /// or `SYSTEM$STREAM_HAS_DATA`. Asked before [#function] about names without qualifier that
  /// [dev.landfall.sandbox.snowflake.function.Functions] does not know.
  ///
  /// @param function in upper case
  /// @return empty when it is no such function
  default Optional<Typed> answer(String function, List<Typed> arguments) throws SnowflakeException {
    return Optional.empty();
  }

  /// The same catalogue, as the body of a view or function sees it: names are looked up from where
  /// it was made, with its owner's rights.
  Relations in(Name database, Name schema, Name owner);

  /// `TABLE(RESULT_SCAN('…'))`: the rows of an earlier query.
  ///
  /// @throws SnowflakeException when there is no such result
  default Relation result(String queryId) throws SnowflakeException {
    throw Errors.notSupported("RESULT_SCAN");
  }

  /// A table function of the system's, such as `TABLE(INFORMATION_SCHEMA.TASK_HISTORY(RESULT_LIMIT
  /// => 10))`.
  default Relation system(QualifiedName function, List<Argument> arguments)
      throws SnowflakeException {
    throw SystemFunctions.refused(function);
  }

  /// The rows of a stage's files: columns named `$1`, `$2` … and `METADATA$FILENAME` and its like.
  ///
  /// @param query the text that reads them, which says how many fields it wants
  default Relation stage(StageFiles files, String query) throws SnowflakeException {
    throw Errors.notSupported("FROM @stage");
  }

  /// @param name empty for an argument that is passed by its position
  record Argument(Optional<Name> name, Typed value) {}

  /// @param location what follows the `@`, as it is written
  /// @param fileFormat the name that `FILE_FORMAT => '…'` gives
  /// @param pattern the expression that `PATTERN => '…'` gives
  /// @param directory whether the stage's directory table is meant, and not its files' records
  record StageFiles(
      String location, Optional<String> fileFormat, Optional<String> pattern, boolean directory) {
    StageFiles(String location, Optional<String> fileFormat, Optional<String> pattern) {
      this(location, fileFormat, pattern, false);
    }
  }
}
