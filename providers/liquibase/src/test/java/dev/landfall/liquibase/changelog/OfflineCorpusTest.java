package dev.landfall.liquibase.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.landfall.liquibase.changelog.Changeset.Statement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import liquibase.ChecksumVersion;
import liquibase.Scope;
import liquibase.change.DbmsTargetedChange;
import liquibase.change.core.OutputChange;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.database.core.SnowflakeDatabase;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.util.StringUtil;
import org.junit.jupiter.api.Test;

/// What the reader makes of every change type, against what liquibase-core says without a
/// connection: checksum, description and SQL. For Snowflake there is no more than that here.
final class OfflineCorpusTest {
  private static final Path SNOWFLAKE = Path.of("src/test/resources/corpus-snowflake");

  /// What is compared of a changeset.
  private record Said(String id, String checksum, String description, List<String> sql) {}

  private interface Work<T> {
    T with(DatabaseChangeLog log) throws Exception;
  }

  /// As stock parses, in the scope that its update command makes.
  @SuppressWarnings("try") // what DirectoryResourceAccessor.close may throw
  private static <T> T stock(Path root, String changelog, Database database, Work<T> work)
      throws Exception {
    try (var files = new DirectoryResourceAccessor(root)) {
      return Scope.child(
          Map.of(Scope.Attr.database.name(), database, Scope.Attr.resourceAccessor.name(), files),
          () -> {
            var parser = ChangeLogParserFactory.getInstance().getParser(changelog, files);
            return work.with(parser.parse(changelog, new ChangeLogParameters(database), files));
          });
    }
  }

  private static Said said(ChangeSet changeSet, Database database) {
    // Before anything is generated, and not after, as the reader does.
    var checksum = changeSet.generateCheckSum(ChecksumVersion.latest()).toString();
    var sql = new ArrayList<String>();
    database.setObjectQuotingStrategy(changeSet.getObjectQuotingStrategy());
    for (var change : changeSet.getChanges()) {
      var others =
          change instanceof DbmsTargetedChange targeted
              && !DatabaseList.definitionMatches(targeted.getDbms(), database, true);
      if (others || change instanceof OutputChange) {
        continue;
      }
      for (var generated : SqlGeneratorFactory.getInstance().generateSql(change, database)) {
        var text = generated.toSql();
        for (var visitor : changeSet.getSqlVisitors()) {
          text = visitor.modifySql(text, database);
        }
        sql.add(text);
      }
    }
    return new Said(
        changeSet.getId(), checksum, StringUtil.limitSize(changeSet.getDescription(), 250), sql);
  }

  private static List<Said> theirs(Path root, String changelog, Database database)
      throws Exception {
    return stock(
        root,
        changelog,
        database,
        log -> log.getChangeSets().stream().map(c -> said(c, database)).toList());
  }

  private static List<Said> ours(Path root, String changelog, DatabaseKind kind) {
    var request = ChangelogRequest.of(root, "", changelog, Map.of(), kind);
    return switch (new ChangelogReader().read(request)) {
      case Reading.Broken(var problems) -> throw new AssertionError(problems.toString());
      case Reading.Read(var log, var problems) ->
          log.changesets().stream().map(OfflineCorpusTest::said).toList();
    };
  }

  private static Said said(Changeset c) {
    return new Said(
        c.id(),
        c.checksum(),
        c.description(),
        c.statements().stream().map(Statement::sql).toList());
  }

  /// The SQL of changesets that are run by liquibase-core is not ours.
  private static List<Said> withoutSql(List<Said> all, List<Said> like) {
    var said = new ArrayList<Said>();
    for (var i = 0; i < all.size(); i++) {
      var one = all.get(i);
      var isCores = i < like.size() && like.get(i).sql().isEmpty();
      said.add(isCores ? new Said(one.id(), one.checksum(), one.description(), List.of()) : one);
    }
    return said;
  }

  @Test
  void every_change_on_snowflake_has_the_checksum_the_description_and_the_sql_of_stock()
      throws Exception {
    var ours = ours(SNOWFLAKE, "changelog.yaml", DatabaseKind.SNOWFLAKE);
    var theirs = theirs(SNOWFLAKE, "changelog.yaml", new SnowflakeDatabase());

    assertThat(ours).isEqualTo(withoutSql(theirs, ours)).hasSizeGreaterThan(10);
    assertThat(ours.stream().filter(said -> said.sql().isEmpty()).map(Said::id))
        .containsExactlyInAnyOrder("merge", "lookup", "data", "tag");
  }
}
