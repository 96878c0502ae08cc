package dev.landfall.liquibase;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.changelog.FastCheckService;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;

/// The stock Liquibase on a station's database, as its command line runs it.
///
/// @param changelog the root changelog
/// @param contexts separated by commas
/// @param labels an expression
/// @param parameters of the changelog
record Stock(String changelog, String contexts, String labels, Map<String, String> parameters) {
  private static final Logger QUIET = Logger.getLogger("liquibase");

  static {
    QUIET.setLevel(Level.OFF);
  }

  /// What is done with it.
  interface Work<T> {
    T with(Liquibase liquibase) throws Exception;
  }

  void update(Station station) throws Exception {
    on(
        station,
        liquibase -> {
          liquibase.update(new Contexts(contexts), new LabelExpression(labels));
          return "";
        });
  }

  void rollback(Station station, int count) throws Exception {
    on(
        station,
        liquibase -> {
          liquibase.rollback(count, null, new Contexts(contexts), new LabelExpression(labels));
          return "";
        });
  }

  /// The ids of the changesets that an update would run.
  List<String> unrun(Station station) throws Exception {
    return on(
        station,
        liquibase ->
            liquibase
                .listUnrunChangeSets(new Contexts(contexts), new LabelExpression(labels))
                .stream()
                .map(changeSet -> changeSet.getId())
                .toList());
  }

  @SuppressWarnings("try") // what DirectoryResourceAccessor.close may throw
  private <T> T on(Station station, Work<T> work) throws Exception {
    var server = station.server();
    try (Connection connection =
            DriverManager.getConnection(
                server.jdbcUrl(station.database()), server.user(), server.password());
        var files = new DirectoryResourceAccessor(station.folder())) {
      return Scope.child(
          Map.of(Scope.Attr.ui.name(), new LoggerUIService()),
          () -> {
            // It remembers for the life of the process which databases have nothing to do.
            Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
            var database =
                DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new JdbcConnection(connection));
            try (var liquibase = new Liquibase(changelog, files, database)) {
              parameters.forEach(liquibase::setChangeLogParameter);
              return work.with(liquibase);
            }
          });
    }
  }
}
