package dev.landfall.sandbox.snowflake.ddl;

import dev.landfall.sandbox.snowflake.catalog.Body;
import dev.landfall.sandbox.snowflake.catalog.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Relation;
import dev.landfall.sandbox.snowflake.sql.CodeStatement;
import java.util.ArrayList;
import java.util.List;

/// The procedure that a call means.
///
/// @param order for each parameter the index of the argument it gets; -1 for its default
/// @param scope where names in its body are looked up, and its owner
public record Procedure(
    Name name, Body.Callable callable, List<Integer> order, Relation.Scope scope) {
  private static final Name NOWHERE = new Name("");

  public Procedure {
    order = List.copyOf(order);
  }

  /// A procedure that lives for one call.
  ///
  /// @param types of the call's arguments, in their order
  /// @throws SnowflakeException 001044 when it does not take these arguments
  public static Procedure anonymous(
      CatalogueRelations relations, CodeStatement.CallAnonymous statement, List<DataType> types)
      throws SnowflakeException {
    var name = statement.procedure().name();
    if (!statement.call().procedure().equals(name)) {
      throw Overloads.unknown(Kind.PROCEDURE, statement.call().procedure());
    }
    var callable = Callables.anonymous(statement.procedure());
    var passed = passed(statement.call().arguments(), types);
    if (!Overloads.fits(callable, passed)) {
      throw Overloads.misfit(name, passed);
    }
    var actor = relations.access().actor();
    return new Procedure(
        name.last(),
        callable,
        Overloads.order(callable.arguments(), passed).orElseThrow(),
        new Relation.Scope(
            actor.database().orElse(NOWHERE),
            actor.schema().orElse(NOWHERE),
            actor.role().orElse(NOWHERE)));
  }

  private static List<Overloads.Passed> passed(
      List<CodeStatement.Argument> arguments, List<DataType> types) {
    var passed = new ArrayList<Overloads.Passed>();
    for (int i = 0; i < types.size(); i++) {
      passed.add(new Overloads.Passed(arguments.get(i).name(), types.get(i)));
    }
    return passed;
  }

  /// @param types of the call's arguments, in their order
  /// @throws SnowflakeException 002140 when there is none of this name that the session may see,
  ///   001044 when none takes these arguments, 003001 without USAGE on it
  public static Procedure find(
      CatalogueRelations relations,
      QualifiedName name,
      List<CodeStatement.Argument> arguments,
      List<DataType> types)
      throws SnowflakeException {
    var passed = passed(arguments, types);
    var object = Overloads.find(relations, Kind.PROCEDURE, name, passed);
    relations.access().require(object, "USAGE");
    var callable = object.body(Body.Callable.class);
    return new Procedure(
        object.name(),
        callable,
        Overloads.order(callable.arguments(), passed).orElseThrow(),
        relations.scope(object));
  }

  /// Whether a value of one type can stand for one of another without a cast.
  public static boolean converts(DataType from, DataType to) {
    return Overloads.converts(from, to);
  }

  /// Its name in full, as messages give it.
  public String sql() {
    return QualifiedName.of(scope.database(), scope.schema(), name).sql();
  }
}
