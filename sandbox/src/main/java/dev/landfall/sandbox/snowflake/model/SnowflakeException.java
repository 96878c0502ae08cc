package dev.landfall.sandbox.snowflake.model;

/// A statement or request that Snowflake would refuse, in Snowflake's own words. See [Errors] for
/// those that are made in several places.
public final class SnowflakeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String sqlState;

  /// @param code six digits, such as `002003`
  /// @param sqlState five characters, such as `02000`
  public SnowflakeException(String code, String sqlState, String message) {
    super(message);
    this.code = code;
    this.sqlState = sqlState;
  }

  /// Six digits, such as `002003`.
  public String code() {
    return code;
  }

  /// Five characters, such as `02000`.
  public String sqlState() {
    return sqlState;
  }

  /// The message, never null.
  public String text() {
    return String.valueOf(getMessage());
  }
}
