package dev.landfall.sandbox.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random scripts against a model of what they do: arithmetic, branches, loops, exceptions and
/// their handlers, nested blocks. Half of them are bodies of procedures.
class RandomScriptTest {
  private static final int SCRIPTS = 120;
  private static final int DEEPEST = 3;
  private static final String[] NAMES = {"a", "b", "c"};
  private static final BigInteger MODULUS = BigInteger.valueOf(10_007);

  /// A statement: its text, and what it does to the variables.
  private interface Step {
    String text();

    void run(State state) throws Thrown;
  }

  private interface Value {
    String text();

    BigInteger of(State state) throws Thrown;
  }

  private interface Condition {
    String text();

    boolean of(State state) throws Thrown;
  }

  private static final class State {
    private final BigInteger[] values;
    private BigInteger counter = BigInteger.ZERO;

    State(long... initial) {
      values = new BigInteger[initial.length];
      for (var i = 0; i < initial.length; i++) {
        values[i] = BigInteger.valueOf(initial[i]);
      }
    }
  }

  /// What leaves a statement before its end.
  private static final class Thrown extends Exception {
    private static final long serialVersionUID = 1L;

    enum Kind {
      BREAK,
      CONTINUE,
      MINE,
      DIVISION
    }

    private final Kind kind;

    Thrown(Kind kind) {
      super(kind.name());
      this.kind = kind;
    }
  }

  private final Random random = new Random(20_241_124);

  private record Text(String text, Running running) implements Step {
    interface Running {
      void run(State state) throws Thrown;
    }

    @Override
    public void run(State state) throws Thrown {
      running.run(state);
    }
  }

  private record Term(String text, Computing computing) implements Value {
    interface Computing {
      BigInteger of(State state) throws Thrown;
    }

    @Override
    public BigInteger of(State state) throws Thrown {
      return computing.of(state);
    }
  }

  private record Check(String text, Testing testing) implements Condition {
    interface Testing {
      boolean of(State state) throws Thrown;
    }

    @Override
    public boolean of(State state) throws Thrown {
      return testing.of(state);
    }
  }

  private Value value(int depth) {
    return switch (random.nextInt(depth > 2 ? 2 : 5)) {
      case 0 -> {
        var n = random.nextInt(-9, 10);
        yield new Term(n < 0 ? "(" + n + ")" : "" + n, s -> BigInteger.valueOf(n));
      }
      case 1 -> {
        var i = random.nextInt(NAMES.length);
        yield new Term(NAMES[i], s -> s.values[i]);
      }
      case 2 -> {
        var l = value(depth + 1);
        var r = value(depth + 1);
        yield new Term("(" + l.text() + " + " + r.text() + ")", s -> l.of(s).add(r.of(s)));
      }
      case 3 -> {
        var l = value(depth + 1);
        var r = value(depth + 1);
        yield new Term("(" + l.text() + " - " + r.text() + ")", s -> l.of(s).subtract(r.of(s)));
      }
      default -> {
        var l = value(depth + 1);
        var n = random.nextInt(2, 6);
        yield new Term(
            "(" + l.text() + " * " + n + ")", s -> l.of(s).multiply(BigInteger.valueOf(n)));
      }
    };
  }

  private Condition condition() {
    var l = value(1);
    var r = value(1);
    return switch (random.nextInt(3)) {
      case 0 -> new Check(l.text() + " < " + r.text(), s -> l.of(s).compareTo(r.of(s)) < 0);
      case 1 -> new Check(l.text() + " >= " + r.text(), s -> l.of(s).compareTo(r.of(s)) >= 0);
      default ->
          new Check(
              "MOD(" + l.text() + ", 2) = 0", s -> l.of(s).remainder(BigInteger.TWO).signum() == 0);
    };
  }

  private List<Step> steps(int depth, boolean inLoop) {
    var steps = new ArrayList<Step>();
    var count = random.nextInt(1, 4);
    for (var i = 0; i < count; i++) {
      steps.add(step(depth, inLoop));
    }
    return steps;
  }

  private static String text(List<Step> steps) {
    var text = new StringBuilder();
    steps.forEach(step -> text.append(step.text()).append('\n'));
    return text.toString();
  }

  private static void all(List<Step> steps, State state) throws Thrown {
    for (var step : steps) {
      step.run(state);
    }
  }

  private Step step(int depth, boolean inLoop) {
    var kind = random.nextInt(depth >= DEEPEST ? 5 : 11);
    return switch (kind) {
      case 0, 1, 2 -> assignment();
      case 3 -> raising();
      case 4 -> inLoop ? leaving() : assignment();
      case 5, 6 -> branches(depth, inLoop);
      case 7 -> counted(depth);
      case 8 -> repeated(depth);
      case 9 -> choice(depth, inLoop);
      default -> handled(depth, inLoop);
    };
  }

  private Step assignment() {
    var i = random.nextInt(NAMES.length);
    var value = value(0);
    return new Text(
        NAMES[i] + " := MOD(" + value.text() + ", " + MODULUS + ");",
        s -> s.values[i] = value.of(s).remainder(MODULUS));
  }

  private Step raising() {
    var condition = condition();
    var division = random.nextBoolean();
    return new Text(
        "IF ("
            + condition.text()
            + ") THEN "
            + (division ? "a := 1 / 0;" : "RAISE mine;")
            + " END IF;",
        s -> {
          if (condition.of(s)) {
            throw new Thrown(division ? Thrown.Kind.DIVISION : Thrown.Kind.MINE);
          }
        });
  }

  private Step leaving() {
    var condition = condition();
    var last = random.nextBoolean();
    return new Text(
        "IF (" + condition.text() + ") THEN " + (last ? "BREAK;" : "CONTINUE;") + " END IF;",
        s -> {
          if (condition.of(s)) {
            throw new Thrown(last ? Thrown.Kind.BREAK : Thrown.Kind.CONTINUE);
          }
        });
  }

  private Step branches(int depth, boolean inLoop) {
    var first = condition();
    var second = condition();
    var then = steps(depth + 1, inLoop);
    var otherwise = steps(depth + 1, inLoop);
    var last = steps(depth + 1, inLoop);
    return new Text(
        "IF ("
            + first.text()
            + ") THEN\n"
            + text(then)
            + "ELSEIF ("
            + second.text()
            + ") THEN\n"
            + text(otherwise)
            + "ELSE\n"
            + text(last)
            + "END IF;",
        s -> all(first.of(s) ? then : second.of(s) ? otherwise : last, s));
  }

  private Step choice(int depth, boolean inLoop) {
    var subject = value(1);
    var then = steps(depth + 1, inLoop);
    var otherwise = steps(depth + 1, inLoop);
    return new Text(
        "CASE (MOD("
            + subject.text()
            + ", 3)) WHEN 0 THEN\n"
            + text(then)
            + "ELSE\n"
            + text(otherwise)
            + "END CASE;",
        s ->
            all(
                subject.of(s).remainder(BigInteger.valueOf(3)).signum() == 0 ? then : otherwise,
                s));
  }

  private Step counted(int depth) {
    var body = steps(depth + 1, true);
    var to = random.nextInt(0, 5);
    var reverse = random.nextBoolean();
    return new Text(
        "FOR i IN "
            + (reverse ? "REVERSE " : "")
            + "1 TO "
            + to
            + " DO\na := a + i;\n"
            + text(body)
            + "END FOR;",
        s -> {
          for (var turn = 1; turn <= to; turn++) {
            s.values[0] = s.values[0].add(BigInteger.valueOf(reverse ? to + 1 - turn : turn));
            if (!again(body, s)) {
              return;
            }
          }
        });
  }

  /// Whether a loop goes on after a turn.
  private static boolean again(List<Step> body, State state) throws Thrown {
    try {
      all(body, state);
      return true;
    } catch (Thrown e) {
      return switch (e.kind) {
        case BREAK -> false;
        case CONTINUE -> true;
        case MINE, DIVISION -> throw e;
      };
    }
  }

  /// WHILE, REPEAT or LOOP with a counter that ends it.
  private Step repeated(int depth) {
    var body = steps(depth + 1, true);
    var turns = random.nextInt(1, 5);
    var kind = random.nextInt(3);
    var counted = "n := n + 1;\n";
    var text =
        switch (kind) {
          case 0 -> "WHILE (n < " + turns + ") DO\n" + counted + text(body) + "END WHILE;";
          case 1 -> "REPEAT\n" + counted + text(body) + "UNTIL (n >= " + turns + ") END REPEAT;";
          default ->
              "LOOP\nIF (n >= "
                  + turns
                  + ") THEN BREAK; END IF;\n"
                  + counted
                  + text(body)
                  + "END LOOP;";
        };
    return new Text(
        text,
        s -> {
          var limit = BigInteger.valueOf(turns);
          var first = kind == 1;
          while (first || s.counter.compareTo(limit) < 0) {
            first = false;
            s.counter = s.counter.add(BigInteger.ONE);
            if (!again(body, s)) {
              return;
            }
          }
        });
  }

  private Step handled(int depth, boolean inLoop) {
    var body = steps(depth + 1, inLoop);
    var handler = steps(depth + 1, inLoop);
    var kind = random.nextInt(3);
    var name = List.of("mine", "EXPRESSION_ERROR", "OTHER").get(kind);
    return new Text(
        "BEGIN\n" + text(body) + "EXCEPTION WHEN " + name + " THEN\n" + text(handler) + "END;",
        s -> {
          try {
            all(body, s);
          } catch (Thrown e) {
            var takes =
                switch (e.kind) {
                  case MINE -> kind != 1;
                  case DIVISION -> kind != 0;
                  case BREAK, CONTINUE -> false;
                };
            if (!takes) {
              throw e;
            }
            all(handler, s);
          }
        });
  }

  private static String expected(List<Step> steps, long... initial) {
    var state = new State(initial);
    String end;
    try {
      all(steps, state);
      end = "done";
    } catch (Thrown e) {
      end = e.kind.name();
    }
    return end + " " + state.values[0] + " " + state.values[1] + " " + state.values[2];
  }

  @Test
  void scripts_do_what_the_model_does() throws Exception {
    try (var server = SnowflakeServer.start(SnowflakeServer.Options.defaults());
        var session = Client.of(server)) {
      session.run("CREATE DATABASE D");
      for (var i = 0; i < SCRIPTS; i++) {
        var steps = steps(0, false);
        var block =
            "DECLARE n INT DEFAULT 0; mine EXCEPTION (-20001, 'mine'); BEGIN\n"
                + text(steps)
                + "RETURN 'done ' || a || ' ' || b || ' ' || c;\n"
                + "EXCEPTION WHEN mine THEN RETURN 'MINE ' || a || ' ' || b || ' ' || c;\n"
                + "WHEN EXPRESSION_ERROR THEN RETURN 'DIVISION ' || a || ' ' || b || ' ' || c;\n"
                + "END";
        var actual = run(session, block, i % 2 == 0);
        assertThat(actual).as(block).isEqualTo(expected(steps, 3, -4, 5));
      }
    }
  }

  private static String run(Client session, String block, boolean anonymous) {
    try {
      if (anonymous) {
        return session.one(
            block.replaceFirst(
                "DECLARE", "DECLARE a INT DEFAULT 3; b INT DEFAULT -4; c INT DEFAULT 5;"));
      }
      session.run(
          "CREATE OR REPLACE PROCEDURE P(a INT, b INT, c INT) RETURNS VARCHAR AS $$"
              + block
              + "$$");
      return session.one("CALL P(3, -4, 5)");
    } catch (SQLException e) {
      throw new AssertionError(block, e);
    }
  }
}
