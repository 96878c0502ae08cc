package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Tables.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.statement.update.Update;
import org.jspecify.annotations.Nullable;

/// `UPDATE … SET … [FROM …] [WHERE …]`
final class Updates {
  private static final Set<String> FIELDS =
      Set.of("table", "where", "updateSets", "fromItem", "joins");

  private final Translation translation;
  private final Stores stores;

  Updates(Translation translation, Stores stores) {
    this.translation = translation;
    this.stores = stores;
  }

  Dml update(Update node) throws SnowflakeException {
    Clauses.only(node, FIELDS);
    var table =
        stores.target(
            node.getTable(), Set.of("partItems", "partDelimiters", "alias"), List.of("UPDATE"));
    var target = translation.froms().tables().target(table, stores.alias(node.getTable()));
    var scope = new Scope(Optional.empty(), Ctes.none());
    scope.add(target.source());
    List<Dml.Step> steps;
    if (node.getFromItem() == null) {
      var sets = stores.sets(table, target.source(), node.getUpdateSets(), scope);
      var sql =
          "UPDATE "
              + table.physical()
              + " AS "
              + target.alias()
              + " SET "
              + stores.assignments(sets)
              + where(translation, node.getWhere(), target, scope);
      steps = List.of(new Dml.Step.Change(sql, 0));
    } else {
      steps = joined(node, table, target, scope);
    }
    return Dmls.of(
        translation,
        StatementKind.UPDATE,
        steps,
        List.of("number of rows updated", "number of multi-joined rows updated"));
  }

  /// ` WHERE …` with what the row-access policy demands, or nothing.
  static String where(
      Translation translation, @Nullable Expression condition, Target target, Scope scope)
      throws SnowflakeException {
    List<String> conditions = new ArrayList<>();
    target.visible().map(Typed::sql).ifPresent(conditions::add);
    if (condition != null) {
      scope.clause(Scope.Clause.WHERE);
      conditions.add(translation.expressions().condition(condition, scope).sql());
    }
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  /// A row may be joined to several others: then it gets the values of one of them, and is counted
  /// as multi-joined.
  private List<Dml.Step> joined(Update node, Relation.Table table, Target target, Scope scope)
      throws SnowflakeException {
    var from = translation.froms().from(node.getFromItem(), node.getJoins(), scope);
    var sets = stores.sets(table, target.source(), node.getUpdateSets(), scope);
    List<String> items = new ArrayList<>();
    items.add(target.alias() + ".rowid AS r");
    List<String> assignments = new ArrayList<>();
    var alias = translation.shared().alias();
    for (Map.Entry<Relation.Column, Typed> set : sets.entrySet()) {
      var name = "v" + items.size();
      items.add(stores.assigned(set.getValue(), set.getKey()) + " AS " + name);
      assignments.add(set.getKey().physical() + " = " + alias + "." + name);
    }
    var select =
        "SELECT "
            + String.join(", ", items)
            + " FROM "
            + table.physical()
            + " AS "
            + target.alias()
            + ", "
            + from
            + where(translation, node.getWhere(), target, scope);
    var kept = "temp.\"~update\"";
    var several = "SELECT r FROM " + kept + " GROUP BY r HAVING count(*) > 1";
    List<Dml.Step> steps = new ArrayList<>();
    steps.add(new Dml.Step.Run("CREATE OR REPLACE TEMP TABLE \"~update\" AS " + select));
    var multiple = "SELECT count(*) FROM (" + several + ")";
    if (isSet("ERROR_ON_NONDETERMINISTIC_UPDATE")) {
      steps.add(new Dml.Step.Refuse(multiple, Merges.duplicate()));
    }
    steps.add(new Dml.Step.Count(multiple, 1));
    var target2 = translation.shared().alias();
    steps.add(
        new Dml.Step.Change(
            "UPDATE "
                + table.physical()
                + " AS "
                + target2
                + " SET "
                + String.join(", ", assignments)
                + " FROM (SELECT DISTINCT ON (r) * FROM "
                + kept
                + ") AS "
                + alias
                + " WHERE "
                + target2
                + ".rowid = "
                + alias
                + ".r",
            0));
    steps.add(new Dml.Step.Run("DROP TABLE " + kept));
    return steps;
  }

  private boolean isSet(String parameter) {
    return translation.ambient().parameter(parameter).orElse("FALSE").equalsIgnoreCase("TRUE");
  }
}
