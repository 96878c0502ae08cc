package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBLogicalType;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/// A function that DuckDB's SQL calls and Java computes.
///
/// @param name unique in the database
/// @param parameters all of them; of a variadic one the fixed ones come before the last kind, which
///   may stand any number of times
/// @param seesNull whether it is called with NULLs; otherwise a NULL argument makes the result NULL
record Kernel(
    String name,
    List<Kind> parameters,
    boolean variadic,
    Kind result,
    boolean seesNull,
    boolean fixed,
    Body body) {

  /// What DuckDB and Java hand each other.
  enum Kind {
    TEXT(DuckDBColumnType.VARCHAR),
    LONG(DuckDBColumnType.BIGINT),
    DOUBLE(DuckDBColumnType.DOUBLE),
    BOOL(DuckDBColumnType.BOOLEAN),
    DATE(DuckDBColumnType.DATE);

    private final DuckDBColumnType type;

    Kind(DuckDBColumnType type) {
      this.type = type;
    }

    private @Nullable Object read(DuckDBReadableVector vector, long row) {
      if (vector.isNull(row)) {
        return null;
      }
      return switch (this) {
        case TEXT -> vector.getString(row);
        case LONG -> vector.getLong(row);
        case DOUBLE -> vector.getDouble(row);
        case BOOL -> vector.getBoolean(row);
        case DATE -> vector.getLocalDate(row);
      };
    }

    private void write(DuckDBWritableVector vector, long row, @Nullable Object value) {
      if (value == null) {
        vector.setNull(row);
        return;
      }
      switch (this) {
        case TEXT -> vector.setString(row, (String) value);
        case LONG -> vector.setLong(row, ((Number) value).longValue());
        case DOUBLE -> vector.setDouble(row, ((Number) value).doubleValue());
        case BOOL -> vector.setBoolean(row, (Boolean) value);
        case DATE -> vector.setDate(row, (LocalDate) value);
      }
    }
  }

  /// What is computed. Must not keep state: DuckDB calls it from several threads.
  interface Body {
    /// @return of the class that belongs to the result's kind; null for NULL
    @Nullable Object apply(Arguments arguments) throws SnowflakeException;
  }

  Kernel {
    parameters = List.copyOf(parameters);
  }

  /// A kernel that is NULL when an argument is.
  static Kernel of(String name, Kind result, Body body, Kind... parameters) {
    return new Kernel(name, List.of(parameters), false, result, false, true, body);
  }

  /// A kernel that sees NULLs.
  static Kernel withNulls(String name, Kind result, Body body, Kind... parameters) {
    return new Kernel(name, List.of(parameters), false, result, true, true, body);
  }

  /// A kernel that takes any number of arguments of one kind and sees NULLs.
  static Kernel variadic(String name, Kind result, Body body, Kind each) {
    return new Kernel(name, List.of(each), true, result, true, true, body);
  }

  /// A kernel whose result may differ from row to row although the arguments are the same.
  Kernel restless() {
    return new Kernel(name, parameters, variadic, result, seesNull, false, body);
  }

  /// The same kernel, or one that is NULL where this one fails.
  Kernel attempt(boolean wanted) {
    if (!wanted) {
      return this;
    }
    Body careful =
        arguments -> {
          try {
            return body.apply(arguments);
          } catch (SnowflakeException e) {
            return null;
          }
        };
    return new Kernel("try_" + name, parameters, variadic, result, seesNull, fixed, careful);
  }

  /// A call in DuckDB's SQL.
  String call(String... arguments) {
    if (!variadic && arguments.length != parameters.size()) {
      throw new IllegalArgumentException(name + " takes " + parameters.size() + " arguments");
    }
    return name + "(" + String.join(", ", arguments) + ")";
  }

  void register(Connection connection) throws SQLException {
    try (var builder = DuckDBFunctions.scalarFunction().withName(name)) {
      if (variadic) {
        try (var each = DuckDBLogicalType.of(parameters.getFirst().type)) {
          builder.withVarArgs(each);
        }
      } else {
        for (var parameter : parameters) {
          builder.withParameter(parameter.type);
        }
      }
      if (!fixed) {
        builder.withVolatile();
      }
      builder.withReturnType(result.type).withVectorizedFunction(this::apply).register(connection);
    }
  }

  private void apply(DuckDBDataChunkReader input, DuckDBWritableVector output) {
    int width = (int) input.columnCount();
    long rows = input.rowCount();
    var vectors = new DuckDBReadableVector[width];
    for (int column = 0; column < width; column++) {
      vectors[column] = input.vector(column);
    }
    var values = new @Nullable Object[width];
    var arguments = new Arguments(values);
    for (long row = 0; row < rows; row++) {
      boolean missing = false;
      for (int column = 0; column < width; column++) {
        var kind = variadic ? parameters.getFirst() : parameters.get(column);
        values[column] = kind.read(vectors[column], row);
        missing |= values[column] == null;
      }
      result.write(output, row, missing && !seesNull ? null : compute(arguments));
    }
  }

  private @Nullable Object compute(Arguments arguments) {
    try {
      return body.apply(arguments);
    } catch (SnowflakeException failure) {
      throw new Failure(failure);
    }
  }
}
