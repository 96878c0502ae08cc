package dev.landfall.sandbox.snowflake.sql;

import dev.landfall.sandbox.snowflake.model.DataType;
import dev.landfall.sandbox.snowflake.model.Errors;
import dev.landfall.sandbox.snowflake.model.QualifiedName;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Reads SHOW.
final class ShowParser {
  /// Those of more words come first.
  private static final List<ShowStatement.Topic> TOPICS =
      Arrays.stream(ShowStatement.Topic.values())
          .sorted(Comparator.comparingInt(topic -> -topic.sql().split(" ").length))
          .toList();

  /// What Snowflake shows and the sandbox has no word for.
  private static final List<String> OTHERS =
      List.of(
          "ACCOUNTS",
          "AGENTS",
          "APPLICATION PACKAGES",
          "APPLICATION ROLES",
          "APPLICATIONS",
          "AVAILABLE LISTINGS",
          "BACKUP",
          "CLASSES",
          "COMPUTE POOLS",
          "CONTACTS",
          "CORTEX SEARCH SERVICES",
          "DATA METRIC FUNCTIONS",
          "DATASETS",
          "DBT PROJECTS",
          "DELEGATED AUTHORIZATIONS",
          "EXTERNAL TABLE",
          "GLOBAL ACCOUNTS",
          "IMAGE REPOSITORIES",
          "JOIN POLICIES",
          "MODEL",
          "MODELS",
          "NOTEBOOKS",
          "PACKAGES POLICIES",
          "PRIVACY POLICIES",
          "SEMANTIC",
          "SNAPSHOTS",
          "VERSIONS",
          "MCP SERVERS",
          "WORKSPACES");

  private final Cursor cursor;

  ShowParser(Cursor cursor) {
    this.cursor = cursor;
  }

  Statement parse() throws SnowflakeException {
    cursor.expect("SHOW");
    boolean terse = cursor.accept("TERSE");
    if (!terse) {
      if (cursor.accept("GRANTS")) {
        return grants();
      }
      if (cursor.accept("FUTURE", "GRANTS")) {
        return futureGrants();
      }
      if (cursor.accept("PARAMETERS")) {
        return parameters();
      }
    }
    return show(topic(), terse);
  }

  private ShowStatement.Topic topic() throws SnowflakeException {
    for (ShowStatement.Topic topic : TOPICS) {
      if (cursor.accept(topic.sql().split(" "))) {
        return topic;
      }
    }
    for (String other : OTHERS) {
      if (cursor.isNext(other.split(" "))) {
        throw Errors.notSupported("SHOW " + other);
      }
    }
    throw cursor.unexpected();
  }

  private Statement show(ShowStatement.Topic topic, boolean terse) throws SnowflakeException {
    boolean history = cursor.accept("HISTORY");
    Optional<String> like = like();
    Optional<Container> in = Optional.empty();
    if (cursor.accept("IN")) {
      in = Optional.of(container(cursor));
    }
    if (like.isEmpty()) {
      like = like();
    }
    Optional<String> startsWith =
        cursor.accept("STARTS", "WITH") ? Optional.of(cursor.string()) : Optional.empty();
    if (cursor.isNext("ROOT", "ONLY") || cursor.isNext("WITH", "PRIVILEGES")) {
      throw Errors.notSupported("SHOW " + topic.sql() + " … " + cursor.upper());
    }
    Optional<Long> limit = limit();
    Optional<String> from =
        limit.isPresent() && cursor.accept("FROM")
            ? Optional.of(cursor.string())
            : Optional.empty();
    return new ShowStatement.Show(topic, terse, history, like, in, startsWith, limit, from);
  }

  private Optional<String> like() throws SnowflakeException {
    return cursor.accept("LIKE") ? Optional.of(cursor.string()) : Optional.empty();
  }

  private Optional<Long> limit() throws SnowflakeException {
    return cursor.accept("LIMIT") ? Optional.of(cursor.unsigned()) : Optional.empty();
  }

  /// After IN: `ACCOUNT`, `DATABASE [d]`, `SCHEMA [s]`, `TABLE t`, or a name alone.
  static Container container(Cursor cursor) throws SnowflakeException {
    if (cursor.accept("ACCOUNT")) {
      return new Container(Optional.of(ObjectKind.ACCOUNT), Optional.empty());
    }
    int mark = cursor.mark();
    Optional<ObjectKind> kind = Kinds.accept(cursor);
    if (kind.isEmpty()) {
      return new Container(Optional.empty(), Optional.of(cursor.qualified()));
    }
    if (cursor.isSymbol(".")) {
      cursor.reset(mark);
      return new Container(Optional.empty(), Optional.of(cursor.qualified()));
    }
    boolean named =
        cursor.kind() == TokenKind.QUOTED
            || (cursor.kind() == TokenKind.WORD
                && !cursor.isAny("LIKE", "LIMIT")
                && !cursor.isNext("STARTS", "WITH"));
    return new Container(
        kind, named ? Optional.of(Kinds.name(cursor, kind.get())) : Optional.empty());
  }

  private Statement parameters() throws SnowflakeException {
    Optional<String> like = like();
    if (!cursor.accept("IN") && !cursor.accept("FOR")) {
      return new ShowStatement.ShowParameters(
          like,
          new ShowStatement.ParameterScope(
              ShowStatement.ParameterScope.Level.SESSION, Optional.empty()));
    }
    var level =
        ShowStatement.ParameterScope.Level.valueOf(
            cursor.oneOf(
                "SESSION", "ACCOUNT", "USER", "WAREHOUSE", "DATABASE", "SCHEMA", "TABLE", "TASK"));
    Optional<QualifiedName> name =
        cursor.atEnd() ? Optional.empty() : Optional.of(cursor.qualified());
    return new ShowStatement.ShowParameters(like, new ShowStatement.ParameterScope(level, name));
  }

  private Statement grants() throws SnowflakeException {
    ShowStatement.Grants grants;
    if (cursor.accept("ON")) {
      grants = new ShowStatement.Grants.On(object());
    } else if (cursor.accept("TO")) {
      grants = new ShowStatement.Grants.To(GrantParser.grantee(cursor, true));
    } else if (cursor.accept("OF")) {
      int mark = cursor.mark();
      ObjectKind kind = Kinds.expect(cursor);
      switch (kind) {
        case ROLE, DATABASE_ROLE, APPLICATION_ROLE, SHARE -> {}
        default -> throw cursor.unexpectedAt(mark);
      }
      grants = new ShowStatement.Grants.Of(kind, Kinds.name(cursor, kind));
    } else {
      grants = new ShowStatement.Grants.Own();
    }
    return new ShowStatement.ShowGrants(grants, limit());
  }

  private GrantStatement.Target object() throws SnowflakeException {
    if (cursor.accept("ACCOUNT")) {
      return new GrantStatement.Target.Account();
    }
    ObjectKind kind = Kinds.expect(cursor);
    QualifiedName name = Kinds.name(cursor, kind);
    Optional<List<DataType>> arguments = Kinds.arguments(cursor, kind);
    return new GrantStatement.Target.One(kind, name, arguments);
  }

  private Statement futureGrants() throws SnowflakeException {
    ShowStatement.Grants grants;
    if (cursor.accept("TO")) {
      grants = new ShowStatement.Grants.FutureTo(GrantParser.grantee(cursor, true));
    } else {
      cursor.expect("IN");
      int mark = cursor.mark();
      Container container = container(cursor);
      boolean fits =
          container.kind().isPresent()
              && (container.kind().get() == ObjectKind.DATABASE
                  || container.kind().get() == ObjectKind.SCHEMA)
              && container.name().isPresent();
      if (!fits) {
        throw cursor.unexpectedAt(mark);
      }
      grants = new ShowStatement.Grants.FutureIn(container);
    }
    return new ShowStatement.ShowGrants(grants, limit());
  }
}
