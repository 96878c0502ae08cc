package dev.landfall.sandbox.snowflake.function;

import static dev.landfall.sandbox.snowflake.function.Definition.define;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.DataType.Fixed;
import dev.landfall.sandbox.snowflake.model.DataType.Text;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a statement asks about its session (Snowflake, "Context functions").
final class ContextFunctions {
  static final List<Definition> ALL =
      List.of(
          text("CURRENT_ACCOUNT CURRENT_ACCOUNT_NAME", ambient -> Optional.of(ambient.account())),
          text("CURRENT_DATABASE", Ambient::database),
          define("CURRENT_DATE", 0, 0, call -> today(call.ambient())),
          text("CURRENT_REGION", ambient -> Optional.of(ambient.region())),
          text("CURRENT_ROLE", Ambient::role),
          text("CURRENT_ROLE_TYPE", ambient -> ambient.role().map(role -> "ROLE")),
          text("CURRENT_IP_ADDRESS", ambient -> Optional.of("127.0.0.1")),
          define("GETVARIABLE", 1, 1, ContextFunctions::variable),
          define("SYSTEM$TYPEOF", 1, 1, ContextFunctions::type),
          text("CURRENT_SCHEMA", Ambient::schema),
          text("CURRENT_SESSION", ambient -> Optional.of(Long.toString(ambient.sessionId()))),
          define("CURRENT_TIME LOCALTIME", 0, 1, call -> time(call.ambient())),
          define(
              "CURRENT_TIMESTAMP GETDATE LOCALTIMESTAMP SYSTIMESTAMP",
              0,
              1,
              call -> now(call.ambient())),
          define("SYSDATE", 0, 0, call -> utc(call.ambient())),
          text("CURRENT_USER", ambient -> Optional.of(ambient.user())),
          text("CURRENT_WAREHOUSE", Ambient::warehouse),
          define(
              "LAST_QUERY_ID",
              0,
              1,
              call -> {
                var back = call.has(0) ? Integer.parseInt(call.constant(0)) : -1;
                return value(call.ambient().earlierQueryId(-back));
              }));

  private ContextFunctions() {}

  private static Typed today(Ambient ambient) {
    var date = LocalDate.ofInstant(ambient.now(), ambient.zone());
    return Typed.of("DATE '" + date + "'", Types.DATE, false);
  }

  private static Typed time(Ambient ambient) {
    var time = LocalTime.ofInstant(ambient.now(), ambient.zone()).truncatedTo(ChronoUnit.MICROS);
    return Typed.of("TIME '" + time + "'", Types.TIME, false);
  }

  private static Typed now(Ambient ambient) {
    return Typed.of("make_timestamptz(" + micros(ambient) + ")", Types.LTZ, false);
  }

  private static Typed utc(Ambient ambient) {
    return Typed.of("make_timestamp(" + micros(ambient) + ")", Types.NTZ, false);
  }

  private static long micros(Ambient ambient) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, ambient.now());
  }

  private static Definition text(String name, Function<Ambient, Optional<String>> value) {
    return define(name, 0, 0, call -> value(value.apply(call.ambient())));
  }

  /// A session variable by its name, which is compared as it is written.
  private static Typed variable(Call call) throws SnowflakeException {
    var value = call.ambient().variable(call.constant(0));
    return value.isPresent()
        ? Casts.cast(value.get(), Text.MAX, call.ambient())
        : value(Optional.empty());
  }

  /// The type of an expression and the machine type that its values have.
  private static Typed type(Call call) {
    var type = call.type(0);
    var machine =
        switch (type) {
          case Fixed fixed -> TextCasts.machineType(fixed.precision());
          case DataType.Float64() -> "DOUBLE";
          case DataType.Bool() -> "SB1";
          case DataType.Date() -> "SB4";
          case DataType.Time time -> "SB8";
          case DataType.Timestamp timestamp -> "SB16";
          case Text _,
              DataType.Binary _,
              DataType.Variant(),
              DataType.Obj(),
              DataType.Array(),
              DataType.Null() ->
              "LOB";
        };
    return value(Optional.of(Types.named(type) + "[" + machine + "]"));
  }

  private static Typed value(Optional<String> value) {
    return value.isPresent()
        ? new Typed(Sql.quote(value.get()), Text.MAX, false, value)
        : Typed.of("CAST(NULL AS VARCHAR)", Text.MAX, true);
  }

  /// The type of counters.
  static final Fixed COUNT = new Fixed(18, 0);
}
