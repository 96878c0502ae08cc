package dev.landfall.engine.blueprint;

import dev.landfall.spi.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Finds the expressions in a part of the blueprint.
final class Expressions {
  private final Consumer<Problem> problems;
  private final List<Found> found = new ArrayList<>();

  private Expressions(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /// An expression and where it stands.
  record Found(Template.Expression expression, Problem.Location where) {}

  /// All that can be read.
  static List<Found> in(Node node) {
    return in(node, _ -> {});
  }

  /// @param problems takes those that cannot be read
  static List<Found> in(Node node, Consumer<Problem> problems) {
    var expressions = new Expressions(problems);
    expressions.collect(node);
    return expressions.found;
  }

  private void collect(Node node) {
    switch (node) {
      case Node.Mapping mapping -> mapping.entries().values().forEach(this::collect);
      case Node.Sequence sequence -> sequence.items().forEach(this::collect);
      case Node.Scalar(String text, var where) when Template.isTemplate(text) -> {
        try {
          for (var expression : Template.parse(text).expressions()) {
            found.add(new Found(expression, inside(where, expression.offset())));
          }
        } catch (Template.SyntaxException e) {
          problems.accept(
              Problem.error(inside(where, e.offset()), "bad expression", e.getMessage()));
        }
      }
      case Node.Scalar scalar -> {}
    }
  }

  /// A place behind the begin of a text.
  static Problem.Location inside(Problem.Location where, int offset) {
    return new Problem.Location(where.file(), where.line(), where.column() + offset);
  }
}
