package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;

/// `DELETE FROM … [USING …] [WHERE …]`
final class Deletes {
  private final Translation translation;
  private final Stores stores;

  Deletes(Translation translation, Stores stores) {
    this.translation = translation;
    this.stores = stores;
  }

  Dml delete(Delete node) throws SnowflakeException {
    Clauses.only(node, Set.of("table", "where", "usingFromItemList", "hasFrom"));
    if (!node.isHasFrom()) {
      throw translation.text().tokens().unexpected(1);
    }
    var table =
        stores.target(
            node.getTable(), Set.of("partItems", "partDelimiters", "alias"), List.of("DELETE"));
    var target = translation.froms().tables().target(table, stores.alias(node.getTable()));
    var scope = new Scope(Optional.empty(), Ctes.none());
    scope.add(target.source());
    var self = table.physical() + " AS " + target.alias();
    String sql;
    if (node.getUsingFromItemList() == null || node.getUsingFromItemList().isEmpty()) {
      sql = "DELETE FROM " + self + Updates.where(translation, node.getWhere(), target, scope);
    } else {
      var using = using(node.getUsingFromItemList(), scope);
      var where = Updates.where(translation, node.getWhere(), target, scope);
      sql =
          "DELETE FROM "
              + table.physical()
              + " WHERE rowid IN (SELECT "
              + target.alias()
              + ".rowid FROM "
              + self
              + ", "
              + using
              + where
              + ")";
    }
    return Dmls.of(
        translation,
        StatementKind.DELETE,
        List.of(new Dml.Step.Change(sql, 0)),
        List.of("number of rows deleted"));
  }

  private String using(List<FromItem> items, Scope scope) throws SnowflakeException {
    List<Join> joins = new ArrayList<>();
    for (FromItem item : items.subList(1, items.size())) {
      var join = new Join();
      join.setSimple(true);
      join.setFromItem(item);
      joins.add(join);
    }
    if (items.getFirst() == null) {
      throw Errors.notSupported("USING without a table");
    }
    return translation.froms().from(items.getFirst(), joins, scope);
  }
}
