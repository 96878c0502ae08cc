package dev.landfall.liquibase;

import dev.landfall.liquibase.changelog.ChangelogCache;
import dev.landfall.liquibase.changelog.ChangelogChecks;
import dev.landfall.liquibase.changelog.ChangelogReader;
import dev.landfall.liquibase.changelog.ChangelogRequest;
import dev.landfall.liquibase.changelog.DatabaseKind;
import dev.landfall.liquibase.changelog.Reading;
import dev.landfall.liquibase.execute.Databases;
import dev.landfall.liquibase.execute.DeclaredOutputs;
import dev.landfall.liquibase.execute.Job;
import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.spi.Context;
import dev.landfall.spi.Desired;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Observation;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Plan;
import dev.landfall.spi.Problem;
import dev.landfall.spi.Problem.Location;
import dev.landfall.spi.Provider;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Value;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Deploys Liquibase changelogs: liquibase-core reads them and makes the SQL, Landfall's own
/// executor applies it and keeps DATABASECHANGELOG and DATABASECHANGELOGLOCK as Liquibase does.
/// Threads may share it.
public final class LiquibaseProvider implements Provider<LiquibaseSettings> {
  private final ChangelogCache changelogs = new ChangelogCache(new ChangelogReader());
  private final Databases databases;

  /// @param clock ages the sessions that are kept between a plan and its apply
  public LiquibaseProvider(Clock clock) {
    this.databases = new Databases(clock);
  }

  @Override
  public String kind() {
    return "liquibase";
  }

  @Override
  public Class<LiquibaseSettings> settings() {
    return LiquibaseSettings.class;
  }

  @Override
  public Optional<Set<String>> outputs() {
    return Optional.empty();
  }

  @Override
  public Optional<Set<String>> outputs(Desired<LiquibaseSettings> desired) {
    var names = new TreeSet<>(DeclaredOutputs.OWN);
    names.addAll(desired.settings().outputs().keySet());
    return Optional.of(names);
  }

  /// Asks the database of a component.
  ///
  /// @param query a statement that only reads
  /// @return the first column of the first row; empty when there is no row
  /// @throws ProviderException when it cannot be asked
  public Optional<String> ask(Desired<LiquibaseSettings> desired, String query)
      throws ProviderException {
    return databases.ask(desired, query);
  }

  @Override
  public List<Problem> check(Desired<LiquibaseSettings> desired, Context context) {
    var kind = databaseKind(desired);
    if (kind.isEmpty()) {
      return List.of(unknownUrl(desired));
    }
    var request = request(desired, kind.get());
    return switch (read(request, desired, context)) {
      case Reading.Broken(var problems) -> problems;
      case Reading.Read(var changelog, var warnings) -> {
        var found = new ArrayList<>(warnings);
        found.addAll(DeclaredOutputs.check(desired.settings()));
        found.addAll(ChangelogChecks.check(changelog, desired.source()::show));
        found.addAll(databases.edits(new Job(desired, request, changelog), context));
        yield found;
      }
    };
  }

  @Override
  public Plan plan(Desired<LiquibaseSettings> desired, Context context)
      throws ProviderException, InterruptedException {
    var kind = databaseKind(desired);
    if (kind.isEmpty()) {
      throw new ProviderException(List.of(unknownUrl(desired)));
    }
    var isWhole =
        desired.goal() instanceof Goal.Latest
            && desired.settings().parameters().values().stream()
                .allMatch(value -> value instanceof Value.Known);
    var key =
        isWhole
            ? ChangelogCache.keyOf(request(desired, kind.get()), desired.source().content())
            : Optional.<String>empty();
    return databases.plan(desired, key, () -> job(desired, context), context);
  }

  @Override
  public Outputs apply(Plan plan, Desired<LiquibaseSettings> desired, Context context)
      throws ProviderException, InterruptedException {
    return databases.apply(plan, job(desired, context), context);
  }

  @Override
  public Observation observe(Desired<LiquibaseSettings> desired, Context context)
      throws ProviderException, InterruptedException {
    return databases.observe(desired, context);
  }

  @Override
  public List<String> unlock(Desired<LiquibaseSettings> desired, Context context)
      throws ProviderException {
    return databases.unlock(desired);
  }

  private Job job(Desired<LiquibaseSettings> desired, Context context) throws ProviderException {
    var kind = databaseKind(desired);
    if (kind.isEmpty()) {
      throw new ProviderException(List.of(unknownUrl(desired)));
    }
    var request = request(desired, kind.get());
    return switch (read(request, desired, context)) {
      case Reading.Broken(var problems) -> throw new ProviderException(problems);
      case Reading.Read(var changelog, var problems) -> new Job(desired, request, changelog);
    };
  }

  private Reading read(
      ChangelogRequest request, Desired<LiquibaseSettings> desired, Context context) {
    return changelogs.read(
        request, desired.source().content(), context.cache().resolve("changelogs"));
  }

  private static Optional<DatabaseKind> databaseKind(Desired<LiquibaseSettings> desired) {
    return DatabaseKind.ofUrl(desired.settings().connection().url());
  }

  private static Problem unknownUrl(Desired<LiquibaseSettings> desired) {
    return Problem.error(
        Location.ofSetting("connection.url"),
        "unknown kind of database",
        "The URL of component "
            + desired.component()
            + " must begin with jdbc:postgresql: or jdbc:snowflake:.");
  }

  private static ChangelogRequest request(Desired<LiquibaseSettings> desired, DatabaseKind kind) {
    var settings = desired.settings();
    var parameters = new HashMap<String, String>();
    var secrets = new HashSet<String>();
    settings
        .parameters()
        .forEach((name, value) -> {
          parameters.put(
              name,
              value instanceof Value.Known(var json, var secret)
                  ? String.valueOf(json)
                  : value.toString());
          if (value instanceof Value.Known(var json, var secret) && secret) {
            secrets.add(name);
          }
        });
    return new ChangelogRequest(
        desired.source().root(),
        desired.source().shownAs(),
        settings.changelog(),
        parameters,
        secrets,
        kind,
        settings.contexts(),
        settings.labels());
  }

  @Override
  public void close() {
    databases.close();
  }
}
