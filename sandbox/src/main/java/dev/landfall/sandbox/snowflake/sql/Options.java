package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;

/// The properties of a statement, in the order in which they are written. Whoever carries the
/// statement out takes them one by one from a [OptionReader], which refuses what is left over.
///
/// @param all none twice
public record Options(List<Option> all) {
  public static final Options NONE = new Options(List.of());

  public Options {
    all = List.copyOf(all);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /// @param name in upper case
  public Optional<Value> find(String name) {
    return all.stream().filter(option -> option.name().equals(name)).map(Option::value).findFirst();
  }

  /// A reader that has read nothing yet.
  ///
  /// @param statement what the refusal of a property names, such as `CREATE WAREHOUSE`
  public OptionReader reader(String statement) {
    return new OptionReader(statement, this);
  }

  /// Refuses every property; for statements that honour none.
  ///
  /// @throws SnowflakeException when there is one
  public void none(String statement) throws SnowflakeException {
    if (!all.isEmpty()) {
      throw Errors.notSupported(statement + " … " + all.getFirst().name());
    }
  }
}
