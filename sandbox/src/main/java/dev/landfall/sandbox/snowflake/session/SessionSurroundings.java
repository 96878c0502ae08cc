package dev.landfall.sandbox.snowflake.session;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.sandbox.snowflake.query.Binds;
import dev.landfall.sandbox.snowflake.session.Request.Bind;
import dev.landfall.sandbox.snowflake.sql.Surroundings;
import java.util.SortedMap;

/// A session as the parser asks about it.
final class SessionSurroundings implements Surroundings {
  private final Session session;
  private final Parameters parameters;
  private final SortedMap<Integer, Bind> binds;
  private final Binds variables;

  SessionSurroundings(Session session, Parameters parameters, SortedMap<Integer, Bind> binds) {
    this(session, parameters, binds, Binds.NONE);
  }

  /// @param variables those of the script that sends the statement
  SessionSurroundings(
      Session session, Parameters parameters, SortedMap<Integer, Bind> binds, Binds variables) {
    this.session = session;
    this.parameters = parameters;
    this.binds = binds;
    this.variables = variables;
  }

  @Override
  public DataType.Timestamp.Zone timestampMapping() {
    return switch (parameters.get("TIMESTAMP_TYPE_MAPPING").orElse("")) {
      case "TIMESTAMP_LTZ" -> DataType.Timestamp.Zone.LTZ;
      case "TIMESTAMP_TZ" -> DataType.Timestamp.Zone.TZ;
      default -> DataType.Timestamp.Zone.NTZ;
    };
  }

  @Override
  public String variable(Name name) throws SnowflakeException {
    OwnersRights.requireNone(session, name);
    var variable = session.variables().get(name);
    if (variable == null) {
      return Surroundings.super.variable(name);
    }
    return variable
        .constant()
        .orElseThrow(() -> Errors.notSupported("the variable $" + name.value() + " in this place"));
  }

  @Override
  public String bind(int index) throws SnowflakeException {
    var bind = binds.get(index);
    if (bind == null) {
      return Surroundings.super.bind(index);
    }
    var value = bind.values().isEmpty() ? null : bind.values().getFirst();
    if (value == null || bind.values().size() != 1) {
      throw Errors.notSupported("NULL or an array bound in this place");
    }
    return value;
  }

  @Override
  public String bind(Name name) throws SnowflakeException {
    var value = variables.name(name);
    return value.isPresent()
        ? value.get().constant().orElseThrow(() -> Errors.notSupported("NULL bound in this place"))
        : Surroundings.super.bind(name);
  }
}
