package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import dev.landfall.sandbox.snowflake.query.Tables.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.merge.MergeDelete;
import net.sf.jsqlparser.statement.merge.MergeInsert;
import net.sf.jsqlparser.statement.merge.MergeOperation;
import net.sf.jsqlparser.statement.merge.MergeUpdate;
import org.jspecify.annotations.Nullable;

/// `MERGE INTO … USING … ON … WHEN …`
///
/// Source and target are joined once, into a temporary table whose rows know which WHEN they meet;
/// then each WHEN is carried out for its rows.
final class Merges {
  private static final Set<String> FIELDS =
      Set.of(
          "table",
          "fromItem",
          "onCondition",
          "operations",
          // These two repeat what `operations` says.
          "mergeInsert",
          "mergeUpdate",
          "insertFirst");

  private static final String JOINED = "temp.\"~merge\"";

  private final Translation translation;
  private final Stores stores;

  Merges(Translation translation, Stores stores) {
    this.translation = translation;
    this.stores = stores;
  }

  /// A row that would be changed in two ways.
  static SnowflakeException duplicate() {
    return new SnowflakeException("100090", "42P18", "Duplicate row detected during DML action");
  }

  /// A WHEN, translated.
  ///
  /// @param change the statement that carries it out, up to its WHERE
  private record When(MergeOperation node, String condition, String change, int cell) {}

  Dml merge(Merge node) throws SnowflakeException {
    Clauses.only(node, FIELDS);
    var operations = node.getOperations();
    if (operations == null || operations.isEmpty()) {
      throw translation.text().tokens().unexpected(translation.text().size());
    }
    boolean inserts = operations.stream().anyMatch(MergeInsert.class::isInstance);
    boolean updates = operations.stream().anyMatch(MergeUpdate.class::isInstance);
    boolean deletes = operations.stream().anyMatch(MergeDelete.class::isInstance);
    List<String> privileges = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    int inserted = columns(inserts, "INSERT", "inserted", privileges, columns);
    int updated = columns(updates, "UPDATE", "updated", privileges, columns);
    int deleted = columns(deletes, "DELETE", "deleted", privileges, columns);
    var table =
        stores.target(node.getTable(), Set.of("partItems", "partDelimiters", "alias"), privileges);
    var target = translation.froms().tables().target(table, stores.alias(node.getTable()));
    var source = new Scope(Optional.empty(), Ctes.none());
    var from = translation.froms().from(node.getFromItem(), null, source);
    var both = new Scope(Optional.empty(), Ctes.none());
    both.add(target.source());
    both.addAll(source);
    var on = translation.expressions().condition(node.getOnCondition(), both).sql();
    if (target.visible().isPresent()) {
      on = "(" + on + ") AND " + target.visible().get().sql();
    }
    var fields = move(both);
    List<When> whens = new ArrayList<>();
    for (MergeOperation operation : operations) {
      whens.add(
          switch (operation) {
            case MergeInsert insert -> insert(insert, table, source, inserted);
            case MergeUpdate update -> update(update, table, target, both, updated);
            case MergeDelete delete -> delete(delete, table, both, deleted);
            default -> throw Errors.notSupported("MERGE … " + operation);
          });
    }
    var steps = steps(joined(from, table, target, on, fields, whens), whens);
    return Dmls.of(translation, StatementKind.MERGE, steps, columns);
  }

  private static int columns(
      boolean used, String privilege, String done, List<String> privileges, List<String> columns) {
    if (used) {
      privileges.add(privilege);
      columns.add("number of rows " + done);
    }
    return columns.size() - 1;
  }

  /// From now on the fields are columns of the temporary table.
  ///
  /// @return what each column is computed from
  private static Map<String, String> move(Scope both) {
    Map<String, String> columns = new LinkedHashMap<>();
    List<Field> fields = new ArrayList<>();
    both.sources().forEach(source -> fields.addAll(source.fields()));
    fields.addAll(both.star());
    Set<Field> moved = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    Map<String, String> names = new LinkedHashMap<>();
    for (Field field : fields) {
      if (moved.add(field)) {
        var sql = field.value().sql();
        var name = names.computeIfAbsent(sql, any -> "f" + (names.size() + 1));
        columns.put(name, sql);
        field.replace("m." + name);
      }
    }
    return columns;
  }

  private String condition(@Nullable Expression condition, Scope scope) throws SnowflakeException {
    if (condition == null) {
      return "TRUE";
    }
    scope.clause(Scope.Clause.WHERE);
    return translation.expressions().condition(condition, scope).sql();
  }

  private When insert(MergeInsert node, Relation.Table table, Scope source, int cell)
      throws SnowflakeException {
    Clauses.only(node, Set.of("andPredicate", "columns", "values"));
    var condition = "m.r IS NULL AND " + condition(node.getAndPredicate(), source);
    List<Column> listed = node.getColumns() == null ? List.of() : node.getColumns();
    var columns = stores.columns(table, listed);
    if (node.getValues() == null
        || node.getValues().size() != 1
        || !(node.getValues().getFirst() instanceof Column values)
        || !(translation.placeholders().item(values.getColumnName()) instanceof Item.Rows rows)
        || rows.rows().size() != 1) {
      throw Errors.notSupported("MERGE … INSERT without one list of VALUES");
    }
    source.clause(Scope.Clause.SELECT);
    int[] row = rows.rows().getFirst();
    Stores.requireWidth(columns.size(), row.length / 2);
    var given =
        translation
            .rowValues()
            .row(row, source, Optional.of(index -> stores.fallback(table, columns.get(index))));
    var sql = stores.insert(table, columns, given, " FROM " + JOINED + " AS m");
    return new When(node, condition, sql, cell);
  }

  private When update(MergeUpdate node, Relation.Table table, Target target, Scope both, int cell)
      throws SnowflakeException {
    Clauses.only(node, Set.of("andPredicate", "updateSets"));
    var condition = "m.r IS NOT NULL AND " + condition(node.getAndPredicate(), both);
    var sets = stores.sets(table, target.source(), node.getUpdateSets(), both);
    var sql =
        "UPDATE "
            + table.physical()
            + " AS u SET "
            + stores.assignments(sets)
            + " FROM "
            + JOINED
            + " AS m";
    return new When(node, condition, sql, cell);
  }

  private When delete(MergeDelete node, Relation.Table table, Scope both, int cell)
      throws SnowflakeException {
    Clauses.only(node, Set.of("andPredicate"));
    var condition = "m.r IS NOT NULL AND " + condition(node.getAndPredicate(), both);
    return new When(node, condition, "DELETE FROM " + table.physical(), cell);
  }

  private String joined(
      String from,
      Relation.Table table,
      Target target,
      String on,
      Map<String, String> fields,
      List<When> whens) {
    var used = new StringBuilder();
    var action = new StringBuilder("CASE");
    for (int i = 0; i < whens.size(); i++) {
      var when = whens.get(i);
      action.append(" WHEN ").append(when.condition()).append(" THEN ").append(i + 1);
      used.append(when.change()).append(' ');
    }
    action.append(" ELSE 0 END");
    used.append(action);
    List<String> items = new ArrayList<>();
    items.add(target.alias() + ".rowid AS r");
    for (Map.Entry<String, String> field : fields.entrySet()) {
      if (Pattern.compile("\\bm\\." + field.getKey() + "\\b").matcher(used).find()) {
        items.add(field.getValue() + " AS " + field.getKey());
      }
    }
    return "SELECT m.*, "
        + action
        + " AS a FROM (SELECT "
        + String.join(", ", items)
        + " FROM "
        + from
        + " LEFT JOIN "
        + table.physical()
        + " AS "
        + target.alias()
        + " ON "
        + on
        + ") AS m";
  }

  private List<Dml.Step> steps(String joined, List<When> whens) {
    List<Dml.Step> steps = new ArrayList<>();
    steps.add(new Dml.Step.Run("CREATE OR REPLACE TEMP TABLE \"~merge\" AS " + once(joined)));
    if (refusesDuplicates()) {
      steps.add(new Dml.Step.Refuse(ambiguous(whens), duplicate()));
    }
    for (int i = 0; i < whens.size(); i++) {
      var when = whens.get(i);
      int number = i + 1;
      var where =
          switch (when.node()) {
            case MergeUpdate update -> " WHERE u.rowid = m.r AND m.a = " + number;
            case MergeDelete delete ->
                " WHERE rowid IN (SELECT m.r FROM " + JOINED + " AS m WHERE m.a = " + number + ")";
            default -> " WHERE m.a = " + number;
          };
      steps.add(new Dml.Step.Change(when.change() + where, when.cell()));
    }
    steps.add(new Dml.Step.Run("DROP TABLE " + JOINED));
    return steps;
  }

  private boolean refusesDuplicates() {
    return translation
        .ambient()
        .parameter("ERROR_ON_NONDETERMINISTIC_MERGE")
        .orElse("TRUE")
        .equalsIgnoreCase("TRUE");
  }

  /// When duplicates are allowed, a row of the target meets one row of the source.
  private String once(String joined) {
    return refusesDuplicates()
        ? joined
        : "SELECT * FROM ("
            + joined
            + ") AS m QUALIFY m.r IS NULL OR m.a = 0"
            + " OR row_number() OVER (PARTITION BY m.r, m.a > 0) = 1";
  }

  /// How many rows of the target meet several rows of the source, other than to be deleted by each.
  private static String ambiguous(List<When> whens) {
    List<String> deletes = new ArrayList<>();
    for (int i = 0; i < whens.size(); i++) {
      if (whens.get(i).node() instanceof MergeDelete) {
        deletes.add(Integer.toString(i + 1));
      }
    }
    var others = deletes.isEmpty() ? "TRUE" : "m.a NOT IN (" + String.join(", ", deletes) + ")";
    return "SELECT count(*) FROM (SELECT m.r FROM "
        + JOINED
        + " AS m WHERE m.r IS NOT NULL AND m.a > 0 GROUP BY m.r HAVING count(*) > 1 AND bool_or("
        + others
        + "))";
  }
}
