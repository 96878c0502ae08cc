package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Collects the properties of one statement as its parser meets them.
final class OptionParser {
  /// Properties of properties of properties: none of Snowflake's go deeper.
  private static final int DEEPEST = 8;

  private final Cursor cursor;
  private final String kind;
  private final Set<String> known;
  private final List<Option> found = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  /// @param kind what has the properties, as messages name it
  OptionParser(Cursor cursor, ObjectKind kind) {
    this(cursor, kind.sql(), Properties.of(kind));
  }

  OptionParser(Cursor cursor, String kind, Set<String> known) {
    this.cursor = cursor;
    this.kind = kind;
    this.known = known;
  }

  /// Whether a property comes next; it is collected then. `NAME = value` of an unknown name is
  /// 001420.
  boolean accept() throws SnowflakeException {
    if (cursor.kind() != TokenKind.WORD || !cursor.isSymbolAt(1, "=")) {
      return false;
    }
    if (!known.contains(cursor.upper())) {
      throw SqlErrors.invalidProperty(cursor.upper(), kind);
    }
    one();
    return true;
  }

  /// As [#accept], of any name.
  boolean acceptAny() throws SnowflakeException {
    if (cursor.kind() != TokenKind.WORD || !cursor.isSymbolAt(1, "=")) {
      return false;
    }
    one();
    return true;
  }

  /// A property that is written as a word alone.
  boolean acceptFlag(String name) throws SnowflakeException {
    if (!cursor.is(name)) {
      return false;
    }
    int mark = cursor.mark();
    cursor.skip();
    add(name, mark, new Value.Bool(true));
    return true;
  }

  /// Properties, parted by white space or commas, as many as there are.
  OptionParser all() throws SnowflakeException {
    while (accept()) {
      if (cursor.isSymbol(",") && cursor.isSymbolAt(2, "=")) {
        cursor.skip();
      }
    }
    return this;
  }

  Options done() {
    return found.isEmpty() ? Options.NONE : new Options(found);
  }

  private void one() throws SnowflakeException {
    int mark = cursor.mark();
    String name = cursor.word();
    cursor.expectSymbol("=");
    add(name, mark, value(name));
  }

  private void add(String name, int mark, Value value) throws SnowflakeException {
    if (!names.add(name)) {
      throw cursor.unexpectedAt(mark);
    }
    Span at = cursor.span(mark, mark + 1);
    found.add(new Option(name, value, at.line(), at.position()));
  }

  private Value value(String name) throws SnowflakeException {
    Value value = value(0);
    return switch (name) {
      case "FILE_FORMAT", "STAGE_FILE_FORMAT" -> format(name, value);
      case "COPY_OPTIONS", "STAGE_COPY_OPTIONS" -> checked(name, value, Properties.COPY_OPTIONS);
      default -> value;
    };
  }

  /// `FILE_FORMAT = f` is short for `FILE_FORMAT = (FORMAT_NAME = f)`.
  private static Value format(String name, Value value) throws SnowflakeException {
    if (value instanceof Value.Word || value instanceof Value.Text) {
      return new Value.Nested(new Options(List.of(new Option("FORMAT_NAME", value, 1, 0))));
    }
    return checked(name, value, Properties.FORMAT);
  }

  private static Value checked(String name, Value value, Set<String> known)
      throws SnowflakeException {
    if (value instanceof Value.Many(var many) && many.isEmpty()) {
      return new Value.Nested(Options.NONE);
    }
    if (!(value instanceof Value.Nested(Options options))) {
      throw SqlErrors.invalidValue(name, value);
    }
    for (Option option : options.all()) {
      if (!known.contains(option.name())) {
        throw SqlErrors.invalidProperty(option.name(), name);
      }
    }
    return value;
  }

  private Value value(int depth) throws SnowflakeException {
    return switch (cursor.kind()) {
      case STRING, DOLLAR_STRING, VARIABLE -> new Value.Text(cursor.string());
      case NUMBER -> new Value.Numeric(cursor.number());
      case WORD, QUOTED -> word();
      case STAGE -> {
        String text = cursor.text();
        cursor.skip();
        yield new Value.Text(text);
      }
      case SYMBOL -> {
        if (cursor.isSymbol("(")) {
          yield group(depth);
        }
        if (cursor.isSymbol("-") || cursor.isSymbol("+")) {
          yield new Value.Numeric(cursor.number());
        }
        yield new Value.Text(cursor.string());
      }
      default -> throw cursor.unexpected();
    };
  }

  private Value word() throws SnowflakeException {
    if (cursor.accept("TRUE")) {
      return new Value.Bool(true);
    }
    if (cursor.accept("FALSE")) {
      return new Value.Bool(false);
    }
    if (cursor.accept("NULL")) {
      return new Value.Null();
    }
    if (cursor.kind() == TokenKind.WORD && cursor.isSymbolAt(1, "%")) {
      return new Value.Text(cursor.word() + percent());
    }
    if (cursor.kind() == TokenKind.WORD
        && Reserved.is(cursor.text())
        && !cursor.isSymbolAt(1, ".")) {
      return new Value.Word(QualifiedName.of(Name.unquoted(cursor.word())));
    }
    return new Value.Word(cursor.qualified());
  }

  /// Of `ON_ERROR = SKIP_FILE_10%`.
  private String percent() {
    cursor.skip();
    return "%";
  }

  private Value group(int depth) throws SnowflakeException {
    if (depth == DEEPEST) {
      throw cursor.unexpected();
    }
    cursor.expectSymbol("(");
    if (cursor.acceptSymbol(")")) {
      return new Value.Many(List.of());
    }
    boolean properties =
        (cursor.kind() == TokenKind.WORD || cursor.kind() == TokenKind.STRING)
            && cursor.isSymbolAt(1, "=");
    Value value = properties ? nested(depth + 1) : many(depth + 1);
    cursor.expectSymbol(")");
    return value;
  }

  private Value many(int depth) throws SnowflakeException {
    List<Value> values = new ArrayList<>();
    do {
      values.add(value(depth));
    } while (cursor.acceptSymbol(","));
    return new Value.Many(values);
  }

  private Value nested(int depth) throws SnowflakeException {
    List<Option> options = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    while (!cursor.isSymbol(")")) {
      int mark = cursor.mark();
      String name = cursor.kind() == TokenKind.STRING ? cursor.string() : cursor.word();
      cursor.expectSymbol("=");
      if (!seen.add(name)) {
        throw cursor.unexpectedAt(mark);
      }
      Span at = cursor.span(mark, mark + 1);
      options.add(new Option(name, value(depth), at.line(), at.position()));
      cursor.acceptSymbol(",");
    }
    return new Value.Nested(new Options(options));
  }
}
