package dev.landfall.sandbox.snowflake.function;

import dev.landfall.sandbox.snowflake.function.Kernel.Kind;
import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;

/// An expression that has a type and no value: a query can name it, and fails when it is computed.
public final class Refusal {
  private static final Kernel REFUSE =
      Kernel.variadic(
              "sf_refuse",
              Kind.TEXT,
              arguments -> {
                throw refusal(arguments.text(0));
              },
              Kind.TEXT)
          .restless();

  static final List<Kernel> KERNELS = List.of(REFUSE);

  private Refusal() {}

  private static SnowflakeException refusal(String what) {
    return Errors.notSupported(what);
  }

  /// @param what names what is not supported
  public static Typed of(String what, DataType type) {
    return Typed.of(
        "CAST(" + REFUSE.call(Sql.quote(what)) + " AS " + Physical.type(type) + ")", type, true);
  }
}
