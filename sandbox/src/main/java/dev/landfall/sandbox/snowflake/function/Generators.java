package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.define;
import static dev.landfall.sandbox.snowflake.function.Definition.refused;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.DOUBLE;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.LONG;
import static dev.landfall.sandbox.snowflake.function.Kernel.Kind.TEXT;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Random and consecutive numbers (Snowflake, "Data generation functions").
final class Generators {
  private static final AtomicLong CALLS = new AtomicLong();
  private static final int KEEP = 10_000;

  /// How far each call of a statement has counted; the oldest are forgotten.
  private static final Map<Long, AtomicLong> COUNTERS =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, AtomicLong> eldest) {
          return size() > KEEP;
        }
      };

  private static final Kernel RANDOM =
      Kernel.of("sf_next_random", LONG, a -> ThreadLocalRandom.current().nextLong()).restless();
  private static final Kernel SEEDED =
      Kernel.of("sf_next_seeded", LONG, a -> mix(a.number(1) + 31 * next(a.number(0))), LONG, LONG)
          .restless();
  private static final Kernel SEQUENCE =
      Kernel.of("sf_next_number", LONG, a -> next(a.number(0)), LONG).restless();
  private static final Kernel UNIFORM =
      Kernel.of(
          "sf_uniform",
          LONG,
          a -> {
            if (a.number(0) > a.number(1)) {
              throw new SnowflakeException(
                  "100050", "22023", "Invalid parameter value: UNIFORM's bounds are reversed");
            }
            long width = a.number(1) - a.number(0) + 1;
            long bits = mix(a.number(2));
            return width <= 0 ? bits : a.number(0) + Long.remainderUnsigned(bits, width);
          },
          LONG,
          LONG,
          LONG);
  private static final Kernel UNIFORM_FLOAT =
      Kernel.of(
          "sf_uniform_float",
          DOUBLE,
          a -> a.real(0) + (a.real(1) - a.real(0)) * unit(mix(a.number(2))),
          DOUBLE,
          DOUBLE,
          LONG);
  private static final Kernel NORMAL =
      Kernel.of(
          "sf_normal",
          DOUBLE,
          a -> {
            double radius = Math.sqrt(-2 * Math.log(1 - unit(mix(a.number(2)))));
            double angle = 2 * Math.PI * unit(mix(~a.number(2)));
            return a.real(0) + a.real(1) * radius * Math.cos(angle);
          },
          DOUBLE,
          DOUBLE,
          LONG);
  private static final Kernel RANDSTR =
      Kernel.of("sf_randstr", TEXT, a -> letters(a.number(0), a.number(1)), LONG, LONG);

  static final List<Kernel> KERNELS =
      List.of(RANDOM, SEEDED, SEQUENCE, UNIFORM, UNIFORM_FLOAT, NORMAL, RANDSTR);

  static final List<Definition> ALL =
      List.of(
          define("RANDOM", 0, 1, Generators::random),
          define("UNIFORM", 3, 3, Generators::uniform),
          define(
              "NORMAL",
              3,
              3,
              c -> c.result(NORMAL.call(c.real(0), c.real(1), c.integer(2)), Types.FLOAT)),
          define(
              "RANDSTR", 2, 2, c -> c.result(RANDSTR.call(c.integer(0), c.integer(1)), Text.MAX)),
          define("SEQ1", 0, 1, c -> sequence(c, 7, 3)),
          define("SEQ2", 0, 1, c -> sequence(c, 15, 5)),
          define("SEQ4", 0, 1, c -> sequence(c, 31, 10)),
          define("SEQ8", 0, 1, c -> sequence(c, 63, 19)),
          refused("ZIPF", "a distribution of which the sandbox does not know the numbers"));

  private Generators() {}

  private static long next(long call) {
    synchronized (COUNTERS) {
      return COUNTERS.computeIfAbsent(call, c -> new AtomicLong()).getAndIncrement();
    }
  }

  /// SplitMix64's finalizer.
  private static long mix(long seed) {
    long z = seed + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /// @return at least 0, less than 1
  private static double unit(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  private static String letters(long length, long seed) {
    var alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    var result = new StringBuilder();
    long state = mix(seed);
    for (long i = 0; i < Math.min(length, DataType.MAX_TEXT); i++) {
      state = mix(state);
      result.append(alphabet.charAt((int) Long.remainderUnsigned(state, alphabet.length())));
    }
    return result.toString();
  }

  private static Typed random(Call call) throws SnowflakeException {
    var type = new Fixed(19, 0);
    if (call.size() == 0) {
      return Typed.of("CAST(" + RANDOM.call() + " AS DECIMAL(19,0))", type, false);
    }
    var number = call.constant(0);
    var seed = new BigDecimal(number).longValue();
    return Typed.of(
        "CAST("
            + SEEDED.call(Long.toString(CALLS.incrementAndGet()), Long.toString(mix(seed)))
            + " AS DECIMAL(19,0))",
        type,
        false);
  }

  private static Typed uniform(Call call) throws SnowflakeException {
    call.constant(0);
    call.constant(1);
    var generator = call.integer(2);
    if (call.type(0) instanceof Fixed a && call.type(1) instanceof Fixed b) {
      int scale = Math.max(a.scale(), b.scale());
      int leading = Math.max(2, Math.max(Types.leading(a), Types.leading(b)));
      var type = Types.fixed(leading, scale);
      var low = unscaled(call, 0, scale);
      var high = unscaled(call, 1, scale);
      var drawn = UNIFORM.call(low, high, generator);
      var sql =
          "CAST(CAST("
              + drawn
              + " AS DECIMAL(38,0)) / 1"
              + "0".repeat(scale)
              + " AS "
              + Physical.type(type)
              + ")";
      return call.result(
          scale == 0 ? "CAST(" + drawn + " AS " + Physical.type(type) + ")" : sql, type);
    }
    return call.result(UNIFORM_FLOAT.call(call.real(0), call.real(1), generator), Types.FLOAT);
  }

  private static String unscaled(Call call, int index, int scale) throws SnowflakeException {
    return new BigDecimal(call.constant(index)).movePointRight(scale).toBigInteger().toString();
  }

  /// Rows are numbered from 0 in the order in which they are computed.
  private static Typed sequence(Call call, int bits, int precision) throws SnowflakeException {
    boolean signed = false;
    if (call.has(0)) {
      signed =
          switch (call.constant(0)) {
            case "0" -> false;
            case "1" -> true;
            default ->
                throw new SnowflakeException(
                    "100050",
                    "22023",
                    "Invalid parameter value: "
                        + call.constant(0)
                        + ". Reason: sign must be 0 or 1");
          };
    }
    var number = SEQUENCE.call(Long.toString(CALLS.incrementAndGet()));
    if (bits < 63) {
      long range = 1L << bits;
      number =
          signed
              ? "((" + number + " + " + range + ") % " + 2 * range + " - " + range + ")"
              : "(" + number + " % " + range + ")";
    }
    return Typed.of(
        "CAST(" + number + " AS DECIMAL(" + precision + ",0))", new Fixed(precision, 0), false);
  }
}
