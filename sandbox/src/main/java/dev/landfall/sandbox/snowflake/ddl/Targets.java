package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Access;
import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Entity;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Objects that statements name by kind and name, and functions by argument types as well.
final class Targets {
  private Targets() {}

  /// An object of this kind's name space that the session may see.
  ///
  /// @param arguments for functions and procedures: they are told apart by them
  static Optional<Entity> find(
      Operation operation,
      Kind kind,
      QualifiedName name,
      Optional<List<DataType>> arguments,
      String statement)
      throws SnowflakeException {
    return find(operation.access(), kind, name, arguments, statement);
  }

  static Optional<Entity> find(
      Access access,
      Kind kind,
      QualifiedName name,
      Optional<List<DataType>> arguments,
      String statement)
      throws SnowflakeException {
    if (kind.space() != Kind.Space.CALLABLE) {
      return access.find(kind, name, statement);
    }
    if (arguments.isEmpty()) {
      throw Errors.compilation(
          "001003",
          "42000",
          "The argument types of " + kind.word() + " " + name.sql() + " are missing.");
    }
    return access
        .find(
            access.place(name, statement),
            Kind.Space.CALLABLE,
            name.last().value() + signature(arguments.get()))
        .filter(found -> found.kind() == kind);
  }

  /// As [Body.Callable#signature] writes it.
  static String signature(List<DataType> arguments) {
    return arguments.stream()
        .map(Body.Callable::baseName)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /// The error of an object that is not there.
  static SnowflakeException missing(
      Operation operation, Kind kind, QualifiedName name, Optional<List<DataType>> arguments) {
    return missing(operation.access(), kind, name, arguments);
  }

  static SnowflakeException missing(
      Access access, Kind kind, QualifiedName name, Optional<List<DataType>> arguments) {
    if (kind.space() == Kind.Space.CALLABLE) {
      return Errors.doesNotExist(
          kind.title(), name.sql() + arguments.map(Targets::signature).orElse(""));
    }
    return access.doesNotExist(kind, name);
  }

  /// An object of exactly this kind.
  ///
  /// @throws SnowflakeException 002003 when there is none, 002203 when it is of another kind
  static Entity get(
      Operation operation,
      Kind kind,
      QualifiedName name,
      Optional<List<DataType>> arguments,
      String statement)
      throws SnowflakeException {
    return get(operation.access(), kind, name, arguments, statement);
  }

  static Entity get(
      Access access,
      Kind kind,
      QualifiedName name,
      Optional<List<DataType>> arguments,
      String statement)
      throws SnowflakeException {
    var found =
        find(access, kind, name, arguments, statement)
            .orElseThrow(() -> missing(access, kind, name, arguments));
    Access.requireKind(found, kind);
    return found;
  }

  static Entity get(Operation operation, Kind kind, QualifiedName name, String statement)
      throws SnowflakeException {
    return get(operation, kind, name, Optional.empty(), statement);
  }

  static Entity get(Operation operation, Kind kind, Name name, String statement)
      throws SnowflakeException {
    return get(operation, kind, QualifiedName.of(name), Optional.empty(), statement);
  }
}
