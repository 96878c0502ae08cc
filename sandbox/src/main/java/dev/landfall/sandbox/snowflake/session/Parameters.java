package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The parameters of one session: those that were set, over the defaults. Guarded by its session's
/// lock.
public final class Parameters {
  private final Map<String, String> set = new HashMap<>();

  /// What the account and the user give every session.
  private final Map<String, Inherited> inherited = new HashMap<>();

  private record Inherited(String value, String level) {}

  /// A parameter as clients are told it: in the type that JSON has for it.
  public sealed interface Value {
    String name();

    record Flag(String name, boolean value) implements Value {}

    record Count(String name, long value) implements Value {}

    record Text(String name, String value) implements Value {}
  }

  /// A parameter as `SHOW PARAMETERS` lists it.
  ///
  /// @param level who set it: `SESSION`, `USER`, `ACCOUNT` or nobody
  record Listed(Parameter parameter, String value, String level) {}

  /// The value in force.
  ///
  /// @return empty when there is no such parameter
  Optional<String> get(String name) {
    var upper = name.toUpperCase(Locale.ROOT);
    return ParameterTable.find(upper).map(this::value);
  }

  private String value(Parameter parameter) {
    var own = set.get(parameter.name());
    if (own != null) {
      return own;
    }
    var given = inherited.get(parameter.name());
    return given == null ? parameter.initial() : given.value();
  }

  private String level(Parameter parameter) {
    if (set.containsKey(parameter.name())) {
      return "SESSION";
    }
    var given = inherited.get(parameter.name());
    return given == null ? "" : given.level();
  }

  /// What the account or the user sets for every session: names that are no session parameters are
  /// left out.
  ///
  /// @param level `ACCOUNT` or `USER`
  void inherit(String name, String value, String level) throws SnowflakeException {
    var parameter = ParameterTable.find(name.toUpperCase(Locale.ROOT));
    if (parameter.isPresent()) {
      inherited.put(
          parameter.get().name(), new Inherited(parameter.get().normalized(value), level));
    }
  }

  boolean flag(String name) {
    return get(name).map("true"::equals).orElse(false);
  }

  long number(String name) {
    return get(name).map(Long::parseLong).orElse(0L);
  }

  /// @throws SnowflakeException when there is no such parameter, or it may not have this value
  void set(String name, String value) throws SnowflakeException {
    var upper = name.toUpperCase(Locale.ROOT);
    set.put(upper, known(upper).normalized(value));
  }

  /// Back to the default.
  void unset(String name) throws SnowflakeException {
    var upper = name.toUpperCase(Locale.ROOT);
    known(upper);
    set.remove(upper);
  }

  /// What a client asks for at login: names the server does not know concern only the client.
  void setByClient(String name, String value) throws SnowflakeException {
    var upper = name.toUpperCase(Locale.ROOT);
    var parameter = ParameterTable.find(upper);
    if (parameter.isPresent()) {
      set.put(upper, parameter.get().normalized(value));
    }
  }

  /// Values for one statement only.
  Parameters with(Map<String, String> values) throws SnowflakeException {
    if (values.isEmpty()) {
      return this;
    }
    var copy = new Parameters();
    copy.set.putAll(set);
    copy.inherited.putAll(inherited);
    for (var entry : values.entrySet()) {
      copy.setByClient(entry.getKey(), entry.getValue());
    }
    return copy;
  }

  /// All that clients are told.
  List<Value> forClients() {
    var values = new ArrayList<Value>(ParameterTable.TOLD.size());
    for (var parameter : ParameterTable.TOLD) {
      var value = value(parameter);
      values.add(
          switch (parameter.type()) {
            case BOOLEAN -> new Value.Flag(parameter.name(), value.equals("true"));
            case NUMBER -> new Value.Count(parameter.name(), Long.parseLong(value));
            case STRING -> new Value.Text(parameter.name(), value);
          });
    }
    return values;
  }

  List<Listed> listed() {
    return ParameterTable.ALL.stream().map(p -> new Listed(p, value(p), level(p))).toList();
  }

  private static Parameter known(String upper) throws SnowflakeException {
    return ParameterTable.find(upper)
        .orElseThrow(() ->
            new SnowflakeException(
                "001008", "22023", "SQL compilation error:\ninvalid parameter '" + upper + "'"));
  }
}
