package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sf.jsqlparser.expression.Expression;

/// What names mean in one SELECT, and what was seen while its expressions were translated.
final class Scope {
  /// Which clause is being translated: not everything may stand in each.
  enum Clause {
    FROM,
    WHERE,
    GROUP_BY,
    HAVING,
    SELECT,
    QUALIFY,
    ORDER_BY
  }

  private final Optional<Scope> outer;
  private final Ctes ctes;
  private final List<Source> sources = new ArrayList<>();
  private final List<Field> star = new ArrayList<>();
  private final Map<Name, Alias> aliases = new LinkedHashMap<>();
  private final Map<String, Typed> keys = new HashMap<>();
  private List<Free> free = new ArrayList<>();
  private Clause clause = Clause.FROM;
  private int aggregates;
  private int windows;
  private int volatiles;
  private boolean insideAggregate;
  private boolean insideWindow;

  /// @param outer the scope whose columns a correlated query may use
  Scope(Optional<Scope> outer, Ctes ctes) {
    this.outer = outer;
    this.ctes = ctes;
  }

  /// A column that was read outside of every aggregate.
  ///
  /// @param written how an error names it
  record Free(String written) {}

  /// A name that the SELECT list gives to an expression.
  static final class Alias {
    private final Expression expression;
    private boolean resolving;

    Alias(Expression expression) {
      this.expression = expression;
    }

    Expression expression() {
      return expression;
    }

    boolean resolving() {
      return resolving;
    }

    void resolving(boolean now) {
      resolving = now;
    }
  }

  Optional<Scope> outer() {
    return outer;
  }

  Ctes ctes() {
    return ctes;
  }

  List<Source> sources() {
    return sources;
  }

  /// The columns of `*`, which are those that names without qualifier mean.
  List<Field> star() {
    return star;
  }

  void add(Source source) {
    sources.add(source);
    star.addAll(source.fields());
  }

  /// Takes over what another scope has in FROM.
  void addAll(Scope other) {
    sources.addAll(other.sources);
    star.addAll(other.star);
  }

  Map<Name, Alias> aliases() {
    return aliases;
  }

  /// The keys of GROUP BY: from their SQL to what stands for them in the SELECT list.
  Map<String, Typed> keys() {
    return keys;
  }

  Clause clause() {
    return clause;
  }

  void clause(Clause now) {
    clause = now;
  }

  int free() {
    return free.size();
  }

  void read(String written) {
    if (!insideAggregate) {
      free.add(new Free(written));
    }
  }

  /// Forgets the columns that were read since there were only so many.
  void covered(int mark) {
    free.subList(mark, free.size()).clear();
  }

  Optional<Free> firstFree() {
    return free.isEmpty() ? Optional.empty() : Optional.of(free.getFirst());
  }

  int aggregates() {
    return aggregates;
  }

  int windows() {
    return windows;
  }

  int volatiles() {
    return volatiles;
  }

  void sawAggregate() {
    aggregates++;
  }

  void sawWindow() {
    windows++;
  }

  /// Something was seen that gives another value each time it is computed.
  void sawVolatile() {
    volatiles++;
  }

  boolean insideAggregate() {
    return insideAggregate;
  }

  void insideAggregate(boolean now) {
    insideAggregate = now;
  }

  boolean insideWindow() {
    return insideWindow;
  }

  void insideWindow(boolean now) {
    insideWindow = now;
  }

  /// Forgets what was seen, to translate once more.
  void forget() {
    free = new ArrayList<>();
    aggregates = 0;
    windows = 0;
    volatiles = 0;
  }
}
