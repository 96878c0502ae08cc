package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.function.Ambient;
import dev.landfall.sandbox.snowflake.function.Literals;
import dev.landfall.sandbox.snowflake.function.Typed;
import dev.landfall.sandbox.snowflake.model.DataType.Timestamp.Zone;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.parser.ASTNodeAccess;
import net.sf.jsqlparser.statement.Statement;

/// The translation of one text: a statement, or the body of a view, function or policy. Its parts
/// know each other through it. Serves one thread, once.
final class Translation {
  private final QueryText text;
  private final Relations relations;
  private final Ambient ambient;
  private final List<Binds> allBinds;
  private Binds binds;
  private final Map<Name, Typed> names;
  private final Shared shared;
  private final Zone mapping;
  private final Placeholders placeholders;
  private final Expressions expressions;
  private final Calls calls;
  private final Selects selects;
  private final Froms froms;
  private final Bodies bodies;
  private final RowValues rowValues;

  /// The tree that is being translated, for the way back to the text.
  private Optional<Parsed<?>> current = Optional.empty();

  /// @param binds at least one
  /// @param names what names without a qualifier mean that are no columns
  Translation(
      String text,
      Relations relations,
      Ambient ambient,
      List<Binds> binds,
      Map<Name, Typed> names,
      Shared shared)
      throws SnowflakeException {
    this.text = QueryText.of(text);
    this.relations = relations;
    this.ambient = ambient;
    this.allBinds = List.copyOf(binds);
    this.binds = binds.getFirst();
    this.names = Map.copyOf(names);
    this.shared = shared;
    this.mapping = Literals.timestampMapping(ambient);
    this.placeholders = new Placeholders(this);
    this.expressions = new Expressions(this);
    this.calls = new Calls(this);
    this.selects = new Selects(this);
    this.froms = new Froms(this);
    this.bodies = new Bodies(this);
    this.rowValues = new RowValues(this);
  }

  QueryText text() {
    return text;
  }

  Relations relations() {
    return relations;
  }

  Ambient ambient() {
    return ambient;
  }

  Binds binds() {
    return binds;
  }

  /// All sets of binds, when an INSERT … VALUES is run for each of them.
  List<Binds> allBinds() {
    return allBinds;
  }

  /// From now on placeholders mean these.
  void use(Binds one) {
    binds = one;
  }

  Map<Name, Typed> names() {
    return names;
  }

  Shared shared() {
    return shared;
  }

  Placeholders placeholders() {
    return placeholders;
  }

  Expressions expressions() {
    return expressions;
  }

  Calls calls() {
    return calls;
  }

  Selects selects() {
    return selects;
  }

  Froms froms() {
    return froms;
  }

  Bodies bodies() {
    return bodies;
  }

  RowValues rowValues() {
    return rowValues;
  }

  /// Something that is done with a tree.
  interface Work<T, R> {
    R with(T tree) throws SnowflakeException;
  }

  /// Parses the whole text as a statement.
  <R> R statement(Work<Statement, R> work) throws SnowflakeException {
    return statement(0, text.size(), work);
  }

  /// Parses tokens as a statement.
  <R> R statement(int from, int to, Work<Statement, R> work) throws SnowflakeException {
    return translate(Parsed.statement(text, from, to, mapping), work);
  }

  /// Parses tokens as an expression.
  <R> R expression(int from, int to, Work<Expression, R> work) throws SnowflakeException {
    return translate(Parsed.expression(text, from, to, mapping), work);
  }

  private <T, R> R translate(Parsed<T> parsed, Work<T, R> work) throws SnowflakeException {
    var before = current;
    current = Optional.of(parsed);
    try {
      return work.with(parsed.tree());
    } finally {
      current = before;
    }
  }

  private Parsed<?> current() {
    return current.orElseThrow();
  }

  /// A node as it was written.
  String written(ASTNodeAccess node) {
    return current().written(node);
  }

  /// The first token of a node.
  int first(ASTNodeAccess node) {
    return current().first(node);
  }

  /// The translation of another text that is part of the same statement.
  ///
  /// @param names what names without a qualifier mean there
  Translation of(String other, Relations seen, Map<Name, Typed> names) throws SnowflakeException {
    return new Translation(other, seen, ambient, List.of(Binds.NONE), names, shared);
  }
}
