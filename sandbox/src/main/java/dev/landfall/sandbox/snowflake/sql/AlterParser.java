package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads ALTER: what all kinds have in common, and which parser knows the rest.
final class AlterParser {
  /// Kinds that can be renamed (Snowflake, the reference pages of the ALTER commands).
  private static final Set<ObjectKind> RENAMED =
      EnumSet.of(
          ObjectKind.DATABASE,
          ObjectKind.SCHEMA,
          ObjectKind.TABLE,
          ObjectKind.DYNAMIC_TABLE,
          ObjectKind.VIEW,
          ObjectKind.MATERIALIZED_VIEW,
          ObjectKind.SEQUENCE,
          ObjectKind.STAGE,
          ObjectKind.FILE_FORMAT,
          ObjectKind.WAREHOUSE,
          ObjectKind.ROLE,
          ObjectKind.DATABASE_ROLE,
          ObjectKind.USER,
          ObjectKind.NETWORK_POLICY,
          ObjectKind.SESSION_POLICY,
          ObjectKind.PASSWORD_POLICY,
          ObjectKind.AUTHENTICATION_POLICY,
          ObjectKind.MASKING_POLICY,
          ObjectKind.ROW_ACCESS_POLICY,
          ObjectKind.TAG,
          ObjectKind.FUNCTION,
          ObjectKind.PROCEDURE);

  private static final Set<ObjectKind> SWAPPED =
      EnumSet.of(
          ObjectKind.DATABASE, ObjectKind.SCHEMA, ObjectKind.TABLE, ObjectKind.DYNAMIC_TABLE);

  private static final Set<ObjectKind> SECURED =
      EnumSet.of(ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.FUNCTION);

  private final Cursor cursor;
  private final StatementParser statements;
  private final Clauses clauses;

  AlterParser(Cursor cursor, StatementParser statements) {
    this.cursor = cursor;
    this.statements = statements;
    this.clauses = new Clauses(cursor);
  }

  Statement parse() throws SnowflakeException {
    cursor.expect("ALTER");
    if (cursor.accept("SESSION")) {
      return session();
    }
    if (cursor.accept("ACCOUNT")) {
      return account();
    }
    ObjectKind kind = Kinds.expect(cursor);
    if (Properties.of(kind).isEmpty()) {
      throw Errors.notSupported("ALTER " + kind.sql());
    }
    boolean ifExists = clauses.ifExists();
    if (kind == ObjectKind.USER && (cursor.atEnd() || cursor.isAny("SET", "UNSET"))) {
      throw Errors.notSupported("ALTER USER without a name");
    }
    if (kind == ObjectKind.WAREHOUSE && namesNoWarehouse()) {
      throw Errors.notSupported("ALTER WAREHOUSE without a name");
    }
    QualifiedName name = Kinds.name(cursor, kind);
    Optional<List<DataType>> arguments = Kinds.arguments(cursor, kind);
    return new AlterStatement(kind, ifExists, name, arguments, action(kind));
  }

  /// The current warehouse may be meant without being named.
  private boolean namesNoWarehouse() {
    return cursor.isAny("SET", "UNSET")
        || (cursor.isAny("SUSPEND", "RESUME")
            && (cursor.kind(1) == TokenKind.END || cursor.isAt(1, "IF")));
  }

  private Statement session() throws SnowflakeException {
    if (cursor.accept("UNSET")) {
      List<String> names = new ArrayList<>();
      do {
        names.add(cursor.word());
      } while (cursor.acceptSymbol(",") || cursor.kind() == TokenKind.WORD);
      return new SessionStatement.UnsetParameters(names);
    }
    cursor.expect("SET");
    // Which parameters there are is for the session to say: drivers set some that no page names.
    var options = new OptionParser(cursor, "SESSION", Set.of());
    if (!options.acceptAny()) {
      throw cursor.unexpected();
    }
    while (!cursor.atEnd()) {
      cursor.acceptSymbol(",");
      if (!options.acceptAny()) {
        throw cursor.unexpected();
      }
    }
    return new SessionStatement.SetParameters(options.done());
  }

  private Statement account() throws SnowflakeException {
    if (cursor.accept("SET", "TAG")) {
      return new AccountStatement.SetAccountTags(clauses.tagValues());
    }
    if (cursor.accept("UNSET", "TAG")) {
      return new AccountStatement.UnsetAccountTags(clauses.qualifiedNames());
    }
    int verb = cursor.mark();
    cursor.oneOf("SET", "UNSET");
    if (cursor.isAt(1, "POLICY")) {
      throw Errors.notSupported("ALTER ACCOUNT … " + cursor.upper() + " POLICY");
    }
    cursor.reset(verb);
    if (cursor.accept("UNSET")) {
      return new AccountStatement.UnsetAccount(clauses.unset(ObjectKind.ACCOUNT));
    }
    cursor.expect("SET");
    return new AccountStatement.SetAccount(options(ObjectKind.ACCOUNT));
  }

  /// At least one property.
  private Options options(ObjectKind kind) throws SnowflakeException {
    Options options = new OptionParser(cursor, kind).all().done();
    if (options.isEmpty()) {
      throw cursor.unexpected();
    }
    return options;
  }

  private AlterAction action(ObjectKind kind) throws SnowflakeException {
    for (String words : List.of("SET CONTACT", "UNSET CONTACT", "SET DCM", "UNSET DCM")) {
      if (cursor.isNext(words.split(" "))) {
        throw Errors.notSupported("ALTER " + kind.sql() + " … " + words);
      }
    }
    if (RENAMED.contains(kind) && cursor.accept("RENAME", "TO")) {
      return new AlterAction.RenameTo(Kinds.name(cursor, kind));
    }
    if (SWAPPED.contains(kind) && cursor.accept("SWAP", "WITH")) {
      return new AlterAction.SwapWith(Kinds.name(cursor, kind));
    }
    Optional<AlterAction> tagged = tagAction();
    if (tagged.isPresent()) {
      return tagged.get();
    }
    if (SECURED.contains(kind)) {
      if (cursor.accept("SET", "SECURE")) {
        return new AlterAction.Secure(true);
      }
      if (cursor.accept("UNSET", "SECURE")) {
        return new AlterAction.Secure(false);
      }
    }
    Optional<AlterAction> own = ownAction(kind);
    return own.isPresent() ? own.get() : setAction(kind);
  }

  private Optional<AlterAction> tagAction() throws SnowflakeException {
    if (cursor.accept("SET", "TAG")) {
      return Optional.of(new AlterAction.SetTags(clauses.tagValues()));
    }
    if (cursor.accept("UNSET", "TAG")) {
      return Optional.of(new AlterAction.UnsetTags(clauses.qualifiedNames()));
    }
    return Optional.empty();
  }

  private AlterAction setAction(ObjectKind kind) throws SnowflakeException {
    if (cursor.accept("UNSET")) {
      return new AlterAction.Unset(clauses.unset(kind));
    }
    // A sequence may leave the SET out.
    if (!cursor.accept("SET") && kind != ObjectKind.SEQUENCE) {
      throw cursor.unexpected();
    }
    return new AlterAction.Set(options(kind));
  }

  /// What only some kinds have.
  private Optional<AlterAction> ownAction(ObjectKind kind) throws SnowflakeException {
    var table = new TableActionParser(cursor, kind);
    var own = new OwnActionParser(cursor, kind, statements);
    return switch (kind) {
      case TABLE, VIEW, MATERIALIZED_VIEW, DYNAMIC_TABLE, EXTERNAL_TABLE -> {
        Optional<AlterAction> action = table.parse();
        yield action.isPresent() ? action : own.parse();
      }
      default -> own.parse();
    };
  }

  /// `SET` of a name that is a policy: `SET SESSION POLICY p [FORCE]`.
  static Optional<AlterAction> attachedPolicy(Cursor cursor) throws SnowflakeException {
    for (ObjectKind kind :
        List.of(
            ObjectKind.SESSION_POLICY,
            ObjectKind.PASSWORD_POLICY,
            ObjectKind.AUTHENTICATION_POLICY)) {
      String[] words = kind.sql().split(" ");
      if (cursor.accept("SET", words[0], words[1])) {
        QualifiedName policy = cursor.qualified();
        return Optional.of(
            new AlterAction.AttachPolicy(kind, Optional.of(policy), cursor.accept("FORCE")));
      }
      if (cursor.accept("UNSET", words[0], words[1])) {
        return Optional.of(new AlterAction.AttachPolicy(kind, Optional.empty(), false));
      }
    }
    return Optional.empty();
  }

  /// `a = '1', b = '2'` in parentheses.
  static List<AlterAction.PartitionValue> partition(Cursor cursor) throws SnowflakeException {
    List<AlterAction.PartitionValue> values = new ArrayList<>();
    cursor.expectSymbol("(");
    do {
      Name column = cursor.name();
      cursor.expectSymbol("=");
      values.add(new AlterAction.PartitionValue(column, cursor.string()));
    } while (cursor.acceptSymbol(","));
    cursor.expectSymbol(")");
    return values;
  }
}
