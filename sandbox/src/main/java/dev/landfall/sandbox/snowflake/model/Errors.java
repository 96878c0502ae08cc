package dev.landfall.sandbox.snowflake.model;

/// Errors in Snowflake's own words, with its codes and SQLSTATEs.
public final class Errors {
  private Errors() {}

  /// What the sandbox does not honour. Not an error of Snowflake's: it says that a rehearsal stops
  /// here although the real system might go on.
  ///
  /// @param what names the clause, function or setting, such as `CREATE TABLE … STAGE_COPY_OPTIONS`
  public static SnowflakeException notSupported(String what) {
    return new SnowflakeException("000002", "0A000", "Not supported by the sandbox: " + what + ".");
  }

  /// @param line counted from 1
  /// @param position counted from 0, within the line
  public static SnowflakeException syntax(int line, int position, String token) {
    return new SnowflakeException(
        "001003",
        "42000",
        "SQL compilation error:\nsyntax error line "
            + line
            + " at position "
            + position
            + " unexpected '"
            + token
            + "'.");
  }

  /// @param kind such as `Table` or `Database`
  /// @param name as the statement writes it, or with its qualifiers
  public static SnowflakeException doesNotExist(String kind, String name) {
    boolean relation = kind.equals("Object") || kind.equals("Table") || kind.equals("View");
    return new SnowflakeException(
        "002003",
        relation ? "42S02" : "02000",
        "SQL compilation error:\n" + kind + " '" + name + "' does not exist or not authorized.");
  }

  public static SnowflakeException alreadyExists(String name) {
    return new SnowflakeException(
        "002002", "42710", "SQL compilation error:\nObject '" + name + "' already exists.");
  }

  /// @param name as the statement writes it, in upper case unless quoted
  public static SnowflakeException invalidIdentifier(int line, int position, String name) {
    return new SnowflakeException(
        "000904",
        "42000",
        "SQL compilation error: error line "
            + line
            + " at position "
            + position
            + "\ninvalid identifier '"
            + name
            + "'");
  }

  /// @param on such as `schema 'RAW'`
  public static SnowflakeException insufficientPrivileges(String on) {
    return new SnowflakeException(
        "003001",
        "42501",
        "SQL access control error:\nInsufficient privileges to operate on " + on + ".");
  }

  /// What USE, SHOW and their like say of an object that is not there, or that the role may not
  /// see.
  public static SnowflakeException cannotBePerformed() {
    return new SnowflakeException(
        "002043",
        "02000",
        "SQL compilation error:\nObject does not exist, or operation cannot be performed.");
  }

  /// Any other refusal when a statement is compiled.
  ///
  /// @param code six digits
  public static SnowflakeException compilation(String code, String sqlState, String text) {
    return new SnowflakeException(code, sqlState, "SQL compilation error:\n" + text);
  }
}
