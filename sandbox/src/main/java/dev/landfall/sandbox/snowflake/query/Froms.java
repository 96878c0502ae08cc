package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Tables.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.LateralSubSelect;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.Pivot;
import net.sf.jsqlparser.statement.select.SampleClause;
import net.sf.jsqlparser.statement.select.TableFunction;
import net.sf.jsqlparser.statement.select.UnPivot;
import net.sf.jsqlparser.statement.select.Values;
import org.jspecify.annotations.Nullable;

/// The items of FROM.
final class Froms {
  private static final Set<String> TABLE =
      Set.of("partItems", "partDelimiters", "alias", "pivot", "unpivot", "sampleClause");
  private static final Set<String> SELECT =
      Set.of("select", "alias", "pivot", "unPivot", "sampleClause");

  private final Translation translation;
  private final Tables tables;
  private final TableFunctions functions;
  private final Pivots pivots;

  Froms(Translation translation) {
    this.translation = translation;
    this.tables = new Tables(translation);
    this.functions = new TableFunctions(translation, tables);
    this.pivots = new Pivots(translation);
  }

  Tables tables() {
    return tables;
  }

  /// Translates a whole FROM clause.
  ///
  /// @param target takes the columns that can be read
  /// @return what follows DuckDB's FROM
  String from(FromItem first, @Nullable List<Join> joins, Scope target) throws SnowflakeException {
    var joined = new Joins(translation, this, target.outer(), target.ctes());
    joined.first(first);
    if (joins != null) {
      for (Join join : joins) {
        joined.join(join);
      }
    }
    return joined.finish(target);
  }

  /// What an item of FROM is: placed as it is, or rows that are computed for each row before it.
  sealed interface Placement {
    record Plain(Placed placed) implements Placement {}

    record Unnested(TableFunctions.Rows rows, Optional<Name> alias, List<Name> columns)
        implements Placement {}
  }

  /// @param visible what a lateral item sees
  Placement item(FromItem item, Scope visible) throws SnowflakeException {
    return switch (item) {
      case Table table -> new Placement.Plain(table(table, visible));
      case LateralSubSelect lateral -> new Placement.Plain(lateral(lateral, visible));
      case ParenthesedSelect select -> new Placement.Plain(select(select, visible));
      case Values values -> new Placement.Plain(values(values, visible));
      case ParenthesedFromItem nested when nested.getFromItem() instanceof Values values -> {
        Clauses.only(nested, Set.of("fromItem", "alias"));
        yield new Placement.Plain(
            decorate(values(values, visible), nested.getAlias(), null, null, null, visible));
      }
      case TableFunction function -> function(function, visible);
      default -> throw Errors.notSupported("FROM " + item.getClass().getSimpleName());
    };
  }

  private Placed table(Table table, Scope visible) throws SnowflakeException {
    Clauses.only(table, TABLE);
    var placed = named(table, visible);
    return decorate(
        placed,
        table.getAlias(),
        table.getSampleClause(),
        table.getPivot(),
        table.getUnPivot(),
        visible);
  }

  private Placed named(Table table, Scope visible) throws SnowflakeException {
    List<@Nullable String> parts = new ArrayList<>(table.getNameParts().reversed());
    if (parts.size() == 1
        && translation.placeholders().item(parts.getFirst()) instanceof Item.Stage(var files)) {
      var relation = translation.relations().stage(files, translation.text().tokens().source());
      return unnamed(tables.relation(relation, QualifiedName.of(new Name("@"))));
    }
    return tables.named(translation.placeholders().qualified(parts), visible.ctes());
  }

  private static Placed unnamed(Placed placed) {
    var source = placed.source();
    return new Placed(placed.sql(), new Source(Optional.empty(), source.fields(), source.row()));
  }

  private Placed select(ParenthesedSelect select, Scope visible) throws SnowflakeException {
    Clauses.only(select, SELECT);
    var query = translation.selects().query(select.getSelect(), visible.outer(), visible.ctes());
    return decorate(
        derived(query),
        select.getAlias(),
        select.getSampleClause(),
        select.getPivot(),
        select.getUnPivot(),
        visible);
  }

  private Placed lateral(LateralSubSelect select, Scope visible) throws SnowflakeException {
    Clauses.only(select, Set.of("select", "alias", "prefix"));
    var query =
        translation.selects().query(select.getSelect(), Optional.of(visible), visible.ctes());
    return decorate(derived(query), select.getAlias(), null, null, null, visible);
  }

  private Placed values(Values values, Scope visible) throws SnowflakeException {
    Clauses.only(values, Set.of("expressions", "alias"));
    var query = translation.selects().values(values, visible);
    return decorate(derived(query), values.getAlias(), null, null, null, visible);
  }

  private Placed derived(Query query) {
    var alias = translation.shared().alias();
    return new Placed(
        "(" + query.sql() + ") AS " + alias, Source.of(Optional.empty(), query.fields(alias)));
  }

  private Placed decorate(
      Placed placed,
      @Nullable Alias alias,
      @Nullable SampleClause sample,
      @Nullable Pivot pivot,
      @Nullable UnPivot unpivot,
      Scope visible)
      throws SnowflakeException {
    var result = placed;
    if (pivot != null && unpivot != null) {
      throw Errors.notSupported("PIVOT and UNPIVOT together");
    }
    if (alias != null) {
      result = renamed(result, alias);
    }
    if (pivot != null) {
      result = pivots.pivot(pivot, result, visible);
      result = pivot.getAlias() == null ? result : renamed(result, pivot.getAlias());
    }
    if (unpivot != null) {
      result = pivots.unpivot(unpivot, result, visible);
      result = unpivot.getAlias() == null ? result : renamed(result, unpivot.getAlias());
    }
    return sample == null ? result : new Placed(result.sql() + sample(sample), result.source());
  }

  private String sample(SampleClause clause) throws SnowflakeException {
    Clauses.only(clause, Set.of("keyword", "percentageArgument", "argumentInBrackets"));
    var text = translation.text();
    if (!(text.item(clause.getPercentageArgument().intValue()) instanceof Item.Sample sample)) {
      throw Errors.notSupported("SAMPLE");
    }
    var size = text.tokens().text(sample.size());
    var seed = sample.seed().map(token -> " REPEATABLE (" + text.tokens().text(token) + ")");
    if (sample.rows()) {
      return " TABLESAMPLE reservoir(" + size + " ROWS)" + seed.orElse("");
    }
    if (Double.parseDouble(size) > 100) {
      throw new SnowflakeException(
          "001132", "42601", "SQL compilation error:\nSample size must be between 0 and 100.");
    }
    return " TABLESAMPLE " + sample.method() + "(" + size + "%)" + seed.orElse("");
  }

  /// The same under an alias, with other names of columns if the alias has some.
  private Placed renamed(Placed placed, Alias alias) throws SnowflakeException {
    Clauses.only(alias, Set.of("name", "useAs", "aliasColumns"));
    var name = translation.placeholders().name(alias.getName());
    return new Placed(placed.sql(), renamed(placed.source(), name, columns(alias)));
  }

  List<Name> columns(Alias alias) throws SnowflakeException {
    List<Name> names = new ArrayList<>();
    if (alias.getAliasColumns() != null) {
      for (var column : alias.getAliasColumns()) {
        if (column.colDataType != null) {
          throw Errors.notSupported("types of columns in an alias");
        }
        names.add(translation.placeholders().name(column.name));
      }
    }
    return names;
  }

  Source renamed(Source source, Name alias, List<Name> columns) throws SnowflakeException {
    var fields = source.fields();
    if (columns.size() > fields.size()) {
      throw new SnowflakeException(
          "002023",
          "42601",
          "SQL compilation error:\nInvalid column list for alias "
              + alias.sql()
              + ": "
              + columns.size()
              + " names for "
              + fields.size()
              + " columns");
    }
    List<Field> renamed = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      renamed.add(
          i < columns.size() ? new Field(columns.get(i), fields.get(i).value()) : fields.get(i));
    }
    return new Source(Optional.of(QualifiedName.of(alias)), renamed, source.row());
  }

  private Placement function(TableFunction item, Scope visible) throws SnowflakeException {
    Clauses.only(item, Set.of("prefix", "alias", "function"));
    var alias = item.getAlias();
    Optional<Name> name =
        alias == null
            ? Optional.empty()
            : Optional.of(translation.placeholders().name(alias.getName()));
    List<Name> columns = alias == null ? List.of() : columns(alias);
    var called = called(item);
    if (called.isEmpty()) {
      return new Placement.Plain(tableLiteral(item.getFunction(), alias, visible));
    }
    return switch (functions.call(called.get(), visible)) {
      case TableFunctions.Rows rows -> new Placement.Unnested(rows, name, columns);
      case TableFunctions.Plain(Placed placed) -> {
        var result = alias == null ? placed : renamed(placed, alias);
        yield new Placement.Plain(result);
      }
    };
  }

  /// The function in `TABLE(f(…))` and `LATERAL f(…)`; empty for `TABLE('name')`.
  private Optional<Function> called(TableFunction item) throws SnowflakeException {
    var function = item.getFunction();
    if (!function.getMultipartName().equals(List.of("TABLE"))) {
      if (!"LATERAL".equalsIgnoreCase(String.valueOf(item.getPrefix()))) {
        throw translation.text().tokens().unexpected(translation.first(item));
      }
      return Optional.of(function);
    }
    Clauses.only(function, Set.of("nameparts", "parameters"));
    var parameters = Calls.parameters(function);
    if (parameters.size() != 1) {
      throw Errors.notSupported("TABLE() of several arguments");
    }
    return parameters.getFirst() instanceof Function inner ? Optional.of(inner) : Optional.empty();
  }

  /// `TABLE('name')`, `TABLE($variable)`
  private Placed tableLiteral(Function function, @Nullable Alias alias, Scope visible)
      throws SnowflakeException {
    var literal =
        switch (Calls.parameters(function).getFirst()) {
          case StringValue text -> translation.placeholders().item(text.getValue());
          case Column column when column.getTable() == null ->
              translation.placeholders().item(column.getColumnName());
          default -> throw Errors.notSupported("TABLE() of an expression");
        };
    var placed = tables.named(translation.placeholders().identifier(literal), visible.ctes());
    return alias == null ? placed : renamed(placed, alias);
  }
}
