package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;

/// Reads constraints, inline and out of line (Snowflake, "CREATE | ALTER TABLE … CONSTRAINT").
final class ConstraintParser {
  private final Cursor cursor;

  private Optional<Boolean> enforced = Optional.empty();
  private Optional<Boolean> deferrable = Optional.empty();
  private Optional<Boolean> initiallyDeferred = Optional.empty();
  private Optional<Boolean> enable = Optional.empty();
  private Optional<Boolean> validate = Optional.empty();
  private Optional<Boolean> rely = Optional.empty();
  private Optional<Constraint.Match> match = Optional.empty();
  private Optional<Constraint.Action> onUpdate = Optional.empty();
  private Optional<Constraint.Action> onDelete = Optional.empty();

  ConstraintParser(Cursor cursor) {
    this.cursor = cursor;
  }

  /// Whether an item of a column list is a constraint.
  boolean isOutOfLine() {
    return cursor.is("CONSTRAINT")
        || cursor.isNext("PRIMARY", "KEY")
        || cursor.isNext("FOREIGN", "KEY")
        || (cursor.isAny("UNIQUE", "CHECK") && cursor.isSymbolAt(1, "("));
  }

  /// A constraint with its own list of columns.
  Constraint outOfLine() throws SnowflakeException {
    Optional<Name> name =
        cursor.accept("CONSTRAINT") ? Optional.of(cursor.name()) : Optional.empty();
    clear();
    if (cursor.accept("PRIMARY", "KEY")) {
      return keyed(name, new Constraint.PrimaryKey(cursor.names()));
    }
    if (cursor.accept("UNIQUE")) {
      return keyed(name, new Constraint.Unique(cursor.names()));
    }
    refuseCheck();
    cursor.expect("FOREIGN", "KEY");
    List<Name> columns = cursor.names();
    return references(name, columns, true);
  }

  /// A constraint behind a column, when one comes next.
  Optional<Constraint> inline(Name column) throws SnowflakeException {
    Optional<Name> name =
        cursor.accept("CONSTRAINT") ? Optional.of(cursor.name()) : Optional.empty();
    clear();
    if (cursor.accept("PRIMARY", "KEY")) {
      properties(false);
      return Optional.of(constraint(name, new Constraint.PrimaryKey(List.of(column))));
    }
    if (cursor.accept("UNIQUE")) {
      properties(false);
      return Optional.of(constraint(name, new Constraint.Unique(List.of(column))));
    }
    refuseCheck();
    boolean foreign = cursor.accept("FOREIGN", "KEY");
    if (foreign || cursor.is("REFERENCES")) {
      return Optional.of(references(name, List.of(column), false));
    }
    if (name.isPresent()) {
      throw cursor.unexpected();
    }
    return Optional.empty();
  }

  /// Properties alone, as ALTER … CONSTRAINT changes them; at least one.
  Constraint.Properties properties() throws SnowflakeException {
    clear();
    int mark = cursor.mark();
    properties(false);
    if (cursor.mark() == mark) {
      throw cursor.unexpected();
    }
    return collected();
  }

  private void refuseCheck() throws SnowflakeException {
    if (cursor.is("CHECK")) {
      throw Errors.notSupported("CHECK constraint");
    }
  }

  private Constraint keyed(Optional<Name> name, Constraint.Rule rule) throws SnowflakeException {
    properties(false);
    return withComment(name, rule);
  }

  private Constraint references(Optional<Name> name, List<Name> columns, boolean outOfLine)
      throws SnowflakeException {
    cursor.expect("REFERENCES");
    QualifiedName table = cursor.qualified();
    List<Name> referenced = cursor.isSymbol("(") ? cursor.names() : List.of();
    properties(true);
    var rule = new Constraint.ForeignKey(columns, table, referenced, match, onUpdate, onDelete);
    return outOfLine ? withComment(name, rule) : constraint(name, rule);
  }

  private Constraint withComment(Optional<Name> name, Constraint.Rule rule)
      throws SnowflakeException {
    Optional<String> comment =
        cursor.accept("COMMENT") ? Optional.of(cursor.string()) : Optional.empty();
    return new Constraint(name, rule, collected(), comment);
  }

  private Constraint constraint(Optional<Name> name, Constraint.Rule rule) {
    return new Constraint(name, rule, collected(), Optional.empty());
  }

  private Constraint.Properties collected() {
    return new Constraint.Properties(
        enforced, deferrable, initiallyDeferred, enable, validate, rely);
  }

  private void clear() {
    enforced = Optional.empty();
    deferrable = Optional.empty();
    initiallyDeferred = Optional.empty();
    enable = Optional.empty();
    validate = Optional.empty();
    rely = Optional.empty();
    match = Optional.empty();
    onUpdate = Optional.empty();
    onDelete = Optional.empty();
  }

  private void properties(boolean foreign) throws SnowflakeException {
    while (property() || (foreign && reference())) {
      // Each property stores itself.
    }
  }

  private boolean property() {
    if (cursor.accept("ENFORCED")) {
      enforced = Optional.of(true);
    } else if (cursor.accept("NOT", "ENFORCED")) {
      enforced = Optional.of(false);
    } else if (cursor.accept("DEFERRABLE")) {
      deferrable = Optional.of(true);
    } else if (cursor.accept("NOT", "DEFERRABLE")) {
      deferrable = Optional.of(false);
    } else if (cursor.accept("INITIALLY", "DEFERRED")) {
      initiallyDeferred = Optional.of(true);
    } else if (cursor.accept("INITIALLY", "IMMEDIATE")) {
      initiallyDeferred = Optional.of(false);
    } else if (cursor.accept("ENABLE")) {
      enable = Optional.of(true);
    } else if (cursor.accept("DISABLE")) {
      enable = Optional.of(false);
    } else if (cursor.accept("VALIDATE")) {
      validate = Optional.of(true);
    } else if (cursor.accept("NOVALIDATE")) {
      validate = Optional.of(false);
    } else if (cursor.accept("RELY")) {
      rely = Optional.of(true);
    } else if (cursor.accept("NORELY")) {
      rely = Optional.of(false);
    } else {
      return false;
    }
    return true;
  }

  private boolean reference() throws SnowflakeException {
    if (cursor.accept("MATCH")) {
      match = Optional.of(Constraint.Match.valueOf(cursor.oneOf("FULL", "SIMPLE", "PARTIAL")));
    } else if (cursor.accept("ON", "UPDATE")) {
      onUpdate = Optional.of(action());
    } else if (cursor.accept("ON", "DELETE")) {
      onDelete = Optional.of(action());
    } else {
      return false;
    }
    return true;
  }

  private Constraint.Action action() throws SnowflakeException {
    for (Constraint.Action action : Constraint.Action.values()) {
      if (cursor.accept(action.name().split("_"))) {
        return action;
      }
    }
    throw cursor.unexpected();
  }
}
