package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;

/// Reads where files lie: `@stage/path`, `@~`, `@%table`, bare or as a string, and addresses.
final class LocationParser {
  private final Cursor cursor;

  LocationParser(Cursor cursor) {
    this.cursor = cursor;
  }

  /// A stage of any kind.
  FileLocation stage() throws SnowflakeException {
    int mark = cursor.mark();
    FileLocation location = any();
    if (location instanceof FileLocation.Url) {
      throw cursor.unexpectedAt(mark);
    }
    return location;
  }

  /// A stage, or an address in a string.
  FileLocation any() throws SnowflakeException {
    int mark = cursor.mark();
    if (cursor.kind() == TokenKind.STAGE) {
      String text = cursor.text();
      cursor.skip();
      return parse(text, mark);
    }
    String text = cursor.string();
    return text.startsWith("@") ? parse(text, mark) : new FileLocation.Url(text);
  }

  private FileLocation parse(String text, int mark) throws SnowflakeException {
    int slash = slash(text);
    String stage = text.substring(1, slash);
    String path = slash < text.length() ? text.substring(slash + 1) : "";
    if (stage.equals("~")) {
      return new FileLocation.UserStage(path);
    }
    int percent = percent(stage);
    try {
      return percent >= 0
          ? new FileLocation.TableStage(table(stage, percent), path)
          : new FileLocation.Stage(Names.parse(stage, 3), path);
    } catch (SnowflakeException e) {
      throw cursor.unexpectedAt(mark);
    }
  }

  /// `db.schema.%table` names the table `db.schema.table`.
  private static QualifiedName table(String stage, int percent) throws SnowflakeException {
    return Names.parse(stage.substring(0, percent) + stage.substring(percent + 1), 3);
  }

  /// Where the path begins: the first slash outside of quotes.
  private static int slash(String text) {
    boolean quoted = false;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '/' && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  /// The `%` of a table's stage, which begins its last part; -1 when there is none.
  private static int percent(String stage) {
    boolean quoted = false;
    for (int i = 0; i < stage.length(); i++) {
      char c = stage.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '%' && !quoted && (i == 0 || stage.charAt(i - 1) == '.')) {
        return i;
      }
    }
    return -1;
  }
}
