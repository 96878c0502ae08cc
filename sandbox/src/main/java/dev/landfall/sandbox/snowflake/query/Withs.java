package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperation;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.UnionOp;
import net.sf.jsqlparser.statement.select.WithItem;
import org.jspecify.annotations.Nullable;

/// Common table expressions, recursive ones among them. The word RECURSIVE may be left out
/// (Snowflake, "WITH").
final class Withs {
  private final Translation translation;
  private final Selects selects;
  private final SetOperations setOperations;

  Withs(Translation translation, Selects selects, SetOperations setOperations) {
    this.translation = translation;
    this.selects = selects;
    this.setOperations = setOperations;
  }

  /// A translated WITH.
  ///
  /// @param sql what precedes DuckDB's SELECT; empty when there is none
  record With(String sql, Ctes ctes) {}

  With of(@Nullable List<WithItem<?>> nodes, Optional<Scope> outer, Ctes ctes)
      throws SnowflakeException {
    if (nodes == null || nodes.isEmpty()) {
      return new With("", ctes);
    }
    var inner = ctes.inner();
    List<String> definitions = new ArrayList<>();
    boolean recursive = false;
    for (WithItem<?> node : nodes) {
      Clauses.only(node, Set.of("statement", "alias", "withItemList", "recursive"));
      Clauses.only(node.getAlias(), Set.of("name", "useAs"));
      if (!(node.getParenthesedStatement() instanceof ParenthesedSelect body)) {
        throw Errors.notSupported("WITH of what is no query");
      }
      Clauses.only(body, Set.of("select"));
      var definition = new Definition(node, outer, inner, translation.shared().alias());
      definitions.add(definition.translate(body.getSelect()));
      recursive |= definition.recursive;
    }
    var keyword = recursive ? "WITH RECURSIVE " : "WITH ";
    return new With(keyword + String.join(", ", definitions) + " ", inner);
  }

  /// One of them.
  private final class Definition {
    private final Name name;
    private final List<Name> columns = new ArrayList<>();
    private final Optional<Scope> outer;
    private final Ctes ctes;
    private final String physical;
    private boolean recursive;

    Definition(WithItem<?> node, Optional<Scope> outer, Ctes ctes, String physical)
        throws SnowflakeException {
      this.name = translation.placeholders().name(node.getAlias().getName());
      this.outer = outer;
      this.ctes = ctes;
      this.physical = physical;
      if (node.getWithItemList() != null) {
        for (SelectItem<?> item : node.getWithItemList()) {
          if (!(item.getExpression() instanceof Column column) || column.getTable() != null) {
            throw Errors.notSupported("WITH with columns that are no names");
          }
          columns.add(translation.placeholders().name(column.getColumnName()));
        }
      }
    }

    String translate(Select body) throws SnowflakeException {
      var query = query(body);
      ctes.put(name, new Ctes.Cte(physical, query.outputs()));
      return physical + " AS (" + query.sql() + ")";
    }

    private Query query(Select body) throws SnowflakeException {
      return body instanceof SetOperationList list && isUnionAll(list)
          ? union(list)
          : named(selects.query(body, outer, ctes));
    }

    private boolean isUnionAll(SetOperationList list) {
      return list.getWithItemsList() == null
          && list.getLimit() == null
          && list.getFetch() == null
          && list.getOffset() == null
          && list.getOrderByElements() == null
          && list.getOperations().stream()
              .allMatch(operation ->
                  operation instanceof UnionOp && "ALL".equalsIgnoreCase(operation.getModifier()));
    }

    /// The first branch is the anchor; if another one reads this very expression it recurses.
    private Query union(SetOperationList list) throws SnowflakeException {
      Clauses.only(list, Set.of("selects", "operations"));
      List<Query> anchors = new ArrayList<>();
      List<Query> steps = new ArrayList<>();
      anchors.add(named(selects.query(list.getSelects().getFirst(), outer, ctes)));
      var seen = ctes.inner();
      for (Select select : list.getSelects().subList(1, list.getSelects().size())) {
        var self = new Ctes.Cte(physical, widened(anchors.getFirst().outputs()));
        seen.put(name, self);
        var branch = selects.query(select, outer, seen);
        if (self.used()) {
          steps.add(branch);
        } else if (steps.isEmpty()) {
          anchors.add(branch);
        } else {
          throw Errors.notSupported("a recursive WITH whose anchor follows the recursion");
        }
      }
      List<SetOperation> operations = list.getOperations();
      if (steps.isEmpty()) {
        return setOperations.combine(anchors, operations);
      }
      recursive = true;
      var types = widened(anchors.getFirst().outputs()).stream().map(Query.Output::type).toList();
      var anchor = combined(anchors, types, operations);
      var step = combined(steps, types, operations);
      return new Query(
          "(" + anchor.sql() + ") UNION ALL (" + step.sql() + ")", widened(anchor.outputs()));
    }

    private Query combined(
        List<Query> branches, List<DataType> types, List<SetOperation> operations)
        throws SnowflakeException {
      List<Query> coerced = new ArrayList<>();
      setOperations.types(branches);
      for (Query branch : branches) {
        if (branch.outputs().size() != types.size()) {
          throw Errors.notSupported("a recursive WITH of different numbers of columns");
        }
        coerced.add(setOperations.coerced(branch, types));
      }
      return setOperations.combine(coerced, operations.subList(0, coerced.size() - 1));
    }

    /// The recursion may bring longer values than the anchor has.
    private List<Query.Output> widened(List<Query.Output> outputs) {
      List<Query.Output> widened = new ArrayList<>();
      for (Query.Output output : outputs) {
        var type =
            switch (output.type()) {
              case DataType.Fixed(var precision, var scale) -> new DataType.Fixed(38, scale);
              case DataType.Text text -> DataType.Text.MAX;
              case DataType.Null() -> DataType.Text.MAX;
              default -> output.type();
            };
        widened.add(new Query.Output(output.name(), type, true));
      }
      return widened;
    }

    private Query named(Query query) throws SnowflakeException {
      if (columns.isEmpty()) {
        return query;
      }
      if (columns.size() != query.outputs().size()) {
        throw new SnowflakeException(
            "002057",
            "42601",
            "SQL compilation error:\nCTE '"
                + name.value()
                + "' declared "
                + columns.size()
                + " column(s), but its query produces "
                + query.outputs().size()
                + " column(s).");
      }
      List<Query.Output> outputs = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        var output = query.outputs().get(i);
        outputs.add(new Query.Output(columns.get(i), output.type(), output.nullable()));
      }
      return new Query(query.sql(), outputs);
    }
  }
}
