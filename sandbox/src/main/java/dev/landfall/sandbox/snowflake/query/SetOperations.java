package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Casts;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.statement.select.ExceptOp;
import net.sf.jsqlparser.statement.select.IntersectOp;
import net.sf.jsqlparser.statement.select.MinusOp;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SetOperation;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.UnionOp;

/// UNION, INTERSECT, EXCEPT and MINUS.
final class SetOperations {
  private final Translation translation;
  private final Selects selects;

  SetOperations(Translation translation, Selects selects) {
    this.translation = translation;
    this.selects = selects;
  }

  Query query(SetOperationList node, Optional<Scope> outer, Ctes ctes) throws SnowflakeException {
    List<Query> branches = new ArrayList<>();
    for (Select select : node.getSelects()) {
      branches.add(selects.query(select, outer, ctes));
    }
    return combine(branches, node.getOperations());
  }

  /// The branches with the types that they have in common.
  Query combine(List<Query> branches, List<SetOperation> operations) throws SnowflakeException {
    var types = types(branches);
    List<Query> pieces = new ArrayList<>();
    for (Query branch : branches) {
      pieces.add(coerced(branch, types));
    }
    // INTERSECT binds more tightly than the others, which bind from the left.
    List<String> operators = new ArrayList<>();
    List<Query> terms = new ArrayList<>();
    terms.add(pieces.getFirst());
    for (int i = 0; i < operations.size(); i++) {
      var operator = operator(operations.get(i));
      var next = pieces.get(i + 1);
      if (operator.equals("INTERSECT")) {
        terms.set(terms.size() - 1, joined(List.of(terms.getLast(), next), List.of(operator)));
      } else {
        operators.add(operator);
        terms.add(next);
      }
    }
    return terms.size() == 1 ? terms.getFirst() : balanced(terms, operators);
  }

  /// Thousands of UNION ALL would nest too deep for DuckDB, from left to right.
  private static Query balanced(List<Query> terms, List<String> operators) {
    boolean all = operators.stream().allMatch(operator -> operator.equals("UNION ALL"));
    if (!all || terms.size() <= 100) {
      return joined(terms, operators);
    }
    int middle = terms.size() / 2;
    return joined(
        List.of(
            balanced(terms.subList(0, middle), operators.subList(0, middle - 1)),
            balanced(
                terms.subList(middle, terms.size()), operators.subList(middle, operators.size()))),
        List.of("UNION ALL"));
  }

  private static Query joined(List<Query> terms, List<String> operators) {
    var sql = new StringBuilder("(").append(terms.getFirst().sql()).append(")");
    var outputs = terms.getFirst().outputs();
    for (int i = 0; i < operators.size(); i++) {
      var operator = operators.get(i);
      sql.append(' ').append(operator).append(" (").append(terms.get(i + 1).sql()).append(')');
      if (operator.startsWith("UNION")) {
        outputs = either(outputs, terms.get(i + 1).outputs());
      }
    }
    return new Query(sql.toString(), outputs);
  }

  private static List<Query.Output> either(List<Query.Output> left, List<Query.Output> right) {
    List<Query.Output> outputs = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      var output = left.get(i);
      outputs.add(
          new Query.Output(
              output.name(), output.type(), output.nullable() || right.get(i).nullable()));
    }
    return outputs;
  }

  private static String operator(SetOperation operation) throws SnowflakeException {
    Clauses.only(operation, Set.of("type", "modifier"));
    var modifier = operation.getModifier() == null ? "" : operation.getModifier();
    return switch (operation) {
      case UnionOp union when modifier.isEmpty() -> "UNION";
      case UnionOp union when modifier.equalsIgnoreCase("ALL") -> "UNION ALL";
      case IntersectOp intersect when modifier.isEmpty() -> "INTERSECT";
      case ExceptOp except when modifier.isEmpty() -> "EXCEPT";
      case MinusOp minus when modifier.isEmpty() -> "EXCEPT";
      default -> throw Errors.notSupported("the set operator " + operation);
    };
  }

  /// @throws SnowflakeException when the branches do not have the same number of columns
  List<DataType> types(List<Query> branches) throws SnowflakeException {
    int width = branches.getFirst().outputs().size();
    for (Query branch : branches) {
      if (branch.outputs().size() != width) {
        throw new SnowflakeException(
            "001789",
            "42601",
            "SQL compilation error:\ninvalid number of result columns for set operator input"
                + " branches, expected "
                + width
                + ", got "
                + branch.outputs().size()
                + " in branch {"
                + (branches.indexOf(branch) + 1)
                + "}");
      }
    }
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      int column = i;
      types.add(
          Casts.common(
              branches.stream().map(branch -> branch.outputs().get(column).type()).toList()));
    }
    return types;
  }

  /// The query with columns of these types.
  Query coerced(Query query, List<DataType> types) throws SnowflakeException {
    boolean same = true;
    for (int i = 0; i < types.size(); i++) {
      same &= types.get(i).equals(query.outputs().get(i).type());
    }
    if (same) {
      return query;
    }
    var alias = translation.shared().alias();
    List<String> items = new ArrayList<>();
    List<Query.Output> outputs = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      var output = query.outputs().get(i);
      var value = Casts.coerce(query.column(alias, i), types.get(i), translation.ambient());
      items.add(value.sql() + " AS c" + (i + 1));
      outputs.add(new Query.Output(output.name(), types.get(i), output.nullable()));
    }
    var sql = "SELECT " + String.join(", ", items) + " FROM (" + query.sql() + ") AS " + alias;
    return new Query(sql, outputs);
  }
}
