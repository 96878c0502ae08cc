package dev.landfall.sandbox.snowflake.protocol;

import dev.landfall.sandbox.network.Faults;
import java.util.Locale;

/// A call to Snowflake, as faults are ordered for it.
///
/// @param endpoint such as `query` or `login`
/// @param statement the statement; empty for calls that have none
record StatementSubject(String endpoint, String account, String statement)
    implements Faults.Subject {
  @Override
  public String service() {
    return "snowflake";
  }

  @Override
  public String region() {
    return "AWS_EU_WEST_1";
  }

  @Override
  public boolean does(String action) {
    return action.equalsIgnoreCase(endpoint)
        || (upper(statement) + " ")
            .replaceAll("\\s+", " ")
            .startsWith(action.toUpperCase(Locale.ROOT) + " ");
  }

  @Override
  public boolean concerns(String resource) {
    return upper(statement).contains(resource.toUpperCase(Locale.ROOT));
  }

  private static String upper(String text) {
    return text.strip().toUpperCase(Locale.ROOT);
  }
}
