package dev.landfall.sandbox.snowflake.query;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayDeque;
import java.util.Deque;

/// What the translation of a statement shares with those of the views, functions and policies that
/// it uses: names that are used once, and a guard against bodies that use themselves.
final class Shared {
  /// How deep views and functions may use each other.
  private static final int MAX_BODIES = 50;

  /// How long an expression may become that is substituted again and again.
  private static final int MAX_SQL = 64_000_000;

  /// How often aliases may stand for their expressions: those that use each other twice double.
  private static final int MAX_EXPANSIONS = 20_000;

  private final Deque<String> bodies = new ArrayDeque<>();
  private int aliases;
  private int expansions;

  /// A name that nothing else in the statement has.
  String alias() {
    aliases++;
    return "t" + aliases;
  }

  /// Begins the translation of a body.
  ///
  /// @param body what it is the body of
  /// @throws SnowflakeException when it is being translated already
  void enter(String body) throws SnowflakeException {
    if (bodies.contains(body)) {
      throw new SnowflakeException(
          "002037",
          "42601",
          "SQL compilation error:\nFailure during expansion of " + body + ": it refers to itself.");
    }
    if (bodies.size() >= MAX_BODIES) {
      throw Errors.notSupported("more than " + MAX_BODIES + " views and functions in each other");
    }
    bodies.push(body);
  }

  void leave() {
    bodies.pop();
  }

  /// An alias is about to be replaced by its expression.
  void expand() throws SnowflakeException {
    expansions++;
    if (expansions > MAX_EXPANSIONS) {
      throw Errors.notSupported("aliases that are used this often by each other");
    }
  }

  /// @throws SnowflakeException when an expression has grown beyond all measure, as aliases and
  ///   functions can make it that use each other twice
  static String bounded(String sql) throws SnowflakeException {
    if (sql.length() > MAX_SQL) {
      throw Errors.notSupported("an expression that grows this much when it is expanded");
    }
    return sql;
  }
}
