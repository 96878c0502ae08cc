package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Name;

/// Values for binds and variables that nobody knows yet, good enough to check the form of the
/// statement they stand in.
record MadeUp(Surroundings known) implements Surroundings {
  private static final String VALUE = "X";

  @Override
  public DataType.Timestamp.Zone timestampMapping() {
    return known.timestampMapping();
  }

  @Override
  public String variable(Name name) {
    return VALUE;
  }

  @Override
  public String bind(int index) {
    return VALUE;
  }

  @Override
  public String bind(Name name) {
    return VALUE;
  }
}
