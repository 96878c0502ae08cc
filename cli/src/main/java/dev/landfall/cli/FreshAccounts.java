package dev.landfall.cli;

import dev.landfall.cloudformation.CloudFormationProvider;
import dev.landfall.cloudformation.settings.CloudFormationSettings;
import dev.landfall.engine.blueprint.Blueprint;
import dev.landfall.engine.blueprint.Resolution;
import dev.landfall.engine.blueprint.Resolver;
import dev.landfall.engine.plan.World;
import dev.landfall.engine.release.Workspace;
import dev.landfall.liquibase.LiquibaseProvider;
import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.sandbox.snowflake.model.SnowflakeException;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Provider;
import dev.landfall.spi.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Gives fresh stand-ins what a real account has before anything is rolled out to it: in PostgreSQL
/// the database, in Snowflake what the platform's `account/snowflake.sql` makes, run by the
/// account's administrator as in the cloud, in AWS the role that a rollout assumes.
final class FreshAccounts {
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String SCRIPT = "account/snowflake.sql";
  private static final Pattern ACCOUNT = Pattern.compile("[?&]account=([^&]+)");

  private final Session session;
  private final StandIns stands;

  FreshAccounts(Session session, StandIns stands) {
    this.session = session;
    this.stands = stands;
  }

  /// Prepares what the targets that options name log in to.
  static void prepare(TargetOptions options, StandIns stands)
      throws Failure, IOException, InterruptedException {
    try (var session = new Session(options, true)) {
      var loaded = session.load();
      var targets = session.waves(loaded.blueprint()).stream().flatMap(List::stream).toList();
      new FreshAccounts(session, stands)
          .prepare(session.world(loaded, new Goal.Latest(), Set.of()), targets);
    } catch (Workspace.InvalidException e) {
      throw new Failure(e.problems());
    }
  }

  /// Prepares what the targets' components log in to.
  void prepare(World world, List<Target> targets)
      throws Failure, IOException, InterruptedException {
    for (var target : targets) {
      for (var component : world.blueprint().components().values()) {
        var provider = session.providers().get(component.uses());
        if (provider instanceof LiquibaseProvider liquibase) {
          var resolution = resolve(world, component, target, liquibase);
          if (resolution
              instanceof Resolution.Bound<LiquibaseSettings>(var settings, var unknown)) {
            var region = Optional.ofNullable(world.blueprint().regions().get(target.region()));
            prepare(target, settings.connection(), region.flatMap(FreshAccounts::awsRegion));
          }
        }
        if (provider instanceof CloudFormationProvider cloudFormation) {
          var resolution = resolve(world, component, target, cloudFormation);
          if (resolution
              instanceof Resolution.Bound<CloudFormationSettings>(var settings, var unknown)) {
            prepare(target, settings.connection());
          }
        }
      }
    }
  }

  private <S extends Record> Resolution<S> resolve(
      World world, Blueprint.Component component, Target target, Provider<S> provider)
      throws Failure {
    return Resolver.resolve(
        world.blueprint(), component, target, session.secrets(), Map.of(), provider);
  }

  /// A rehearsal must not reach a real system: only URLs that come from a region's values become a
  /// stand-in's.
  private void refuseElsewhere(
      Target target, LiquibaseSettings.Connection connection, StandIns.Service service)
      throws Failure {
    var url = connection.url();
    if (stands.jdbcUrl(service).filter(own -> url.startsWith(own + "/")).isEmpty()) {
      throw Failure.invalid(
          "The connection of " + target + " would leave this machine: " + hostOf(url) + ".",
          "A rehearsal puts stand-ins in the place of `postgresql.url` and `snowflake.url` of a"
              + " region: write the URL there, and `url: \"${region.snowflake.url}\"` in the"
              + " component.");
    }
  }

  private static String hostOf(String url) {
    return url.replaceFirst("^[a-z:]*//", "").replaceFirst("[/?].*", "").replaceFirst("^.*@", "");
  }

  /// Where a region's AWS is, as Snowflake calls it.
  private static Optional<String> awsRegion(Blueprint.Region region) {
    return region.values().get("aws") instanceof Map<?, ?> aws
            && aws.get("region") instanceof String name
        ? Optional.of("AWS_" + name.toUpperCase(Locale.ROOT).replace('-', '_'))
        : Optional.empty();
  }

  private void prepare(Target target, CloudFormationSettings.Connection connection) throws Failure {
    if (connection.role().isEmpty() || !stands.isStarted(StandIns.Service.AWS)) {
      return;
    }
    try {
      stands.aws().addDeploymentRole(connection.role().get());
    } catch (IllegalArgumentException e) {
      throw Failure.invalid(
          "The role of " + target + " cannot be assumed: " + e.getMessage(),
          "Write `role: arn:aws:iam::ACCOUNT:role/NAME`.");
    }
  }

  private void prepare(
      Target target, LiquibaseSettings.Connection connection, Optional<String> awsRegion)
      throws Failure, IOException, InterruptedException {
    if (connection.url().startsWith(POSTGRESQL)) {
      refuseElsewhere(target, connection, StandIns.Service.POSTGRESQL);
      var path = URI.create(connection.url().substring("jdbc:".length())).getPath();
      stands.postgres().createDatabase(connection.database().orElse(path.substring(1)));
      return;
    }
    refuseElsewhere(target, connection, StandIns.Service.SNOWFLAKE);
    var script = session.blueprintFolder().resolve(SCRIPT);
    var account = ACCOUNT.matcher(connection.url());
    if (account.find()) {
      awsRegion.ifPresent(region -> stands.snowflake().locate(account.group(1), region));
    }
    if (!Files.exists(script) || !account.hasMatch()) {
      return;
    }
    try {
      stands
          .snowflake()
          .administer(
              account.group(1),
              Map.of(
                  "DATABASE_NAME", connection.database().orElse(""),
                  "COMPUTE", connection.warehouse().orElse(""),
                  "DEPLOY_ROLE", connection.role().orElse(""),
                  "DEPLOY_USER", connection.user().orElse("")),
              Files.readString(script));
    } catch (SnowflakeException e) {
      throw new Failure(
          Exit.FAILED,
          SCRIPT + " failed in the account of " + target + ": " + e.text(),
          "It gives an account what it needs before the first rollout; mend it.");
    }
  }
}
