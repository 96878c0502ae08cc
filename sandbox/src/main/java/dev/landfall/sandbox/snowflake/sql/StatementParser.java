package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.Name;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.List;
import java.util.Optional;

/// Reads a statement to its end: finds out by its first words which one it is, and leaves the rest
/// to the parser of its topic.
final class StatementParser {
  /// Statements in statements: EXPLAIN, the body of a task, the action of an alert.
  private static final int DEEPEST = 8;

  private final Cursor cursor;
  private final int depth;

  StatementParser(Cursor cursor) {
    this(cursor, 0);
  }

  private StatementParser(Cursor cursor, int depth) {
    this.cursor = cursor;
    this.depth = depth;
  }

  Statement parse() throws SnowflakeException {
    Statement statement = statement();
    if (cursor.isSymbol("->>")) {
      throw Errors.notSupported("the flow operator ->>");
    }
    cursor.expectEnd();
    return statement;
  }

  /// A statement inside another one, to the end. It must make sense, but stays text.
  Span nested() throws SnowflakeException {
    int mark = cursor.mark();
    deeper().parse();
    return cursor.span(mark, cursor.mark());
  }

  private StatementParser deeper() throws SnowflakeException {
    if (depth == DEEPEST) {
      throw cursor.unexpected();
    }
    return new StatementParser(cursor, depth + 1);
  }

  private Statement statement() throws SnowflakeException {
    if (cursor.isSymbol("(")) {
      return query();
    }
    if (cursor.kind() != TokenKind.WORD) {
      throw cursor.unexpected();
    }
    return switch (cursor.upper()) {
      case "SELECT", "WITH", "VALUES" -> query();
      case "INSERT" -> insert();
      case "UPDATE" -> new DataStatement.Update(span());
      case "DELETE" -> new DataStatement.Delete(span());
      case "MERGE" -> new DataStatement.Merge(span());
      case "TRUNCATE" -> truncate();
      case "EXPLAIN" -> explain();
      case "CREATE" -> create();
      case "ALTER" -> new AlterParser(cursor, this).parse();
      case "DROP" -> new MaintenanceParser(cursor).drop();
      case "UNDROP" -> new MaintenanceParser(cursor).undrop();
      case "COMMENT" -> new MaintenanceParser(cursor).comment();
      case "DESC", "DESCRIBE" -> new MaintenanceParser(cursor).describe();
      case "SHOW" -> new ShowParser(cursor).parse();
      case "GRANT" -> new GrantParser(cursor).grant();
      case "REVOKE" -> new GrantParser(cursor).revoke();
      case "USE", "SET", "UNSET" -> new SessionParser(cursor).parse();
      case "START", "COMMIT", "ROLLBACK" -> new SessionParser(cursor).transaction();
      case "BEGIN" -> begin();
      case "DECLARE" -> block();
      case "COPY" -> new FileParser(cursor).copy();
      case "PUT" -> new FileParser(cursor).put();
      case "GET" -> new FileParser(cursor).get();
      case "LIST", "LS" -> new FileParser(cursor).list();
      case "REMOVE", "RM" -> new FileParser(cursor).remove();
      case "CALL" -> call(cursor);
      case "EXECUTE" -> execute();
      default -> throw cursor.unexpected();
    };
  }

  private Span span() throws SnowflakeException {
    return new Spans(cursor).rest();
  }

  private Statement query() throws SnowflakeException {
    if (cursor.is("WITH") && cursor.isAt(2, "AS") && cursor.isAt(3, "PROCEDURE")) {
      return new RoutineParser(cursor, ObjectKind.PROCEDURE).anonymous();
    }
    return new DataStatement.Select(span());
  }

  private Statement insert() throws SnowflakeException {
    boolean overwrite = cursor.isAt(1, "OVERWRITE");
    int next = overwrite ? 2 : 1;
    boolean several = cursor.isAt(next, "ALL") || cursor.isAt(next, "FIRST");
    Span text = span();
    return several
        ? new DataStatement.MultiTableInsert(text, overwrite)
        : new DataStatement.Insert(text, overwrite);
  }

  private Statement truncate() throws SnowflakeException {
    cursor.expect("TRUNCATE");
    ObjectKind kind =
        cursor.accept("MATERIALIZED", "VIEW") ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.TABLE;
    if (kind == ObjectKind.TABLE) {
      cursor.accept("TABLE");
    }
    boolean ifExists = cursor.accept("IF", "EXISTS");
    return new DataStatement.Truncate(kind, ifExists, cursor.qualified());
  }

  private Statement explain() throws SnowflakeException {
    cursor.expect("EXPLAIN");
    var format = DataStatement.Explain.Format.TABULAR;
    if (cursor.accept("USING")) {
      format = DataStatement.Explain.Format.valueOf(cursor.oneOf("TABULAR", "JSON", "TEXT"));
    }
    int mark = cursor.mark();
    if (cursor.is("EXPLAIN")) {
      throw cursor.unexpected();
    }
    Statement statement = deeper().parse();
    return new DataStatement.Explain(format, cursor.span(mark, cursor.mark()), statement);
  }

  private Statement begin() throws SnowflakeException {
    return cursor.kind(1) != TokenKind.END && BlockScanner.isBlock(cursor.tokens(), cursor.mark())
        ? block()
        : new SessionParser(cursor).transaction();
  }

  /// A block must make sense, but stays text.
  private Statement block() throws SnowflakeException {
    int mark = cursor.mark();
    new ScriptParser(cursor).block();
    return new CodeStatement.Block(cursor.span(mark, cursor.mark()));
  }

  private Statement create() throws SnowflakeException {
    CreateHead head = CreateHead.parse(cursor);
    var tables = new TableParser(cursor, head);
    var objects = new ObjectParser(cursor, head, this);
    var account = new AccountParser(cursor, head);
    var policies = new PolicyParser(cursor, head);
    var routines = new RoutineParser(cursor, head.kind());
    return switch (head.kind()) {
      case TABLE -> tables.table();
      case EXTERNAL_TABLE -> tables.externalTable();
      case DYNAMIC_TABLE -> tables.dynamicTable();
      case VIEW -> tables.view();
      case MATERIALIZED_VIEW -> tables.materializedView();
      case DATABASE -> objects.database();
      case SCHEMA -> objects.schema();
      case SEQUENCE -> objects.sequence();
      case STAGE -> objects.stage();
      case FILE_FORMAT -> objects.fileFormat();
      case PIPE -> objects.pipe();
      case STREAM -> objects.stream();
      case TASK -> objects.task();
      case ALERT -> objects.alert();
      case FUNCTION -> routines.function(head);
      case PROCEDURE -> routines.procedure(head);
      case EXTERNAL_FUNCTION -> routines.externalFunction(head);
      case MASKING_POLICY -> policies.masking();
      case ROW_ACCESS_POLICY -> policies.rowAccess();
      case TAG -> policies.tag();
      case RESOURCE_MONITOR -> account.resourceMonitor();
      case STORAGE_INTEGRATION -> account.integration(AccountStatement.IntegrationKind.STORAGE);
      case NOTIFICATION_INTEGRATION ->
          account.integration(AccountStatement.IntegrationKind.NOTIFICATION);
      case API_INTEGRATION -> account.integration(AccountStatement.IntegrationKind.API);
      case SECURITY_INTEGRATION -> account.integration(AccountStatement.IntegrationKind.SECURITY);
      case EXTERNAL_ACCESS_INTEGRATION ->
          account.integration(AccountStatement.IntegrationKind.EXTERNAL_ACCESS);
      case CATALOG_INTEGRATION -> account.integration(AccountStatement.IntegrationKind.CATALOG);
      case WAREHOUSE,
          ROLE,
          DATABASE_ROLE,
          USER,
          NETWORK_POLICY,
          NETWORK_RULE,
          SESSION_POLICY,
          PASSWORD_POLICY,
          AUTHENTICATION_POLICY,
          SECRET,
          SHARE ->
          account.object();
      default -> throw Errors.notSupported("CREATE " + head.kind().sql());
    };
  }

  static CodeStatement.Call call(Cursor cursor) throws SnowflakeException {
    int mark = cursor.mark();
    cursor.expect("CALL");
    var procedure = cursor.qualified();
    var arguments = RoutineParser.arguments(cursor);
    var text = cursor.span(mark, cursor.mark());
    Optional<Name> into = Optional.empty();
    if (cursor.accept("INTO")) {
      cursor.acceptSymbol(":");
      into = Optional.of(cursor.name());
    }
    return new CodeStatement.Call(procedure, arguments, into, text);
  }

  private Statement execute() throws SnowflakeException {
    cursor.expect("EXECUTE");
    if (cursor.accept("TASK")) {
      return executeTask();
    }
    if (cursor.accept("ALERT")) {
      return new CodeStatement.ExecuteAlert(cursor.qualified());
    }
    for (String other : new String[] {"NOTEBOOK", "JOB", "SERVICE", "DBT"}) {
      if (cursor.is(other)) {
        throw Errors.notSupported("EXECUTE " + other);
      }
    }
    cursor.expect("IMMEDIATE");
    if (cursor.is("FROM")) {
      throw Errors.notSupported("EXECUTE IMMEDIATE FROM");
    }
    return executeImmediate();
  }

  private Statement executeImmediate() throws SnowflakeException {
    int mark = cursor.mark();
    boolean literal = cursor.kind() == TokenKind.STRING || cursor.kind() == TokenKind.DOLLAR_STRING;
    Optional<Span> content = literal ? Optional.of(cursor.literal()) : Optional.empty();
    if (!literal) {
      new Spans(cursor).until(c -> c.is("USING"));
    }
    Span source = cursor.span(mark, cursor.mark());
    List<Name> using = List.of();
    if (cursor.accept("USING")) {
      cursor.expectSymbol("(");
      using = cursor.variables();
      cursor.expectSymbol(")");
    }
    return new CodeStatement.ExecuteImmediate(source, content, using);
  }

  private Statement executeTask() throws SnowflakeException {
    var task = cursor.qualified();
    Optional<String> config = Optional.empty();
    boolean retryLast = cursor.accept("RETRY", "LAST");
    if (!retryLast && cursor.accept("USING", "CONFIG")) {
      cursor.expectSymbol("=");
      config = Optional.of(cursor.string());
    }
    return new CodeStatement.ExecuteTask(task, retryLast, config);
  }
}
