package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.query.Relations.StageFiles;
import java.util.List;
import java.util.Optional;

/// Calls of functions whose answer only the session knows, such as `IS_ROLE_IN_SESSION`. They stand
/// in queries, and in the bodies of views, functions and policies alike.
@FunctionalInterface
public interface Answers {
  /// Nobody's session: no such function is known.
  Answers NONE = (_, _, _) -> Optional.empty();

  /// @param catalogue as the place of the call sees it
  /// @param function in upper case
  /// @return empty when it is no such function
  /// @throws SnowflakeException when the arguments do not fit
  Optional<Typed> answer(CatalogueRelations catalogue, String function, List<Typed> arguments)
      throws SnowflakeException;

  /// The rows of a stage's files.
  ///
  /// @param query the text that reads them
  /// @param access as the place that reads them sees the account
  default Relation stage(StageFiles files, String query, Access access) throws SnowflakeException {
    throw Errors.notSupported("FROM @stage in this place");
  }
}
