package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the generated SQL needs to be in a DuckDB database, and what comes back from it.
public final class JavaFunctions {
  private JavaFunctions() {}

  /// Registers the functions that the generated SQL calls. Once for a database that is opened: all
  /// its connections have them then, and they are gone when it is closed.
  ///
  /// @throws SQLException when DuckDB does not take them
  public static void register(Connection connection) throws SQLException {
    for (var kernel : kernels()) {
      kernel.register(connection);
    }
  }

  static List<Kernel> kernels() {
    var names = new HashMap<String, Kernel>();
    for (var kernel : Catalogue.kernels()) {
      if (names.put(kernel.name(), kernel) != null) {
        throw new IllegalStateException("two kernels are called " + kernel.name());
      }
    }
    return List.copyOf(names.values());
  }

  /// The error of Snowflake's that a failed query means: one that a function of ours has raised, or
  /// what Snowflake says where DuckDB fails by itself (a number out of range, a NULL in a column
  /// that takes none).
  ///
  /// @return empty when the failure has no counterpart, and so is one of the sandbox's own
  public static Optional<SnowflakeException> unwrap(SQLException failure) {
    return Stream.of(String.valueOf(failure.getMessage()))
        .flatMap(message -> Failure.read(message).or(() -> DuckDbErrors.read(message)).stream())
        .findFirst();
  }
}
