package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Casts;
import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.function.Operators;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.Values;

/// Puts the items of one FROM clause together, from left to right.
final class Joins {
  private static final Set<String> JOIN =
      Set.of(
          "onExpressions",
          "usingColumns",
          "outer",
          "right",
          "left",
          "natural",
          "full",
          "inner",
          "simple",
          "cross",
          "fromItem");

  private enum Kind {
    INNER("JOIN"),
    LEFT("LEFT JOIN"),
    RIGHT("RIGHT JOIN"),
    FULL("FULL JOIN"),
    CROSS("CROSS JOIN");

    private final String sql;

    Kind(String sql) {
      this.sql = sql;
    }
  }

  private final Translation translation;
  private final Froms froms;
  private final Optional<Scope> outer;
  private final Ctes ctes;

  /// What commas separate, finished.
  private final List<String> finished = new ArrayList<>();

  private Scope before;

  /// What is joined since the last comma.
  private String current = "";

  private Scope group;

  Joins(Translation translation, Froms froms, Optional<Scope> outer, Ctes ctes) {
    this.translation = translation;
    this.froms = froms;
    this.outer = outer;
    this.ctes = ctes;
    this.before = new Scope(outer, ctes);
    this.group = new Scope(outer, ctes);
  }

  void first(FromItem item) throws SnowflakeException {
    add(item);
  }

  void join(Join join) throws SnowflakeException {
    Clauses.only(join, JOIN);
    if (join.isSimple()) {
      finished.add(current);
      before.addAll(group);
      current = "";
      group = new Scope(outer, ctes);
      add(join.getFromItem());
      return;
    }
    var kind = kind(join);
    if (isGroup(join.getFromItem())) {
      var right = new Scope(outer, ctes);
      attach(join, kind, nested(join.getFromItem(), right), right);
      return;
    }
    switch (froms.item(join.getFromItem(), visible())) {
      case Froms.Placement.Plain(var placed) -> {
        var right = new Scope(outer, ctes);
        right.add(placed.source());
        attach(join, kind, placed.sql(), right);
      }
      case Froms.Placement.Unnested unnested -> {
        requireAlways(join, kind);
        unnest(unnested, kind == Kind.LEFT);
      }
    }
  }

  /// @return what follows DuckDB's FROM
  String finish(Scope target) {
    finished.add(current);
    target.addAll(before);
    target.addAll(group);
    return String.join(", ", finished);
  }

  /// What a lateral item sees: everything before it.
  private Scope visible() {
    var visible = new Scope(outer, ctes);
    visible.addAll(before);
    visible.addAll(group);
    return visible;
  }

  private void add(FromItem item) throws SnowflakeException {
    if (isGroup(item)) {
      current = nested(item, group);
      return;
    }
    switch (froms.item(item, visible())) {
      case Froms.Placement.Plain(var placed) -> {
        current = placed.sql();
        group.add(placed.source());
      }
      case Froms.Placement.Unnested unnested -> unnest(unnested, false);
    }
  }

  private static boolean isGroup(FromItem item) {
    return item instanceof ParenthesedFromItem nested && !(nested.getFromItem() instanceof Values);
  }

  /// `(a JOIN b ON …)`
  private String nested(FromItem node, Scope target) throws SnowflakeException {
    if (!(node instanceof ParenthesedFromItem item)) {
      throw new IllegalArgumentException();
    }
    Clauses.only(item, Set.of("fromItem", "joins"));
    return "(" + froms.from(item.getFromItem(), item.getJoins(), target) + ")";
  }

  private Kind kind(Join join) throws SnowflakeException {
    if (join.isCross()) {
      if (join.isLeft() || join.isRight() || join.isFull() || join.isOuter() || join.isNatural()) {
        throw Errors.notSupported("CROSS JOIN of another kind");
      }
      return Kind.CROSS;
    }
    return join.isLeft()
        ? Kind.LEFT
        : join.isRight() ? Kind.RIGHT : join.isFull() ? Kind.FULL : Kind.INNER;
  }

  private void attach(Join join, Kind kind, String sql, Scope right) throws SnowflakeException {
    var using = using(join, right);
    boolean conditional = !join.getOnExpressions().isEmpty();
    if ((kind == Kind.CROSS && (conditional || !using.isEmpty()))
        || (conditional && join.isNatural())
        || (conditional && !join.getUsingColumns().isEmpty())) {
      throw Errors.notSupported("a join with a condition that it cannot have");
    }
    var condition = conditional ? on(join, right) : same(using);
    current += " " + kind.sql + " " + sql;
    if (kind != Kind.CROSS) {
      current += " ON " + condition;
    }
    nulls(kind, right);
    merge(kind, using, right);
  }

  private String on(Join join, Scope right) throws SnowflakeException {
    if (join.getOnExpressions().size() != 1) {
      throw Errors.notSupported("several ON in a row");
    }
    var both = new Scope(outer, ctes);
    both.addAll(group);
    both.addAll(right);
    return translation
        .expressions()
        .condition(join.getOnExpressions().iterator().next(), both)
        .sql();
  }

  private record Pair(Field left, Field right) {}

  /// The columns that USING names, or that NATURAL finds on both sides.
  private Map<Name, Pair> using(Join join, Scope right) throws SnowflakeException {
    Map<Name, Pair> using = new LinkedHashMap<>();
    for (Column column : join.getUsingColumns()) {
      if (column.getTable() != null) {
        throw Errors.notSupported("a qualified name in USING");
      }
      var name = translation.placeholders().name(column.getColumnName());
      int token = translation.placeholders().token(column.getColumnName());
      using.put(name, new Pair(one(group, name, token), one(right, name, token)));
    }
    if (join.isNatural()) {
      for (Field field : group.star()) {
        var others =
            right.star().stream().filter(other -> other.name().equals(field.name())).toList();
        if (others.size() > 1 || (!others.isEmpty() && using.containsKey(field.name()))) {
          throw ambiguous(field.name());
        }
        if (!others.isEmpty()) {
          using.put(field.name(), new Pair(field, others.getFirst()));
        }
      }
    }
    return using;
  }

  private Field one(Scope scope, Name name, int token) throws SnowflakeException {
    var found = scope.star().stream().filter(field -> field.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw translation.text().invalidIdentifier(token, name.sql());
    }
    if (found.size() > 1) {
      throw ambiguous(name);
    }
    return found.getFirst();
  }

  private static SnowflakeException ambiguous(Name name) {
    return new SnowflakeException(
        "002028", "42601", "SQL compilation error:\nambiguous column name '" + name.sql() + "'");
  }

  private String same(Map<Name, Pair> using) throws SnowflakeException {
    var all = Literals.bool(true);
    for (Pair pair : using.values()) {
      var same =
          Operators.binary("=", pair.left().value(), pair.right().value(), translation.ambient());
      all =
          all.constant().isPresent()
              ? same
              : Operators.binary("AND", all, same, translation.ambient());
    }
    return all.sql();
  }

  private void nulls(Kind kind, Scope right) {
    if (kind == Kind.LEFT || kind == Kind.FULL) {
      becomeNullable(right);
    }
    if (kind == Kind.RIGHT || kind == Kind.FULL) {
      becomeNullable(group);
    }
  }

  private static void becomeNullable(Scope scope) {
    scope.sources().forEach(source -> source.fields().forEach(Field::becomeNullable));
    scope.star().forEach(Field::becomeNullable);
  }

  /// `*` has the columns of USING once, before the others.
  private void merge(Kind kind, Map<Name, Pair> using, Scope right) throws SnowflakeException {
    List<Field> star = new ArrayList<>();
    for (Map.Entry<Name, Pair> entry : using.entrySet()) {
      star.add(new Field(entry.getKey(), merged(kind, entry.getValue())));
    }
    for (Scope side : List.of(group, right)) {
      for (Field field : side.star()) {
        if (!using.containsKey(field.name())) {
          star.add(field);
        }
      }
    }
    group.addAll(right);
    group.star().clear();
    group.star().addAll(star);
  }

  private Typed merged(Kind kind, Pair pair) throws SnowflakeException {
    var left = pair.left().value();
    var right = pair.right().value();
    return switch (kind) {
      case RIGHT -> right;
      case FULL -> {
        var common = Casts.common(List.of(left.type(), right.type()));
        var ambient = translation.ambient();
        yield Typed.of(
            "coalesce("
                + Casts.coerce(left, common, ambient).sql()
                + ", "
                + Casts.coerce(right, common, ambient).sql()
                + ")",
            common,
            left.nullable() && right.nullable());
      }
      default -> left;
    };
  }

  /// A table function is joined to all rows before it.
  private static void requireAlways(Join join, Kind kind) throws SnowflakeException {
    boolean always = join.getUsingColumns().isEmpty() && !join.isNatural();
    for (Expression condition : join.getOnExpressions()) {
      always &= condition instanceof BooleanValue truth && truth.getValue();
    }
    if (!always || kind == Kind.RIGHT || kind == Kind.FULL) {
      throw Errors.notSupported("a join of a table function with a condition");
    }
  }

  /// Everything before a table function becomes a SELECT that computes the function's rows, too: so
  /// they keep their order, and each row before it is seen once.
  private void unnest(Froms.Placement.Unnested unnested, boolean keep) throws SnowflakeException {
    var all = new ArrayList<>(finished);
    if (!current.isEmpty()) {
      all.add(current);
    }
    before.addAll(group);
    Map<String, String> physical = new LinkedHashMap<>();
    before.sources().forEach(source -> source.fields().forEach(field -> number(field, physical)));
    before.star().forEach(field -> number(field, physical));
    List<String> items = new ArrayList<>();
    physical.forEach((sql, name) -> items.add(sql + " AS " + name));
    items.add("row_number() OVER () AS s");
    var rows = unnested.rows();
    items.add("unnest(" + rows.list().sql(keep) + ") AS r");
    var alias = translation.shared().alias();
    var sql = "(SELECT " + String.join(", ", items);
    sql += all.isEmpty() ? "" : " FROM " + String.join(", ", all);
    current = sql + ") AS " + alias;
    before
        .sources()
        .forEach(source -> source.fields().forEach(field -> move(field, physical, alias)));
    before.star().forEach(field -> move(field, physical, alias));
    var source = Source.of(unnested.alias(), rows.fields(alias));
    if (unnested.alias().isPresent()) {
      source = froms.renamed(source, unnested.alias().get(), unnested.columns());
    }
    finished.clear();
    group = before;
    group.add(source);
    before = new Scope(outer, ctes);
  }

  private static void number(Field field, Map<String, String> physical) {
    physical.putIfAbsent(field.value().sql(), "f" + (physical.size() + 1));
  }

  private static void move(Field field, Map<String, String> physical, String alias) {
    // A field of a source may stand in the star, too, and has moved already then.
    var name = physical.get(field.value().sql());
    if (name != null) {
      field.replace(alias + "." + name);
    }
  }
}
