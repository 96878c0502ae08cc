package dev.landfall.sandbox.snowflake.show;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Parameter;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.sql.Tokens;
import dev.landfall.sandbox.snowflake.sql.WrittenType;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// Arguments and results of functions, procedures and policies as text.
final class Signatures {
  private Signatures() {}

  /// `NET(NUMBER, FLOAT) RETURN FLOAT`, as SHOW FUNCTIONS has it.
  static String listed(Entity callable) {
    var body = callable.body(Body.Callable.class);
    var types =
        body.arguments().stream()
            .map(argument ->
                (argument.fallback().isPresent() ? "DEFAULT " : "")
                    + Body.Callable.baseName(argument.type()))
            .collect(Collectors.joining(", ", "(", ")"));
    return callable.name().value() + types + " RETURN " + returned(body);
  }

  private static String returned(Body.Callable body) {
    if (body.table().isEmpty()) {
      return Body.Callable.baseName(body.returns());
    }
    return "TABLE "
        + body.table().get().stream()
            .map(column -> column.name().value() + " " + Body.Callable.baseName(column.type()))
            .collect(Collectors.joining(", ", "(", ")"));
  }

  /// `(AMT NUMBER, RATE FLOAT)`, as DESCRIBE and INFORMATION_SCHEMA have it.
  static String named(List<Parameter> parameters) {
    return parameters.stream()
        .map(p -> p.name().sql() + " " + Body.Callable.baseName(p.type()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /// What a function returns, with length and precision.
  static String returns(Body.Callable body) {
    return body.table().isPresent()
        ? "TABLE "
            + body.table().get().stream()
                .map(column -> column.name().sql() + " " + column.type().sql())
                .collect(Collectors.joining(", ", "(", ")"))
        : type(body.returns());
  }

  static String type(DataType type) {
    return type.sql();
  }

  /// Argument types in parentheses as keys of overloads have them.
  ///
  /// @throws SnowflakeException 001003 when they are none
  static String canonical(String written) throws SnowflakeException {
    var tokens = Tokens.of(written);
    var types = new StringJoiner(", ", "(", ")");
    var at = 1;
    while (at < tokens.size() && !tokens.isSymbol(at, ")")) {
      var type = WrittenType.read(tokens, at, tokens.size(), DataType.Timestamp.Zone.NTZ);
      types.add(Body.Callable.baseName(type.type()));
      at = tokens.isSymbol(type.end(), ",") ? type.end() + 1 : type.end();
    }
    return types.toString();
  }
}
