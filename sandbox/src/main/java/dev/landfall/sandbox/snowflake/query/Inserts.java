package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.model.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.Values;

/// `INSERT [OVERWRITE] INTO … VALUES …` and `… SELECT …`
final class Inserts {
  private final Translation translation;
  private final Stores stores;

  Inserts(Translation translation, Stores stores) {
    this.translation = translation;
    this.stores = stores;
  }

  Dml insert(Insert node) throws SnowflakeException {
    Clauses.only(node, Set.of("table", "columns", "select"));
    boolean overwrite = translation.text().overwrites();
    var privileges = overwrite ? List.of("INSERT", "DELETE") : List.of("INSERT");
    var table = stores.target(node.getTable(), Set.of("partItems", "partDelimiters"), privileges);
    List<Column> listed = node.getColumns() == null ? List.of() : node.getColumns();
    var columns = stores.columns(table, listed);
    if (node.getSelect() == null) {
      throw Errors.notSupported("INSERT without VALUES or SELECT");
    }
    Query query;
    if (node.getSelect() instanceof Values values && values.getWithItemsList() == null) {
      Clauses.only(values, Set.of("expressions"));
      var rows = translation.selects().rows(values);
      Stores.requireWidth(columns.size(), rows.rows().getFirst().length / 2);
      if (rows.rows().size() == 1 && translation.allBinds().size() == 1 && !overwrite) {
        return done(List.of(row(rows.rows().getFirst(), table, columns)));
      }
      query = translation.rowValues().query(rows, scope(), Optional.of(defaults(table, columns)));
    } else if (translation.allBinds().size() > 1) {
      throw Errors.notSupported("several sets of binds other than for INSERT … VALUES");
    } else {
      query = translation.selects().query(node.getSelect(), Optional.empty(), Ctes.none());
    }
    Stores.requireWidth(columns.size(), query.outputs().size());
    var steps =
        overwrite ? overwriting(table, columns, query) : List.of(inserting(table, columns, query));
    return done(steps);
  }

  private Dml done(List<Dml.Step> steps) {
    return Dmls.of(translation, StatementKind.INSERT, steps, List.of("number of rows inserted"));
  }

  private static Scope scope() {
    var scope = new Scope(Optional.empty(), Ctes.none());
    scope.clause(Scope.Clause.SELECT);
    return scope;
  }

  private RowValues.Defaults defaults(Relation.Table table, List<Relation.Column> columns) {
    return index -> stores.fallback(table, columns.get(index));
  }

  /// Inserts one row. DuckDB's time grows with the columns of each query that stands in another, so
  /// only what is computed becomes one: it may be used twice but must be computed once.
  private Dml.Step row(int[] row, Relation.Table table, List<Relation.Column> columns)
      throws SnowflakeException {
    var values = translation.rowValues().row(row, scope(), Optional.of(defaults(table, columns)));
    var alias = translation.shared().alias();
    List<Typed> given = new ArrayList<>();
    List<String> computed = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Typed value : values) {
      if (value.isNull()) {
        given.add(value);
      } else if (value.constant().isPresent()) {
        given.add(Typed.of(value.sql(), value.type(), value.nullable()));
      } else {
        computed.add(value.sql());
        names.add("c" + computed.size());
        given.add(Typed.of(alias + "." + names.getLast(), value.type(), value.nullable()));
      }
    }
    var from =
        computed.isEmpty()
            ? ""
            : " FROM (VALUES (%s)) AS %s(%s)"
                .formatted(String.join(", ", computed), alias, String.join(", ", names));
    return new Dml.Step.Change(stores.insert(table, columns, given, from), 0);
  }

  private Dml.Step inserting(Relation.Table table, List<Relation.Column> columns, Query query)
      throws SnowflakeException {
    var alias = translation.shared().alias();
    var sql =
        stores.insert(
            table, columns, given(query, alias), " FROM (" + query.sql() + ") AS " + alias);
    return new Dml.Step.Change(sql, 0);
  }

  private static List<Typed> given(Query query, String alias) {
    List<Typed> given = new ArrayList<>();
    for (int i = 0; i < query.outputs().size(); i++) {
      given.add(query.column(alias, i));
    }
    return given;
  }

  /// The query may read the table that is emptied, so its rows are kept first.
  private List<Dml.Step> overwriting(
      Relation.Table table, List<Relation.Column> columns, Query query) throws SnowflakeException {
    var kept = "temp.\"~overwrite\"";
    var alias = translation.shared().alias();
    var sql = stores.insert(table, columns, given(query, alias), " FROM " + kept + " AS " + alias);
    return List.of(
        new Dml.Step.Run("CREATE OR REPLACE TEMP TABLE \"~overwrite\" AS " + query.sql()),
        new Dml.Step.Run("DELETE FROM " + table.physical()),
        new Dml.Step.Change(sql, 0),
        new Dml.Step.Run("DROP TABLE " + kept));
  }
}
