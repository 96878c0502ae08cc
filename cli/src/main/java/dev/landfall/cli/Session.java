package dev.landfall.cli;

import dev.landfall.engine.blueprint.Blueprint;
import dev.landfall.engine.blueprint.Regions;
import dev.landfall.engine.event.EventLog;
import dev.landfall.engine.event.EventLog.Holder;
import dev.landfall.engine.event.EventLog.Liveness;
import dev.landfall.engine.event.ProcessLiveness;
import dev.landfall.engine.plan.Background;
import dev.landfall.engine.plan.World;
import dev.landfall.engine.release.Release;
import dev.landfall.engine.release.Workspace;
import dev.landfall.engine.rollout.Rollouts;
import dev.landfall.engine.secret.EncryptedFile;
import dev.landfall.engine.secret.Redactor;
import dev.landfall.engine.secret.SecretSource;
import dev.landfall.engine.store.DatabaseEventLog;
import dev.landfall.forge.GitRepositories;
import dev.landfall.spi.Goal;
import dev.landfall.spi.Provider;
import dev.landfall.spi.Secret;
import dev.landfall.spi.Target;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// The parts of one run of the command line, wired together when they are first needed. Used by one
/// thread.
final class Session implements AutoCloseable {
  private final TargetOptions options;
  private final boolean workingTree;
  private final ProcessLiveness liveness = new ProcessLiveness();
  private final Clock clock = Clock.systemUTC();
  private final Redactor redactor = new Redactor();
  private final Console console;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private @Nullable Map<String, Provider<?>> providers;
  private @Nullable Background<EventLog> log;
  private @Nullable Rollouts rollouts;
  private @Nullable SandboxOverlay sandbox;

  Session(TargetOptions options) {
    this(options, false);
  }

  /// @param workingTree whether files are taken as they lie there, whatever branch the environment
  ///   is deployed from
  Session(TargetOptions options, boolean workingTree) {
    this.options = options;
    this.workingTree = workingTree;
    var terminal = Terminal.find().isPresent();
    var plain =
        environment("NO_COLOR").isPresent() || environment("TERM").equals(Optional.of("dumb"));
    this.console =
        new Console(
            System.out, System.err, redactor, options.json, terminal && !plain, terminal && !plain);
    LogFile.open(logFile(), redactor);
  }

  Console console() {
    return console;
  }

  Clock clock() {
    return clock;
  }

  Redactor redactor() {
    return redactor;
  }

  /// This process.
  Holder holder() {
    return ProcessLiveness.self(actor(), clock);
  }

  Liveness liveness() {
    return liveness;
  }

  /// The folder of landfall.yaml.
  Path blueprintFolder() {
    return options.folder();
  }

  Path logFile() {
    return options.stateFolder().resolve("landfall.log");
  }

  /// Providers by kind.
  Map<String, Provider<?>> providers() {
    var known = providers;
    if (known == null) {
      var all = Providers.all(clock);
      opened.addAll(all);
      known = Providers.byKind(all);
      providers = known;
    }
    return known;
  }

  /// Opens a record that is there already while other things are read. What goes wrong is told when
  /// somebody asks for the record.
  ///
  /// @param written whether the command adds to it; if not, none is made where there is none
  void expectLog(boolean written) {
    if (isLogElsewhere() || DatabaseEventLog.isIn(options.stateFolder())) {
      log = Background.start("landfall-log-opener", this::open);
    } else if (!written) {
      log = Background.done(EventLog.EMPTY);
    }
  }

  /// The record of what happened.
  EventLog log() {
    var known = log;
    if (known == null) {
      known = Background.done(open());
      log = known;
    }
    return known.join();
  }

  private static boolean isLogElsewhere() {
    return environment("LANDFALL_DATABASE_URL").isPresent();
  }

  private EventLog open() {
    var url = environment("LANDFALL_DATABASE_URL");
    if (url.isEmpty()) {
      return DatabaseEventLog.openLocal(options.stateFolder(), clock);
    }
    var password = environment("LANDFALL_DATABASE_PASSWORD").map(Secret::of);
    password.ifPresent(redactor::add);
    return DatabaseEventLog.openPostgres(
        url.get(), environment("LANDFALL_DATABASE_USER"), password, clock);
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /// Plans and rollouts.
  Rollouts rollouts() throws Failure {
    var known = rollouts;
    if (known == null) {
      var logger = LoggerFactory.getLogger(Rollouts.class);
      known =
          new Rollouts(
              new Rollouts.Setup(
                  log(),
                  providers(),
                  secrets(),
                  redactor,
                  clock,
                  holder(),
                  liveness,
                  options.stateFolder().resolve("cache"),
                  Rollouts.ids(clock, new SecureRandom()),
                  (during, defect) -> logger.error("{}", during, defect)));
      rollouts = known;
    }
    return known;
  }

  private static String actor() {
    return environment("LANDFALL_ACTOR")
        .orElseGet(() -> System.getProperty("user.name", "somebody"));
  }

  /// Where secrets are looked up: the sandbox's ready file, the environment, the encrypted file.
  SecretSource secrets() throws Failure {
    var chain = new ArrayList<SecretSource>();
    if (options.sandbox != null) {
      chain.add(sandbox().secrets());
    }
    chain.add(SecretSource.environment(System.getenv()));
    SecretsFile.of(options.folder()).map(EncryptedFile::source).ifPresent(chain::add);
    var all = SecretSource.chain(chain);
    return new SecretSource() {
      @Override
      public Optional<Secret> find(String name) {
        var found = all.find(name);
        found.ifPresent(redactor::add);
        return found;
      }

      @Override
      public String lookedIn() {
        return all.lookedIn();
      }
    };
  }

  private SandboxOverlay sandbox() throws Failure {
    var known = sandbox;
    if (known == null) {
      known = SandboxOverlay.read(Objects.requireNonNull(options.sandbox));
      sandbox = known;
    }
    return known;
  }

  private Workspace workspace() {
    var repositories = new GitRepositories(options.stateFolder().resolve("cache"));
    return new Workspace(repositories, providers().values());
  }

  /// The blueprint and its files, with what the options change.
  Workspace.Loaded load() throws Failure, Workspace.InvalidException {
    var loaded =
        options.release == null
            ? workspace().load(options.folder(), options.shownAs(), deployedFrom())
            : workspace().load(options.folder(), options.shownAs(), release(options.release));
    var blueprint = adjusted(loaded.blueprint());
    return new Workspace.Loaded(blueprint, loaded.release(), loaded.sources(), loaded.warnings());
  }

  /// The environment whose branch is read.
  private Optional<String> deployedFrom() {
    return workingTree ? Optional.empty() : Optional.ofNullable(options.environment);
  }

  private Release release(String id) throws Failure {
    return log()
        .release(id)
        .orElseThrow(() ->
            Failure.invalid(
                "No release " + id + " is recorded.",
                "`landfall history` shows the releases that were rolled out."));
  }

  private Blueprint adjusted(Blueprint blueprint) throws Failure {
    var result = blueprint;
    if (options.like != null) {
      if (options.regions.size() != 1 || options.environment == null) {
        throw Failure.invalid(
            "--like starts one new region of one environment.",
            "Name both: --env E --region NEW --like " + options.like + ".");
      }
      result =
          adjusted(
              Regions.withRegion(
                  result, options.environment, options.regions.getFirst(), options.like));
    }
    if (!options.values.isEmpty()) {
      for (var region : chosen(result)) {
        result = adjusted(Regions.withValues(result, region, options.values));
      }
    }
    return options.sandbox == null ? result : sandbox().apply(result);
  }

  private static Blueprint adjusted(Regions.Adjusted adjusted) throws Failure {
    if (adjusted.blueprint().isEmpty()) {
      throw new Failure(adjusted.problems());
    }
    return adjusted.blueprint().get();
  }

  private List<String> chosen(Blueprint blueprint) {
    return options.regions.isEmpty() ? List.copyOf(blueprint.regions().keySet()) : options.regions;
  }

  /// What is rolled out.
  World world(Workspace.Loaded loaded, Goal goal, Set<String> only) {
    return new World(loaded.blueprint(), loaded.release(), loaded.sources(), goal, only);
  }

  /// The targets the options name, wave by wave.
  List<List<Target>> waves(Blueprint blueprint) throws Failure {
    return Targets.choose(blueprint, options);
  }

  @Override
  public void close() {
    if (rollouts != null) {
      rollouts.close();
    }
    for (var part : opened.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        LoggerFactory.getLogger(Session.class).warn("a part did not close", e);
      }
    }
    // One that could not be opened was told to whoever asked for it.
    if (log != null && log.succeeded()) {
      log.join().close();
    }
  }
}
