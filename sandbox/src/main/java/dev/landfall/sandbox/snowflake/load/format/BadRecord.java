package dev.landfall.sandbox.snowflake.load.format;

import dev.landfall.sandbox.snowflake.model.SnowflakeException;

/// A record that cannot be loaded; those after it can be read on.
public final class BadRecord extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String sqlState;
  private final Category category;
  private final transient Place place;
  private final int field;

  /// What VALIDATION_MODE calls an error's kind.
  public enum Category {
    PARSING,
    CONVERSION
  }

  /// @param field counted from 0; -1 when it is about no field
  public BadRecord(
      String code, String sqlState, Category category, String message, Place place, int field) {
    super(message, null, false, false);
    this.code = code;
    this.sqlState = sqlState;
    this.category = category;
    this.place = place;
    this.field = field;
  }

  static BadRecord parsing(String code, String message, Place place, int field) {
    return new BadRecord(code, "22000", Category.PARSING, message, place, field);
  }

  /// A value that could not be converted.
  public static BadRecord conversion(SnowflakeException cause, Place place, int field) {
    return new BadRecord(
        cause.code(), cause.sqlState(), Category.CONVERSION, cause.text(), place, field);
  }

  public String code() {
    return code;
  }

  public String sqlState() {
    return sqlState;
  }

  public Category category() {
    return category;
  }

  public String text() {
    return String.valueOf(getMessage());
  }

  public Place place() {
    return place;
  }

  /// Counted from 0; -1 when it is about no field.
  public int field() {
    return field;
  }
}
