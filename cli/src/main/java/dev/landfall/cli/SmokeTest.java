package dev.landfall.cli;

import dev.landfall.cloudformation.settings.CloudFormationSettings.Connection;
import dev.landfall.engine.blueprint.Resolution;
import dev.landfall.engine.blueprint.Resolver;
import dev.landfall.engine.blueprint.SettingsFile;
import dev.landfall.engine.plan.World;
import dev.landfall.liquibase.LiquibaseProvider;
import dev.landfall.liquibase.settings.LiquibaseSettings;
import dev.landfall.spi.Desired;
import dev.landfall.spi.FileReason;
import dev.landfall.spi.Outputs;
import dev.landfall.spi.Problem;
import dev.landfall.spi.ProviderException;
import dev.landfall.spi.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Tries what was rolled out: an object is put in at one end, and a database is asked at the other
/// until it says what it has to, or the time is over.
final class SmokeTest {
  private static final long USUAL_SECONDS = 60;
  private static final long PAUSE_MILLIS = 200;

  private final Session session;
  private final World world;
  private final Optional<SettingsFile> file;

  private SmokeTest(Session session, World world, Optional<SettingsFile> file) {
    this.session = session;
    this.world = world;
    this.file = file;
  }

  /// Reads the tests that the platform has, if it has any.
  ///
  /// @throws Failure when their file is wrong
  static SmokeTest read(Session session, World world) throws Failure {
    var path = session.blueprintFolder().resolve(SmokeSettings.FILE);
    if (!Files.exists(path)) {
      return new SmokeTest(session, world, Optional.empty());
    }
    try {
      return switch (SettingsFile.read(
          SmokeSettings.FILE, Files.readString(path), SmokeSettings.class)) {
        case SettingsFile.Reading.Broken(var problems) -> throw new Failure(problems);
        case SettingsFile.Reading.Read(var read) ->
            new SmokeTest(session, world, Optional.of(read));
      };
    } catch (IOException e) {
      throw Failure.invalid(
          SmokeSettings.FILE + " cannot be read: " + FileReason.of(e) + ".", "Make it readable.");
    }
  }

  /// What came of a test.
  ///
  /// @param problem why it failed; empty when it passed
  record Outcome(Target target, String name, Optional<String> problem, Duration took) {
    boolean passed() {
      return problem.isEmpty();
    }
  }

  /// Runs them in every target.
  ///
  /// @throws Failure when what they name is not there
  List<Outcome> run(List<Target> targets) throws Failure, InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    if (file.isPresent()) {
      session.rollouts().look(targets);
      for (var target : targets) {
        outcomes.addAll(run(target, file.get()));
      }
    }
    return outcomes;
  }

  private List<Outcome> run(Target target, SettingsFile tests)
      throws Failure, InterruptedException {
    var produced = produced(target);
    var settings =
        switch (tests.resolve(
            world.blueprint(), target, session.secrets(), produced, SmokeSettings.class)) {
          case Resolution.Bound<SmokeSettings>(var bound, var unknown) -> bound;
          case Resolution.Waiting<SmokeSettings>(var unknown) ->
              throw Failure.invalid(
                  SmokeSettings.FILE + " names what was not put out: " + unknown + ".",
                  "`landfall outputs` tells what there is.");
          case Resolution.Wrong<SmokeSettings>(var problems) -> throw new Failure(problems);
        };
    var outcomes = new ArrayList<Outcome>();
    for (var test : settings.tests()) {
      var begin = System.nanoTime();
      var problem = run(target, test, settings.aws(), produced);
      outcomes.add(
          new Outcome(target, test.name(), problem, Duration.ofNanos(System.nanoTime() - begin)));
    }
    return outcomes;
  }

  private Map<String, Outputs> produced(Target target) throws Failure {
    var produced = new HashMap<String, Outputs>();
    for (var component : world.blueprint().components().keySet()) {
      session
          .rollouts()
          .lastOutputs(target, component)
          .ifPresent(outputs -> produced.put(component, outputs));
    }
    return produced;
  }

  private Optional<String> run(
      Target target,
      SmokeSettings.Test test,
      Optional<Connection> aws,
      Map<String, Outputs> produced)
      throws Failure, InterruptedException {
    var expect = test.expect();
    var database = database(target, expect.component(), produced);
    try {
      if (test.put().isPresent()) {
        if (aws.isEmpty() || aws.get().endpoint().isEmpty()) {
          return Optional.of("the region has no `aws: {region: …}`, so there is no bucket");
        }
        put(aws.get(), test.put().get());
      }
      return await(database, expect);
    } catch (ProviderException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (SdkException e) {
      return Optional.of("the object cannot be put: " + e.getMessage());
    }
  }

  private static Optional<String> await(Database database, SmokeSettings.Expect expect)
      throws ProviderException, InterruptedException {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(expect.within().orElse(USUAL_SECONDS));
    while (true) {
      var said = database.provider().ask(database.desired(), expect.query()).orElse("");
      if (said.equals(expect.value())) {
        return Optional.empty();
      }
      if (System.nanoTime() > end) {
        return Optional.of(
            expect.query()
                + " says \""
                + said
                + "\", not \""
                + expect.value()
                + "\", after "
                + expect.within().orElse(USUAL_SECONDS)
                + " s");
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /// A component's database.
  private record Database(LiquibaseProvider provider, Desired<LiquibaseSettings> desired) {}

  private Database database(Target target, String name, Map<String, Outputs> produced)
      throws Failure {
    var component = Optional.ofNullable(world.blueprint().components().get(name));
    if (component.isEmpty()
        || !(session.providers().get(component.get().uses())
            instanceof LiquibaseProvider provider)) {
      throw Failure.invalid(
          SmokeSettings.FILE + " asks " + name + ", which is no component with a database.",
          "Name a component that `uses: liquibase`.");
    }
    var resolved =
        Resolver.resolve(
            world.blueprint(), component.get(), target, session.secrets(), produced, provider);
    if (!(resolved instanceof Resolution.Bound<LiquibaseSettings>(var settings, var unknown))) {
      throw new Failure(
          List.of(
              Problem.error(
                  component.get().where(), "settings of " + name + " are not known", "")));
    }
    return new Database(
        provider,
        new Desired<>(
            target,
            name,
            settings,
            world.source(component.get()),
            world.goal(),
            world.release().id()));
  }

  private static void put(Connection aws, SmokeSettings.Put put) {
    try (var s3 =
        S3Client.builder()
            .endpointOverride(aws.endpoint().map(URI::create).orElseThrow())
            .region(Region.of(aws.region().orElseThrow()))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        aws.accessKeyId().orElseThrow(),
                        aws.secretAccessKey().orElseThrow().reveal())))
            .build()) {
      s3.putObject(
          r -> r.bucket(put.bucket()).key(put.key()), RequestBody.fromString(put.content()));
    }
  }
}
