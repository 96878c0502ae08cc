package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.EnumMap;
import java.util.Map;

/// What every CREATE begins with: `CREATE [OR REPLACE] [words] kind [IF NOT EXISTS] name`.
final class CreateHead {
  /// The words that may stand between CREATE and the kind.
  enum Modifier {
    TEMPORARY,
    TRANSIENT,
    SECURE,
    RECURSIVE,
    AGGREGATE
  }

  private final Cursor cursor;
  private final Map<Modifier, Integer> modifiers = new EnumMap<>(Modifier.class);
  private final boolean orReplace;
  private final ObjectKind kind;
  private Creation creation = Creation.NEW;

  private CreateHead(Cursor cursor) throws SnowflakeException {
    this.cursor = cursor;
    cursor.expect("CREATE");
    boolean orAlter = cursor.accept("OR", "ALTER");
    orReplace = !orAlter && cursor.accept("OR", "REPLACE");
    while (modifier()) {
      // Each is stored with its place.
    }
    kind = Kinds.expect(cursor);
    if (orAlter) {
      throw Errors.notSupported("CREATE OR ALTER " + kind.sql());
    }
  }

  /// Reads up to the kind.
  static CreateHead parse(Cursor cursor) throws SnowflakeException {
    return new CreateHead(cursor);
  }

  ObjectKind kind() {
    return kind;
  }

  /// Known once the name was read.
  Creation creation() {
    return creation;
  }

  /// Reads `[IF NOT EXISTS] name`.
  QualifiedName name() throws SnowflakeException {
    boolean ifNotExists = cursor.accept("IF", "NOT", "EXISTS");
    if (orReplace && ifNotExists) {
      throw SqlErrors.compilation(
          "001003", "42000", "options IF NOT EXISTS and OR REPLACE are incompatible.");
    }
    creation =
        orReplace ? Creation.OR_REPLACE : ifNotExists ? Creation.IF_NOT_EXISTS : Creation.NEW;
    return Kinds.name(cursor, kind);
  }

  /// Whether a word stood there.
  boolean has(Modifier modifier) {
    return modifiers.containsKey(modifier);
  }

  Lifetime lifetime() {
    if (has(Modifier.TEMPORARY)) {
      return Lifetime.TEMPORARY;
    }
    return has(Modifier.TRANSIENT) ? Lifetime.TRANSIENT : Lifetime.PERMANENT;
  }

  /// Other words than these are errors.
  void allow(Modifier... allowed) throws SnowflakeException {
    for (var modifier : modifiers.entrySet()) {
      boolean fits = false;
      for (Modifier each : allowed) {
        fits |= each == modifier.getKey();
      }
      if (!fits) {
        throw cursor.unexpectedAt(modifier.getValue());
      }
    }
    if (has(Modifier.TEMPORARY) && has(Modifier.TRANSIENT)) {
      throw cursor.unexpectedAt(
          Math.max(
              modifiers.getOrDefault(Modifier.TEMPORARY, 0),
              modifiers.getOrDefault(Modifier.TRANSIENT, 0)));
    }
  }

  private boolean modifier() throws SnowflakeException {
    int mark = cursor.mark();
    Modifier found;
    if (cursor.isAny("LOCAL", "GLOBAL")) {
      cursor.skip();
      cursor.oneOf("TEMPORARY", "TEMP");
      found = Modifier.TEMPORARY;
    } else if (cursor.isAny("TEMPORARY", "TEMP", "VOLATILE")) {
      cursor.skip();
      found = Modifier.TEMPORARY;
    } else if (cursor.isAny("TRANSIENT", "SECURE", "RECURSIVE", "AGGREGATE")) {
      found = Modifier.valueOf(cursor.word());
    } else {
      return false;
    }
    if (modifiers.putIfAbsent(found, mark) != null) {
      throw cursor.unexpectedAt(mark);
    }
    return true;
  }
}
